/** Long lives on the virtual board: apps that hang, resets of all kinds, upgrade after upgrade, and how long a boot takes. */
import { describe, expect, it } from 'vitest';
import { app, IRAM, plainApp } from '../support/bootloader-images.ts';
import { concat } from '../support/image-builder.ts';
import { patternBytes } from '../support/programs.ts';
import { LoaderBoard } from './loader-board.ts';
import { layoutOf } from './model.ts';
import { bootBytes, CAUSE, flashOf, USER1, USER2 } from './scenarios.ts';
import { upgrade } from './updates.ts';

const MS = 1_000_000;
const LAYOUT = layoutOf(2);
/** `j .`, where the start code of a good app is. */
const LOOP = [0x06, 0xff, 0xff, 0];
const hanging = (name: string, slot: number): Uint8Array =>
  app({ name, slot, more: [{ address: IRAM + 4, bytes: Uint8Array.from(LOOP) }] });

describe('an app that hangs', () => {
  it('is reset by the watchdog of the ROM three times, then the other one runs', () => {
    const board = new LoaderBoard(flashOf({ name: '', map: 2, user1: hanging('loop', 1), user2: USER2 }));
    const boots = board.do({ do: 'power-on' }, 60_000 * MS);
    expect(boots.map(boot => boot.end)).toEqual(['watchdog', 'watchdog', 'watchdog', 'watchdog', 'start']);
    expect(boots[3]?.text).toContain('user1 @ 1000 refused: reset by watchdog\n');
    expect(board.app).toBe('two');
    expect([...board.board.flash.peek(LAYOUT.copyB, 2)]).toEqual([0xf8, 0xe7]);
  });

  it('and came by an update gives way to the app that made the update', () => {
    const board = new LoaderBoard(flashOf({ name: '', map: 2, user1: USER1, user2: USER2 }));
    board.do({ do: 'power-on' });
    board.perform(upgrade(board.board.saveFlash(), LAYOUT, 2, hanging('loop', 2)));
    const boots = board.do({ do: 'reset', cause: CAUSE.software }, 60_000 * MS);
    expect(boots.map(boot => boot.end)).toEqual(['watchdog', 'watchdog', 'watchdog', 'watchdog', 'start']);
    expect(board.app).toBe('one');
    const current = board.board.flash.peek(LAYOUT.flag, 1)[0] === 0 ? LAYOUT.copyA : LAYOUT.copyB;
    expect([...board.board.flash.peek(current, 2)]).toEqual([0xf9, 0xe7]);
  });

  it('is started again and again when the other one is not good', () => {
    const board = new LoaderBoard(flashOf({ name: '', map: 2, user1: hanging('loop', 1), user2: USER1 }));
    board.board.power(true);
    board.board.run(80_000 * MS);
    const starts = board.text.split('jump to run user1 @ 1000').length - 1;
    expect(starts).toBeGreaterThanOrEqual(7);
    expect(board.text).not.toContain('boot failed');
  });
});

describe('a good app', () => {
  it('is never left because of 1,000 user resets, wakes from deep sleep and software restarts', () => {
    const board = new LoaderBoard(flashOf({ name: '', map: 2, user1: USER1, user2: USER2 }));
    board.do({ do: 'power-on' });
    const { operations } = board.board.flash;
    // Now and then the watchdog bites, twice in a row at most.
    const causes = [2, 3, 2, 3, 3, 2, 4, 3, 4, 4, 2, 3] as const;
    for (let i = 0; i < 1000; i++) {
      const [boot] = board.do({ do: 'reset', cause: causes[i % causes.length] ?? CAUSE.pin });
      if (board.app !== 'one') throw new Error(`reset ${i}: ${boot?.text}`);
    }
    expect(board.board.flash.operations).toBe(operations);
    console.log('Boot loader: 1000 resets of a good app, none left it, flash untouched');
  });
});

describe('upgrades', () => {
  it('fifty in a row, each to the other slot', () => {
    const board = new LoaderBoard(flashOf({ name: '', map: 2, user1: USER1, user2: USER2 }));
    const { flash } = board.board;
    board.do({ do: 'power-on' });
    for (let build = 1; build <= 50; build++) {
      const slot = build % 2 === 1 ? 2 : 1;
      const image = app({ name: `build${build}`, slot, seed: build });
      board.perform(upgrade(board.board.saveFlash(), LAYOUT, slot, image));
      const [boot] = board.do({ do: 'reset', cause: CAUSE.software });
      expect(board.app).toBe(`build${build}`);
      expect(boot?.text).toContain(`jump to run user${slot} @`);
    }
    const wear = (at: number): number => flash.wear(at / 0x1000);
    const sectors = { slots: wear(LAYOUT.user1), copyA: wear(LAYOUT.copyA), flag: wear(LAYOUT.flag) };
    console.log(`Boot loader: 50 upgrades; erases ${JSON.stringify(sectors)}`);
    // 50 by the updates, and one by the loader, whose first boot found no boot bytes.
    expect(sectors).toEqual({ slots: 25, copyA: 26, flag: 51 });
    expect(wear(0)).toBe(0);
  });
});

