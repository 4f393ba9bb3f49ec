/** Logs that the virtual board speaks itself: its ROM, its models of the SDK's loaders, and our own loader. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { standInBootLoader } from '../../../src/board/second-stage/stand-in.ts';
import { LOADER_TRAITS, LOADER_VERSIONS } from '../../../src/board/second-stage/versions.ts';
import { ILLEGAL, LOAD_A2, programImage, withWord } from '../../board/board/programs.ts';
import { bareBoard, chooseSlot, HELLO, Listener, MS, twoSlotBoard } from '../../board/board/test-board.ts';
import { historyOf, reportOf } from './read.ts';

const OWN_LOADER = 'src/bootloader/built/twinslot-boot.bin';

/** More than the watchdog of the board takes to reset it. */
const WATCHDOG_MS = 6000;

/** Everything that a board says in so many ms from power-on. */
function logOf(board: ReturnType<typeof bareBoard>, ms = 600): string {
  const listener = new Listener(board);
  board.power(true);
  board.run(board.clock.now + ms * MS);
  return listener.text;
}

describe.each(LOADER_VERSIONS)('loader %s on the virtual board', version => {
  const { number, retries } = LOADER_TRAITS[version];

  it.each([1, 2] as const)('starts user%i, and the log says so', slot => {
    const board = twoSlotBoard(version);
    chooseSlot(board, slot, number);
    const report = reportOf(logOf(board));
    expect(report).toMatchObject({
      stage: 'started',
      slot: { slot: `user${slot}`, confidence: 'strong' },
      reset: { cause: 'power-on' },
      map: { name: '1MB' },
    });
    expect(report.loader).toMatchObject({ kind: 'sdk', by: 'text' });
    expect(report.notes.filter(({ kind }) => kind !== 'no-test-pin')).toEqual([]);
  });

  it('falls back from a broken user1 as far as this version can', () => {
    const board = twoSlotBoard(version);
    board.loadFlash(new Uint8Array(16), 0x1000);
    const { boots } = historyOf(logOf(board, WATCHDOG_MS * (retries ? 6 : 2)));
    expect(boots[0]?.slot).toBeUndefined();
    expect(boots[0]?.notes.map(({ kind }) => kind)).toContain('image-magic');
    expect(boots[1]?.reset?.cause).toBe('watchdog');
    const last = boots.at(-1);
    if (version === '1.4') expect(last).toMatchObject({ stage: 'failed' });
    else expect(last?.slot?.slot).toBe('user2');
    expect(boots.length).toBe(retries ? 5 : 2);
  });

  it('finds nothing in two erased slots', () => {
    const board = bareBoard();
    board.loadFlash(standInBootLoader(version, 0, 0x20));
    const last = historyOf(logOf(board, WATCHDOG_MS * 9)).boots.at(-1);
    expect([last?.stage, last?.slot]).toEqual(['failed', undefined]);
    expect(last?.notes.map(({ kind }) => kind)).toContain('both-failed');
  });
});

describe('Twinslot’s own loader on the virtual board', () => {
  const own = (): Uint8Array => {
    const bytes = new Uint8Array(readFileSync(OWN_LOADER));
    bytes[3] = 0x20;
    return bytes;
  };

  it.each([1, 2] as const)('starts user%i, and the log says so', slot => {
    const board = twoSlotBoard();
    board.loadFlash(own());
    chooseSlot(board, slot);
    const report = reportOf(logOf(board));
    expect(report.loader).toMatchObject({ kind: 'twinslot', version: '1.0' });
    expect(report.slot).toMatchObject({ slot: `user${slot}`, confidence: 'strong' });
  });

  it('is told by its segments, too', () => {
    const board = twoSlotBoard();
    board.loadFlash(own());
    const text = logOf(board).replace(/\r\ntwinslot boot[\s\S]*/, '\r\n');
    expect(reportOf(text).loader).toMatchObject({ kind: 'twinslot', version: '1.0', by: 'segments' });
  });

  it('says why it refused a slot', () => {
    const board = twoSlotBoard();
    board.loadFlash(own());
    const image = HELLO.user1();
    image[40] = (image[40] ?? 0) ^ 1;
    board.loadFlash(image, 0x1000);
    const { boots } = historyOf(logOf(board, 3000));
    expect(boots[0]?.notes).toMatchObject([
      { kind: 'refused', target: 'user1', offset: 0x1000, reason: expect.stringContaining('wrong CRC') },
      { kind: 'changes-over', to: 'backup' },
    ]);
    expect(boots.at(-1)?.slot?.slot).toBe('user2');
  });
});

describe('crashes on the virtual board', () => {
  it.each([
    ['a null pointer', withWord(0, ...LOAD_A2), 28],
    ['an illegal instruction', [0, 0, 0, 0, ...ILLEGAL], 0],
  ])('%s is reported by the ROM, and the slot stays known', (_, code, cause) => {
    const board = twoSlotBoard();
    board.loadFlash(programImage(code, 1), 0x1000);
    const report = reportOf(logOf(board, 400));
    expect(report).toMatchObject({
      stage: 'crashed',
      slot: { slot: 'user1' },
      exception: { by: 'rom', cause },
    });
    expect(report.exception?.repeated).toBeGreaterThan(0);
  });
});

describe('boots without an application', () => {
  it('say that the ROM found no boot loader', () => {
    const report = reportOf(logOf(bareBoard()));
    expect([report.stage, report.notes.map(({ kind }) => kind)]).toEqual(['failed', ['rom-gave-up']]);
  });

  it('say that the ROM waits for a flasher', () => {
    const board = twoSlotBoard();
    board.press('flash', true);
    expect(reportOf(logOf(board))).toMatchObject({ stage: 'waits-for-flasher', mode: { mode: 'uart' } });
  });
});
