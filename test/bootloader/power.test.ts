/** Power that fails, and cables that come out, at every flash operation of an update: an app starts, always. */
import { describe, expect, it } from 'vitest';
import { app } from '../support/bootloader-images.ts';
import { LoaderBoard, MOMENTS } from './loader-board.ts';
import { LoaderModel, layoutOf } from './model.ts';
import { bootBytes, flashOf, type Scenario, USER1, USER2 } from './scenarios.ts';
import { type FlashOperation, serialWrite, upgrade } from './updates.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
const MAP = 2;
const LAYOUT = layoutOf(MAP);
const BOTH: Scenario = { name: '', map: MAP, user1: USER1, user2: USER2 };
const NEW1 = app({ name: 'new', slot: 1, seed: 100 });
const NEW2 = app({ name: 'new', slot: 2, seed: 101 });
const WIFI = Uint8Array.from({ length: 0x1000 - 8 }, (_, i) => (i * 7) & 0xff);

/** The model's opinion about what starts from this flash after power-on. */
function appByModel(flash: Uint8Array): string {
  const start = new LoaderModel(flash).boot(1).at(-1)?.start;
  if (start === undefined) return 'none';
  const images = { one: USER1, two: USER2, new1: NEW1, new2: NEW2 };
  const found = Object.entries(images).find(
    ([, image]) => Buffer.compare(image, flash.subarray(start, start + image.length)) === 0,
  );
  return found?.[0].replace(/\d$/, '') ?? 'another';
}