describe('two bad slots', () => {
  it('wait without a reset, and FLASH alone brings the loader of the ROM', () => {
    const board = new LoaderBoard(flashOf({ name: '', map: 2, copyB: bootBytes(0xfc) }));
    const [boot] = board.do({ do: 'power-on' });
    expect(boot?.end).toBe('idle');
    board.text = '';
    board.board.run(120_000 * MS + board.board.clock.now);
    expect(board.text).toBe('');
    board.board.press('flash', true);
    board.board.run(500 * MS + board.board.clock.now);
    board.board.press('flash', false);
    expect(board.text).toBe('\r\n ets Jan  8 2013,rst cause:4, boot mode:(1,6)\r\n\r\nwdt reset\r\n');
  });
});

describe('a flash that cannot be written', () => {
  it.each([
    { what: 'bad first choice', image: USER2, runs: 'two' },
    { what: 'good first choice', image: USER1, runs: 'one' },
  ])('$what: an app runs all the same, without a storm of resets', ({ image, runs }) => {
    const flash = flashOf({ name: '', map: 2, user1: image, user2: USER2, copyB: bootBytes(0xfc, 6) });
    const board = new LoaderBoard(flash, { faults: [{ kind: 'write-protected', locked: true }] });
    const boots = board.do({ do: 'power-on' });
    expect(boots.map(boot => boot.end)).toEqual(['start']);
    expect(boots[0]?.text).toContain('parameters not saved\n');
    expect(board.app).toBe(runs);
  });
});

/** Nanoseconds from the loader's first instruction to the app's, and without the time of its text. */
function timeBoot(board: LoaderBoard, begin: () => void): { total: number; silent: number } {
  const { rom, cpu } = board.board.chip;
  const marks: number[] = [];
  const step = rom.step.bind(rom);
  rom.step = () => {
    // The first call of the loader into ROM comes a few instructions behind its entry.
    if (marks.length === 0 && cpu.a[0] !== undefined && cpu.a[0] >>> 12 === 0x4010c)
      marks.push(board.board.clock.now);
    return step();
  };
  begin();
  rom.step = step;
  const from = marks[0] ?? 0;
  const at = board.startedAt;
  const bytes = board.text.length - board.text.indexOf('\r\ntwinslot boot');
  const total = at - from;
  return { total, silent: total - (bytes * 10 * 1e9) / (52e6 / 694) };
}

describe('the time of a boot', () => {
  const image = app({
    name: 'one',
    codeLength: 0x57000,
    more: [
      { address: IRAM + 0x100, bytes: patternBytes(0x7000, 5) },
      { address: 0x3ffe8100, bytes: concat(patternBytes(0x2000, 6)) },
    ],
  });

  it('stays below 350 ms with the full CRC of 400 KB, and below 60 ms without', () => {
    expect(image.length).toBeGreaterThan(390_000);
    const board = new LoaderBoard(
      flashOf({ name: '', map: 2, user1: image, user2: USER2, copyB: bootBytes(0xfc) }),
    );
    const full = timeBoot(board, () => board.do({ do: 'power-on' }));
    expect(board.app).toBe('one');
    const fast = timeBoot(board, () => board.do({ do: 'reset', cause: CAUSE.pin }));
    expect(board.app).toBe('one');
    const read = (image.length / 32) * board.board.costs.spiReadBurst;
    const ms = (ns: number): string => `${(ns / MS).toFixed(1)} ms`;
    console.log(
      `Boot loader, ${image.length} bytes: full check ${ms(full.silent)} (with text ${ms(full.total)}), ` +
        `later boots ${ms(fast.silent)} (${ms(fast.total)}); reading alone ${ms(read)}`,
    );
    expect(full.silent).toBeGreaterThan(read);
    expect(full.silent).toBeLessThanOrEqual(350 * MS);
    expect(fast.silent).toBeLessThanOrEqual(60 * MS);
  });

  it('says that a plain image is not checked, and takes it', () => {
    const board = new LoaderBoard(
      flashOf({ name: '', map: 2, user1: plainApp({ name: 'plain' }), user2: USER2 }),
    );
    const [boot] = board.do({ do: 'power-on' });
    expect(boot?.text).toContain('no CRC word, unchecked\njump to run user1 @ 1000\n');
    expect(board.app).toBe('plain');
  });
});
