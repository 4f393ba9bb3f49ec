import { describe, expect, it } from 'vitest';
import { MonitorLog, NO_FILTER } from '../../../src/app/monitor/monitor-log.ts';
import type { BootEvent, LineOrigin } from '../../../src/core/bootlog/events.ts';

let offset = 0;
const line = (number: number, text: string, origin: LineOrigin = 'app', stretch?: number): BootEvent => {
  const length = text.length + 2;
  offset += length;
  return {
    kind: 'line',
    line: { number, offset, length, time: number, origin, text, ...(stretch !== undefined && { stretch }) },
  };
};

const texts = (log: MonitorLog): string[] =>
  Array.from({ length: log.rowCount }, (_, index) => {
    const row = log.row(index);
    if (row?.kind === 'line') return row.line.text;
    if (row?.kind === 'noise') return `noise ${row.count} lines, ${row.bytes} bytes`;
    if (row?.kind === 'note') return `note ${row.note.kind}`;
    return row ? `rate ${row.baud}` : '';
  });

const example = (): MonitorLog => {
  const log = new MonitorLog();
  log.push([line(1, 'ets Jan', 'rom'), line(2, 'jump to run user1', 'loader')]);
  log.push([line(3, '....', 'noise', 3)]);
  log.push([line(4, '......', 'noise', 3), { kind: 'rate', baud: 115200, after: 4, gapMs: 120 }]);
  log.push([line(5, 'Hello from user1')]);
  return log;
};

describe('the log of the monitor', () => {
  it('shows lines and changes of rate in order, a stretch of noise as one row', () => {
    expect(texts(example())).toEqual([
      'ets Jan',
      'jump to run user1',
      'noise 2 lines, 14 bytes',
      'rate 115200',
      'Hello from user1',
    ]);
  });

  it('opens a stretch of noise and folds it again', () => {
    const log = example();
    log.toggle(3);
    expect(texts(log).slice(2, 5)).toEqual(['noise 2 lines, 14 bytes', '....', '......']);
    log.toggle(3);
    expect(log.rowCount).toBe(5);
  });

  it('goes on with a stretch that is open, and begins a new one after other lines', () => {
    const log = example();
    log.toggle(3);
    log.push([line(6, 'x', 'noise', 6), line(7, 'y', 'noise', 6)]);
    expect(texts(log).at(-1)).toBe('noise 2 lines, 6 bytes');
  });

  it('hides what somebody does not want to see', () => {
    const log = example();
    log.setFilter({ hidden: new Set<LineOrigin>(['rom', 'noise']), search: '' });
    expect(texts(log)).toEqual(['jump to run user1', 'rate 115200', 'Hello from user1']);
    log.push([line(6, 'ets Jan', 'rom'), line(7, 'more')]);
    expect(texts(log).at(-1)).toBe('more');
    log.setFilter(NO_FILTER);
    expect(log.rowCount).toBe(7);
  });

  it('finds text whatever its case, in rows that are shown, in both directions and around the ends', () => {
    const log = example();
    log.setFilter({ hidden: new Set(), search: 'USER1' });
    expect(log.foundCount).toBe(2);
    expect(log.findFrom(1, 1)).toBe(4);
    expect(log.findFrom(4, 1)).toBe(1);
    expect(log.findFrom(1, -1)).toBe(4);
    log.push([line(6, 'user1 again')]);
    expect(log.foundCount).toBe(3);
    log.setFilter({ hidden: new Set<LineOrigin>(['app']), search: 'user1' });
    expect(log.foundCount).toBe(1);
    log.setFilter({ hidden: new Set(), search: 'nowhere' });
    expect(log.findFrom(0, 1)).toBeUndefined();
  });

  it('leads to the row of a line, or to the stretch that hides it', () => {
    const log = example();
    expect(log.indexOfLine(2)).toBe(1);
    expect(log.indexOfLine(4)).toBe(2);
    expect(log.indexOfLine(99)).toBeUndefined();
  });

  it('keeps no more than its limit and says how much went', () => {
    const log = new MonitorLog(1000 * 100);
    for (let i = 1; i <= 20_000; i++) log.push([line(i, 'x'.repeat(98))]);
    const last = log.row(log.rowCount - 1);
    expect(last?.kind === 'line' && last.line.number).toBe(20_000);
    expect(log.rowCount).toBeLessThanOrEqual(1000);
    expect(log.droppedRows + log.rowCount).toBe(20_000);
  });

  it('takes ten megabytes of lines in a second', () => {
    const log = new MonitorLog();
    log.setFilter({ hidden: new Set(), search: 'needle' });
    const begin = performance.now();
    for (let i = 1; i <= 130_000; i += 100) {
      log.push(
        Array.from({ length: 100 }, (_, k) =>
          line(i + k, 'a line of seventy characters, as programs like to print them, over and over'),
        ),
      );
    }
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it('is empty when it was cleared', () => {
    const log = example();
    log.clear();
    expect([log.rowCount, log.foundCount, log.droppedRows]).toEqual([0, 0, 0]);
  });
});
