import type { BootEvent, BootFact, LineOrigin, LogLine } from '../../core/bootlog/events.ts';
import type { WatchNote } from '../../core/bootlog/watch-note.ts';

/** A row of the monitor: a line, a stretch of noise folded into one, or a change of rate. */
export type MonitorRow =
  | { readonly kind: 'line'; readonly line: LogLine; readonly fact?: BootFact }
  /** `first` and `count`: lines of the stretch; they follow as rows of their own when it is `open`. */
  | {
      readonly kind: 'noise';
      readonly first: LogLine;
      readonly count: number;
      readonly bytes: number;
      readonly open: boolean;
    }
  | { readonly kind: 'rate'; readonly baud: number; readonly gapMs?: number }
  /** What the listener did by itself; a change of the rate with its reason and what it may have cost. */
  | { readonly kind: 'note'; readonly note: WatchNote };

/** What is shown of the log. */
export interface MonitorFilter {
  readonly hidden: ReadonlySet<LineOrigin>;
  /** Lines that contain this, whatever the case; empty: no search. */
  readonly search: string;
}

export const NO_FILTER: MonitorFilter = { hidden: new Set(), search: '' };

interface Entry {
  readonly row: MonitorRow;
  /** Bytes of the log that this entry stands for. */
  readonly bytes: number;
  /** Whether the search finds it. */
  found: boolean;
}

/** Of the listener, not of the board: never hidden. */
const isMarker = (row: MonitorRow | undefined): row is Extract<MonitorRow, { kind: 'rate' | 'note' }> =>
  row?.kind === 'rate' || row?.kind === 'note';

/** Bytes of log that are kept; what is older goes. */
const MAX_BYTES = 10 * 1024 * 1024;
/** Rows that are kept, for logs of many empty lines: a scrolled area has a limit to its height. */
const MAX_ROWS = 400_000;
/** Rows that go at once, so that dropping does not cost on every line. */
const DROP = 4096;

/**
 * The lines of a serial log as a monitor shows them: bounded, filtered, searched. Every step costs as much as what is
 * new, except a change of the filter, which looks at everything once.
 */
export class MonitorLog {
  #entries: Entry[] = [];
  /** Places in `#entries` of the rows that the filter lets through. */
  #visible: number[] = [];
  /** Numbers of first lines of the noise that somebody opened. */
  readonly #open = new Set<number>();
  #filter: MonitorFilter = NO_FILTER;
  #needle = '';
  #bytes = 0;
  #droppedRows = 0;
  #found = 0;
  readonly #maxBytes: number;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Rows that are shown now. */
  get rowCount(): number {
    return this.#visible.length;
  }

  /** Rows that went at the top because the log is full. */
  get droppedRows(): number {
    return this.#droppedRows;
  }

  /** Rows that the search finds. */
  get foundCount(): number {
    return this.#found;
  }

  get filter(): MonitorFilter {
    return this.#filter;
  }

  /** The row at a place among those that are shown. */
  row(index: number): MonitorRow | undefined {
    return this.#entryAt(index)?.row;
  }

  isFound(index: number): boolean {
    return this.#entryAt(index)?.found ?? false;
  }

