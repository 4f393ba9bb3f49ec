/** Lines of a known form: tables of patterns, found by their first letter. */
import type { BootFact, LineOrigin } from './events.ts';

/** What a pattern is part of; some count only where they are expected. */
export type Scope = 'anywhere' | 'rom' | 'loader';

export interface Pattern {
  readonly origin: LineOrigin;
  readonly scope: Scope;
  /** For the whole line, without blanks at its ends. */
  readonly form: RegExp;
  /** What it says; nothing for lines that only tell who speaks. */
  readonly fact?: (groups: readonly string[]) => BootFact;
}

/** Patterns by the character that a line begins with. */
export type PatternTable = ReadonlyMap<number, readonly Pattern[]>;

/** Sorts patterns by the letters that their lines may begin with. */
export function patternTable(groups: readonly (readonly (readonly [string, Pattern])[])[]): PatternTable {
  const table = new Map<number, Pattern[]>();
  for (const [first, pattern] of groups.flat()) {
    for (const letter of first) {
      const code = letter.charCodeAt(0);
      table.set(code, [...(table.get(code) ?? []), pattern]);
    }
  }
  return table;
}

export interface Match {
  readonly pattern: Pattern;
  readonly fact?: BootFact;
}

/** The pattern that a line fits. */
export function matchLine(
  table: PatternTable,
  text: string,
  allows: (scope: Scope) => boolean,
): Match | undefined {
  for (const pattern of table.get(text.charCodeAt(0)) ?? []) {
    if (!allows(pattern.scope)) continue;
    const found = pattern.form.exec(text);
    if (!found) continue;
    const groups = found.slice(1).map(group => group ?? '');
    return pattern.fact ? { pattern, fact: pattern.fact(groups) } : { pattern };
  }
  return undefined;
}

export const decimal = (text = ''): number => Number.parseInt(text, 10);
export const hexadecimal = (text = ''): number => Number.parseInt(text, 16);
