/** The geometry of a hex view: which bytes stand in which row of which page. Pure. */

/** Rows of at most this many bytes are laid out at once: browsers cannot scroll through millions of pixels. */
export const PAGE = 0x100000;

export interface HexLayout {
  /** First byte, and the first one behind the last. */
  readonly start: number;
  readonly end: number;
  /** Bytes per row. */
  readonly columns: number;
}

export const pageCount = ({ start, end }: HexLayout): number => Math.max(1, Math.ceil((end - start) / PAGE));

export const pageOf = ({ start }: HexLayout, offset: number): number => Math.floor((offset - start) / PAGE);

/** The bytes of a page. */
export function pageRange({ start, end }: HexLayout, page: number): { start: number; end: number } {
  const from = start + page * PAGE;
  return { start: from, end: Math.min(from + PAGE, end) };
}

export const rowCount = (layout: HexLayout, page: number): number => {
  const range = pageRange(layout, page);
  return Math.ceil((range.end - range.start) / layout.columns);
};

/** Row of its page that an offset stands in. */
export const rowOf = (layout: HexLayout, offset: number): number =>
  Math.floor(((offset - layout.start) % PAGE) / layout.columns);

/** Spaces between offset, bytes and text: fewer where room is scarce. */
export const gapOf = (columns: number): number => (columns === 16 ? 2 : 1);

/** How many bytes fit beside each other: offset, two digits and a space each, and the text. */
export function columnsFor(width: number, character: number, offsetDigits: number): number {
  const needed = (columns: number): number =>
    2 + offsetDigits + gapOf(columns) + (3 * columns - 1) + gapOf(columns) + columns;
  return [16, 8].find(columns => needed(columns) * character <= width) ?? 4;
}

/** Where a key moves the cursor; undefined for keys that move nothing. */
export function moveCursor(
  layout: HexLayout,
  cursor: number,
  key: string,
  options: { readonly rows: number; readonly far: boolean },
): number | undefined {
  const { start, end, columns } = layout;
  const rowStart = cursor - ((cursor - start) % columns);
  const step: Readonly<Record<string, number>> = {
    ArrowLeft: cursor - 1,
    ArrowRight: cursor + 1,
    ArrowUp: cursor - columns,
    ArrowDown: cursor + columns,
    PageUp: cursor - columns * options.rows,
    PageDown: cursor + columns * options.rows,
    Home: options.far ? start : rowStart,
    End: options.far ? end - 1 : rowStart + columns - 1,
  };
  const target = step[key];
  if (target === undefined) return undefined;
  // A step up or down that would leave the bytes goes nowhere, a page goes as far as it can.
  if ((key === 'ArrowUp' || key === 'ArrowDown') && (target < start || target >= end)) return cursor;
  return Math.max(start, Math.min(target, end - 1));
}

/** `0x1000`, `1000`, `1 000h`: hexadecimal with or without its signs. */
export function parseOffset(text: string): number | undefined {
  const digits = /^(?:0x)?([0-9a-f]{1,8})h?$/i.exec(text.replace(/[\s_]/g, ''))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}
