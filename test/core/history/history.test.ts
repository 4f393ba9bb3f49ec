import { describe, expect, it } from 'vitest';
import { historyCsv, historyJson } from '../../../src/core/history/export.ts';
import {
  type BoardHistory,
  emptyHistory,
  type HistoryEvent,
  type HistoryImage,
  type HistorySubject,
  subjectKey,
  withEntry,
} from '../../../src/core/history/history.ts';

const BOARD: HistorySubject = { by: 'mac', mac: '5C:CF:7F:12:34:56', virtual: false };
const TIME = Date.UTC(2026, 1, 3, 4, 5, 6);
const image = (build: string, slot: 'user1' | 'user2' = 'user2'): HistoryImage => ({
  ...{ file: `app-${slot}.elf`, size: 1000, sha256: build.padEnd(64, '0'), slot, build },
});

const noted = (...events: readonly HistoryEvent[]): BoardHistory =>
  events.reduce((history, event, i) => withEntry(history, { at: TIME + i, event }), emptyHistory(BOARD));

describe('a history', () => {
  it('keeps the newest entries and counts those that went', () => {
    let history = emptyHistory(BOARD);
    for (let i = 0; i < 12; i++) {
      history = withEntry(history, { at: i, event: { kind: 'erased' } }, 5);
    }
    expect(history.entries.map(({ at }) => at)).toEqual([7, 8, 9, 10, 11]);
    expect(history.dropped).toBe(7);
  });

  it('says once that the same image is offered, until it was taken or another one came', () => {
    const offered: HistoryEvent = { kind: 'offered', image: image('1') };
    const kinds = (...events: readonly HistoryEvent[]): string[] =>
      noted(...events).entries.map(({ event }) => event.kind);
    expect(kinds(offered, offered)).toEqual(['offered']);
    expect(kinds(offered, { kind: 'booted', slot: 'user1' }, offered)).toEqual(['offered', 'booted']);
    expect(kinds(offered, { kind: 'offered', image: image('2') }, offered)).toHaveLength(3);
    expect(kinds(offered, { kind: 'sent', image: image('1') }, offered)).toHaveLength(3);
  });

  it('keeps real boards, virtual ones and addresses apart', () => {
    const keys = [
      subjectKey(BOARD),
      subjectKey({ ...BOARD, virtual: true }),
      subjectKey({ by: 'address', address: '192.168.123.1' }),
    ];
    expect(new Set(keys).size).toBe(3);
  });
});

describe('a history for other programs', () => {
  const full = noted(
    { kind: 'written', images: [{ file: 'boot.bin', size: 4080 }, image('1', 'user1')], boots: 'user1' },
    { kind: 'sent', image: image('2') },
    { kind: 'updated', slot: 'user2', by: 'serial', build: '2' },
    {
      kind: 'booted',
      slot: 'user2',
      cause: 'software',
      loader: { kind: 'sdk', version: '1.7', by: 'text', line: 9 },
      proof: 'jump to run user2 @ 81000',
    },
  );

  it('has every fact in JSON', () => {
    const read = JSON.parse(historyJson(full)) as { board: unknown; entries: Record<string, unknown>[] };
    expect(read.board).toEqual(BOARD);
    expect(read.entries).toHaveLength(4);
    expect(read.entries[0]).toMatchObject({
      time: '2026-02-03T04:05:06.000Z',
      kind: 'written',
      boots: 'user1',
    });
    expect(read.entries[3]).toMatchObject({ kind: 'booted', proof: 'jump to run user2 @ 81000' });
  });

  it('has a line for each image in CSV', () => {
    const [head, ...lines] = historyCsv(full).trimEnd().split('\r\n');
    expect(head).toBe('\ufefftime,board,event,slot,build,file,bytes,sha256,detail');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('2026-02-03T04:05:06.000Z,5C:CF:7F:12:34:56,written,,,boot.bin,4080,,starts user1');
    expect(lines[1]).toContain(`written,user1,1,app-user1.elf,1000,1${'0'.repeat(63)},starts user1`);
    expect(lines[4]).toContain('booted,user2,,,,,software; sdk 1.7; jump to run user2 @ 81000');
  });

  it('gives a spreadsheet no formula and no broken line', () => {
    const nasty = (file: string): string =>
      historyCsv(noted({ kind: 'sent', image: { file, size: 1 } })).split('\r\n')[1] ?? '';
    expect(nasty('=cmd|calc.elf')).toContain(",'=cmd|calc.elf,");
    expect(nasty('a,"b".elf')).toContain(',"a,""b"".elf",');
    expect(historyCsv(noted({ kind: 'sent', image: { file: 'a\r\nb', size: 1 } }))).toContain('"a\r\nb"');
  });
});