  /** The place where a line is shown, or that of its folded stretch. */
  indexOfLine(number: number): number | undefined {
    const index = this.#visible.findIndex(at => {
      const row = this.#entries[at]?.row;
      if (row?.kind === 'line') return row.line.number === number;
      return row?.kind === 'noise' && number >= row.first.number && number < row.first.number + row.count;
    });
    return index < 0 ? undefined : index;
  }

  push(events: readonly BootEvent[]): void {
    for (const event of events) {
      if (event.kind === 'rate') {
        const { baud, gapMs } = event;
        this.#add({ kind: 'rate', baud, ...(gapMs !== undefined && { gapMs }) }, 0);
      } else this.#addLine(event.line, event.fact);
    }
    this.#shorten();
  }

  note(note: WatchNote): void {
    this.#add({ kind: 'note', note }, 0);
    this.#shorten();
  }

  clear(): void {
    this.#entries = [];
    this.#visible = [];
    this.#open.clear();
    [this.#bytes, this.#droppedRows, this.#found] = [0, 0, 0];
  }

  setFilter(filter: MonitorFilter): void {
    this.#filter = filter;
    this.#needle = filter.search.toLowerCase();
    for (const entry of this.#entries) entry.found = this.#matches(entry.row);
    this.#show();
  }

  /** Opens or folds the stretch of noise that begins with this line. */
  toggle(first: number): void {
    if (!this.#open.delete(first)) this.#open.add(first);
    this.#entries = this.#entries.map(entry =>
      entry.row.kind === 'noise' && entry.row.first.number === first
        ? { ...entry, row: { ...entry.row, open: this.#open.has(first) } }
        : entry,
    );
    this.#show();
  }

  /** The next row that the search finds, from a place on, going around at the ends. */
  findFrom(index: number, step: 1 | -1): number | undefined {
    const count = this.#visible.length;
    for (let i = 1; i <= count; i++) {
      const at = (((index + step * i) % count) + count) % count;
      if (this.isFound(at)) return at;
    }
    return undefined;
  }

  #entryAt(index: number): Entry | undefined {
    const at = this.#visible[index];
    return at === undefined ? undefined : this.#entries[at];
  }

  #addLine(line: LogLine, fact: BootFact | undefined): void {
    if (line.stretch !== undefined) this.#fold(line);
    this.#add({ kind: 'line', line, ...(fact && { fact }) }, line.length);
  }

  /** Begins the row of a stretch, or makes it stand for one line more. */
  #fold(line: LogLine): void {
    if (line.stretch === line.number) {
      const open = this.#open.has(line.number);
      this.#add({ kind: 'noise', first: line, count: 1, bytes: line.length, open }, 0);
      return;
    }
    for (let at = this.#entries.length - 1; at >= 0; at--) {
      const entry = this.#entries[at];
      if (isMarker(entry?.row) || (entry?.row.kind === 'line' && entry.row.line.stretch === undefined))
        return;
      if (entry?.row.kind !== 'noise') continue;
      const { row } = entry;
      this.#entries[at] = { ...entry, row: { ...row, count: row.count + 1, bytes: row.bytes + line.length } };
      return;
    }
  }

  #add(row: MonitorRow, bytes: number): void {
    const entry: Entry = { row, bytes, found: this.#matches(row) };
    this.#entries.push(entry);
    this.#bytes += bytes;
    if (!this.#passes(row)) return;
    this.#visible.push(this.#entries.length - 1);
    if (entry.found) this.#found++;
  }

  #matches(row: MonitorRow): boolean {
    return this.#needle !== '' && row.kind === 'line' && row.line.text.toLowerCase().includes(this.#needle);
  }

  #passes(row: MonitorRow): boolean {
    if (isMarker(row)) return true;
    const { hidden } = this.#filter;
    if (row.kind === 'noise') return !hidden.has('noise');
    if (hidden.has(row.line.origin)) return false;
    return row.line.stretch === undefined || this.#open.has(row.line.stretch);
  }

  #show(): void {
    this.#visible = [];
    this.#found = 0;
    for (const [at, entry] of this.#entries.entries()) {
      if (!this.#passes(entry.row)) continue;
      this.#visible.push(at);
      if (entry.found) this.#found++;
    }
  }

  #shorten(): void {
    if (this.#bytes <= this.#maxBytes && this.#entries.length <= MAX_ROWS) return;
    let gone = 0;
    while (
      gone < this.#entries.length &&
      (gone % DROP !== 0 || this.#bytes > this.#maxBytes || this.#entries.length - gone > MAX_ROWS)
    ) {
      this.#bytes -= this.#entries[gone]?.bytes ?? 0;
      gone++;
    }
    this.#entries = this.#entries.slice(gone);
    this.#droppedRows += gone;
    this.#show();
  }
}