/** Boots after power failed at each operation and moment; gives how often which app ran. */
function interrupt(
  board: LoaderBoard,
  operations: readonly FlashOperation[],
  allowed: readonly string[],
): Map<string, number> {
  const before = board.board.flash.snapshot();
  const counts = new Map<string, number>();
  for (let n = 1; n <= operations.length; n++) {
    for (const moment of MOMENTS) {
      board.board.flash.restore(before);
      board.cutAt(n, moment);
      board.perform(operations);
      board.waitUntilOff();
      board.board.flash.powerCut = undefined;
      const byModel = appByModel(board.board.saveFlash());
      board.do({ do: 'power-on' });
      const name = board.app ?? 'none';
      const what = `power off ${moment} operation ${n} of ${operations.length}`;
      expect(name, what).toBe(byModel);
      expect(allowed, what).toContain(name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

const counted = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${count} ${name}`).join(', ');

describe('an upgrade that loses power', () => {
  it.each([
    { from: 1, to: 2, byte0: 0xfc, image: NEW2, old: 'one' },
    { from: 2, to: 1, byte0: 0xfd, image: NEW1, old: 'two' },
  ] as const)('from user$from to user$to: the old app or the whole new one starts', s => {
    const board = new LoaderBoard(flashOf({ ...BOTH, copyA: bootBytes(s.byte0), flag: 0 }));
    board.do({ do: 'power-on' });
    expect(board.app).toBe(s.old);
    const operations = upgrade(board.board.saveFlash(), LAYOUT, s.to, s.image);
    const counts = interrupt(board, operations, [s.old, 'new']);
    console.log(`Boot loader: upgrade to user${s.to} cut ${3 * operations.length} times: ${counted(counts)}`);
    // The choice is the last but few operations: nearly all cuts leave the old app.
    expect(counts.get(s.old)).toBeGreaterThan(3 * (operations.length - 3));
    expect(counts.get('new')).toBeGreaterThanOrEqual(1);
  });
});

describe('an upgrade that a reset interrupts', () => {
  it('leaves the old app or starts the whole new one', () => {
    const board = new LoaderBoard(flashOf({ ...BOTH, copyA: bootBytes(0xfc), flag: 0 }));
    board.do({ do: 'power-on' });
    const before = board.board.flash.snapshot();
    const operations = upgrade(board.board.saveFlash(), LAYOUT, 2, NEW2);
    const counts = new Map<string, number>();
    for (let n = 0; n <= operations.length; n++) {
      board.board.flash.restore(before);
      board.do({ do: 'power-on' });
      board.perform(operations.slice(0, n));
      board.do({ do: 'reset', cause: n % 2 === 0 ? 2 : 3 });
      const name = board.app ?? 'none';
      // The flag is erased and then written; erased it means copy B, which is the new one here.
      expect(name, `after ${n} operations`).toBe(n < operations.length - 1 ? 'one' : 'new');
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    console.log(`Boot loader: upgrade stopped by ${operations.length + 1} resets: ${counted(counts)}`);
  });
});

describe('a serial write that is interrupted', () => {
  const operations = serialWrite(LAYOUT.user1, NEW1);
  const start = (): LoaderBoard => {
    const board = new LoaderBoard(flashOf({ ...BOTH, copyA: bootBytes(0xfc), flag: 0 }));
    board.do({ do: 'power-on' });
    return board;
  };

  it('by a power failure: the old, the other or the new app starts', () => {
    const counts = interrupt(start(), operations, ['one', 'two', 'new']);
    console.log(`Boot loader: serial write cut ${3 * operations.length} times: ${counted(counts)}`);
    expect(counts.get('two')).toBeGreaterThan(0);
  });

  it('by the cable, then reset: the other app starts, for the mark was cleared', () => {
    const board = start();
    const before = board.board.flash.snapshot();
    for (let n = 0; n <= operations.length; n++) {
      board.board.flash.restore(before);
      board.do({ do: 'power-on' }); // verifies user1: the mark is good
      expect(board.app).toBe('one');
      board.do({ do: 'clear-mark' });
      board.perform(operations.slice(0, n));
      board.do({ do: 'reset', cause: 2 });
      const expected = n === 0 ? 'one' : n === operations.length ? 'new' : 'two';
      expect(board.app, `after ${n} operations`).toBe(expected);
    }
    console.log(`Boot loader: serial write stopped ${operations.length + 1} times, then a plain reset`);
  });
});

describe('the loader itself loses power while it writes the parameters', () => {
  it.each([
    { what: 'after a failed first try, copy A to B', byte0: 0xfc, flag: 0, user1: NEW2, app: 'two' },
    { what: 'after a failed backup, copy B to A', byte0: 0xf9, flag: 1, user1: NEW2, app: 'two' },
    { what: 'with the bytes of another version', byte0: 0xfd, version: 6, flag: 0, user1: USER1, app: 'one' },
  ])('$what', s => {
    const copy = [...bootBytes(s.byte0, s.version ?? 7), ...WIFI];
    const board = new LoaderBoard(
      flashOf({ ...BOTH, user1: s.user1, copyA: copy, copyB: s.flag === 1 ? copy : [], flag: s.flag }),
    );
    const { flash } = board.board;
    const before = flash.snapshot();
    board.do({ do: 'power-on' });
    expect(board.app).toBe(s.app);
    const count = flash.operations - before.operations;
    let cuts = 0;
    for (let n = 1; n <= count; n++) {
      const edge = n <= 3 || n > count - 3;
      for (const moment of LONG || edge ? MOMENTS : (['middle'] as const)) {
        flash.restore(before);
        board.cutAt(n, moment);
        expect(board.do({ do: 'power-on' }).at(-1)?.end).toBe('off');
        flash.powerCut = undefined;
        board.do({ do: 'power-on' });
        const what = `power off ${moment} operation ${n} of ${count}`;
        expect(board.app, what).toBe(s.app);
        const current = flash.peek(LAYOUT.flag, 1)[0] === 0 ? LAYOUT.copyA : LAYOUT.copyB;
        expect(Buffer.compare(flash.peek(current + 8, WIFI.length), WIFI), what).toBe(0);
        cuts++;
      }
    }
    console.log(`Boot loader: parameter write cut ${cuts} times in ${count} operations: ${s.what}`);
  });
});
