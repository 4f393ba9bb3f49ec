/** What both output streams can do: lines, and a little colour where somebody looks at them. */
export interface Screen {
  line(text?: string): void;
  /** Bytes that whoever reads along has not taken. */
  readonly waiting?: () => number;
  /** Columns to wrap at; none where a program reads along. */
  readonly width?: number;
  readonly strong: Paint;
  readonly quiet: Paint;
  readonly error: Paint;
  readonly warning: Paint;
}

type Paint = (text: string) => string;

export interface Screens {
  readonly out: Screen;
  readonly err: Screen;
}

/** Readable without scrolling the eyes, on terminals that are wider. */
const WIDEST = 110;

/** Colour only on a terminal, and not when the person asked for none (https://no-color.org). */
export function screenFor(stream: NodeJS.WriteStream, environment = process.env): Screen {
  const painted = stream.isTTY && !environment.NO_COLOR && environment.TERM !== 'dumb';
  const paint =
    (on: number, off: number): Paint =>
    text =>
      painted ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    line: (text = '') => void stream.write(`${text}\n`),
    waiting: () => stream.writableLength,
    ...(stream.isTTY && { width: Math.min(stream.columns || 80, WIDEST) }),
    strong: paint(1, 22),
    quiet: paint(2, 22),
    error: paint(31, 39),
    warning: paint(33, 39),
  };
}

/** Names from files may contain anything, also orders to the terminal. */
export const visible = (text: string): string => text.replace(/\p{Cc}/gu, '?');

export type Align = 'left' | 'right';

/** Rows with their columns lined up; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[], align: readonly Align[] = []): string[] {
  const clean = rows.map(row => row.map(visible));
  const widths: number[] = [];
  for (const row of clean) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return clean.map(row => {
    const cells = row.map((cell, i) =>
      align[i] === 'right' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    );
    return cells.join('  ').trimEnd();
  });
}

/** Lines of at most `width` columns, broken between words. */
export function wrap(text: string, width = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line];
}
