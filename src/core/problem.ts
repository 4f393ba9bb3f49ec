import { type Finding, type FindingCode, type FindingFacts, finding, type Place } from './findings.ts';

/** An error that somebody has to read: it carries a finding, whose words are in the catalogue. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly finding: Finding;

  constructor(found: Finding, options?: ErrorOptions) {
    super(found.code, options);
    this.finding = found;
  }
}

/** Stops the work with this finding. */
export function refuse<Code extends FindingCode>(
  code: Code,
  facts: FindingFacts[Code],
  where: Place = {},
): never {
  throw new Problem(finding(code, facts, where));
}

/** What reading a file gives: a value unless it was refused, and in both cases everything worth saying. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Runs a reader that may refuse; its notes so far are kept next to the refusal. */
export function outcomeOf<T>(work: (notes: Finding[]) => T): Outcome<T> {
  const notes: Finding[] = [];
  try {
    return { ok: true, value: work(notes), findings: notes };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, findings: [error.finding, ...notes] };
    throw error;
  }
}
