/** A crash report put together from its lines: of the ROM, the SDK or the Arduino core. */
import type { ExceptionFact, ExceptionRegisters } from './events.ts';

export interface StackRow {
  readonly address: number;
  /** Four words. */
  readonly words: readonly number[];
}

export interface ExceptionReport {
  readonly by: 'rom' | 'sdk' | 'arduino';
  readonly what: 'exception' | 'watchdog' | 'panic';
  /** EXCCAUSE of the processor. */
  readonly cause?: number;
  /** What was said besides. */
  readonly text?: string;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly registers: ExceptionRegisters;
  /** a0 to a15 where they were printed. */
  readonly general: readonly number[];
  /** `sys` or `cont`: which of the Arduino core's two stacks. */
  readonly context?: string;
  readonly stack: readonly StackRow[];
  /** How often the same report came again: the ROM goes back to the instruction that failed. */
  readonly repeated: number;
}

/** A stack has 4 KiB at most (Arduino), 16 bytes to a row; more is no stack. */
const MOST_ROWS = 512;
/** EXCCAUSE of an unaligned access: the only one whose report begins with the stack pointer. */
const UNALIGNED = 9;

const begin = (
  line: number,
  rest: Pick<ExceptionReport, 'by' | 'what'> & Partial<ExceptionReport>,
): ExceptionReport => ({
  firstLine: line,
  lastLine: line,
  registers: {},
  general: [],
  stack: [],
  repeated: 0,
  ...rest,
});

/** The report with one more line of it; a second crash begins a report of its own. */
export function withExceptionLine(
  before: ExceptionReport | undefined,
  fact: ExceptionFact,
  line: number,
): ExceptionReport | undefined {
  if (fact.part === 'start') return started(before, fact, line);
  if (fact.part === 'unaligned') {
    if (before?.cause === UNALIGNED && before.by === 'rom') return repeat(before, line);
    return begin(line, { by: 'rom', what: 'exception', cause: UNALIGNED });
  }
  if (!before)
    return fact.part === 'registers'
      ? begin(line, { by: 'rom', what: 'exception', registers: fact.registers })
      : undefined;
  return { ...before, ...added(before, fact), lastLine: line };
}

function started(
  before: ExceptionReport | undefined,
  fact: Extract<ExceptionFact, { part: 'start' }>,
  line: number,
): ExceptionReport {
  const { by, what, cause, text } = fact;
  if (
    before &&
    before.by === by &&
    before.what === what &&
    before.cause === cause &&
    before.stack.length === 0
  ) {
    return repeat(before, line);
  }
  return begin(line, {
    by,
    what,
    ...(cause !== undefined && { cause }),
    ...(text !== undefined && { text }),
  });
}

const repeat = (before: ExceptionReport, line: number): ExceptionReport => ({
  ...before,
  repeated: before.repeated + 1,
  lastLine: line,
});

function added(before: ExceptionReport, fact: ExceptionFact): Partial<ExceptionReport> {
  switch (fact.part) {
    case 'registers':
      // Of repeated reports the first counts: later ones may come from the handler itself.
      return { registers: { ...fact.registers, ...before.registers } };
    case 'general': {
      if (before.repeated > 0) return {};
      const general = [...before.general];
      fact.values.forEach((value, i) => {
        general[4 * fact.row + i] = value;
      });
      return { general: Array.from(general, value => value ?? 0) };
    }
    case 'context':
      return { context: fact.context };
    case 'row':
      return before.stack.length >= MOST_ROWS
        ? {}
        : { stack: [...before.stack, { address: fact.address, words: fact.words }] };
    default:
      return {};
  }
}
