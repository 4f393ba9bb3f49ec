/** The lines that came out of a serial port, the latest ones; the last one may still be growing. */
export interface SerialLog {
  readonly lines: readonly string[];
  /** Lines that were dropped at the top. */
  readonly dropped: number;
}

/** Enough for many boots; more would only make the page slow. */
const MAX_LINES = 400;
/** A program that never ends its line gets line breaks from us. */
const MAX_LENGTH = 1000;

export const EMPTY_LOG: SerialLog = { lines: [''], dropped: 0 };

/** The log with more text behind it, one byte per character. Bytes that are no text show as a dot. */
export function withText({ lines, dropped }: SerialLog, text: string): SerialLog {
  const readable = text.replace(/\r/g, '').replace(/[^\n\t\x20-\x7e]/g, '·');
  const [first = '', ...rest] = readable.split('\n');
  const joined = [...lines.slice(0, -1), (lines.at(-1) ?? '') + first, ...rest];
  const all = joined.flatMap(line => (line.length > MAX_LENGTH ? piecesOf(line) : [line]));
  const over = Math.max(0, all.length - MAX_LINES);
  return { lines: all.slice(over), dropped: dropped + over };
}

const piecesOf = (line: string): readonly string[] => line.match(new RegExp(`.{1,${MAX_LENGTH}}`, 'g')) ?? [];
