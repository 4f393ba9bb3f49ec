/**
 * The fault matrix: lanes in the built worker of a real Chromium, over real Web Serial, at boards that run the real ROM
 * and stub and of which something is wrong. Every cell ends in a verified flash or in a clear message, never in a hang,
 * and a second run completes it. Some cells always, all of them with TWINSLOT_LONG=1.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import {
  type BoardConfig,
  type BoardFault,
  boardConfig,
  flashOfSize,
  type Hits,
} from '../../src/board/config.ts';
import type { BootWish, FlashPlan } from '../../src/core/plan/flash-plan.ts';
import { planForBoard } from '../../src/core/plan/for-board.ts';
import type { LaneReport } from '../../src/worker/lane-protocol.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { holds } from '../support/flash-job.ts';
import { OWN_LOADER, planOf, startsFrom } from '../support/flash-plans.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER } from '../support/vserial/virtual-port.ts';
import { LaneDriver } from './lane-driver.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
const PORT = { name: 'ttyM0', vendorId: 0x10c4, productId: 0xea60 };
const PLACE = { kind: 'usb', identity: { usbVendorId: 0x10c4, usbProductId: 0xea60 }, index: 0 } as const;
const MB = 0x100000;
/** A job that hangs is ended by this, and that fails the cell; the slowest one, the ROM at 115200, takes a minute. */
const HANGS_AFTER = 300_000;
const PLAN = planOf('1MB', ['user1', 'user2'], { iromLength: 0x2000 });

interface Way {
  readonly baud: number | 'auto';
  readonly stub: boolean;
}

interface Outcome {
  /** `written`, or the code of the finding that says why not. */
  readonly said: string;
  readonly baud?: number;
}

describe.skipIf(skipBrowserTests || C_COMPILER.skip)(`the fault matrix${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  let page: Page;
  let plugged: BoardPort | undefined;

  beforeAll(async () => {
    browser = await startSerialBrowser([PORT], 'dist');
    page = await browser.tab();
  });
  afterEach(async () => {
    await plugged?.unplug();
    plugged = undefined;
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** A board of 1 MB in the port. */
  const plug = (changes: Partial<BoardConfig> = {}, flash?: Uint8Array): BoardPort => {
    const board = createVirtualBoard(
      boardConfig('nodemcu', { flash: flashOfSize(MB), bridge: 'ft232r', ...changes }),
    );
    if (flash) board.loadFlash(flash);
    plugged = new BoardPort(board, browser.plug(PORT));
    return plugged;
  };

  /** Connects, plans and writes, as the page does. @param flashSize where the id of the flash says nothing. */
  const run = async (
    way: Way,
    wish: BootWish,
    flashSize?: number,
    plan: FlashPlan = PLAN,
  ): Promise<Outcome> => {
    const lane = await LaneDriver.atPort(page, PLACE);
    try {
      await lane.report(report => report.type === 'plugged' && report.plugged);
      const connected = await lane.job({ type: 'connect', choices: way }, HANGS_AFTER);
      if (connected.type !== 'done' || connected.job !== 'connect') return { said: saidBy(connected) };
      const { chip, contents } = connected;
      const size = flashSize === undefined ? {} : { flashSize };
      const boardPlan = planForBoard({ plan, wish, chip, contents, ownLoader: OWN_LOADER, ...size });
      const against = boardPlan.findings.find(({ severity }) => severity === 'error');
      if (against) return { said: against.code };
      const written = await lane.job({ type: 'write', plan: boardPlan }, HANGS_AFTER);
      if (written.type !== 'done' || written.job !== 'write') return { said: saidBy(written) };
      await lane.job({ type: 'close' });
      return { said: 'written', baud: written.report.baud };
    } finally {
      await lane.end();
    }
  };

  /** Everything is where it should be, and the boot loader starts this slot. */
  const proven = (flash: Uint8Array, slot: 'user1' | 'user2'): void => {
    for (const write of PLAN.writes.filter(({ role }) => role === 'user1' || role === 'user2')) {
      expect(holds(flash, { ...PLAN, writes: [write] }), `${write.role} is not what it should be`).toBe(true);
    }
    expect(startsFrom(flash)).toBe(slot);
  };

  const RATES = [115_200, 460_800, 921_600] as const;
  const WAYS = RATES.flatMap(baud => [true, false].map((stub): Way => ({ baud, stub })));
  const BY_STUB = WAYS.filter(({ stub }) => stub);
  const USUAL: readonly Way[] = [
    { baud: 921_600, stub: true },
    { baud: 460_800, stub: false },
  ];

  it.each(LONG ? WAYS : USUAL)('at $baud baud, stub: $stub: boots either slot', async way => {
    const { board } = plug();
    expect(await run(way, 'user2')).toMatchObject({ said: 'written' });
    proven(board.saveFlash(), 'user2');
    if (!LONG && !way.stub) return;
    expect(await run(way, 'user1')).toMatchObject({ said: 'written' });
    proven(board.saveFlash(), 'user1');
  });

  const CIRCUITS = ['nodemcu', 'slow-capacitor', 'swapped'] as const;
  const AUTO: Way = { baud: 'auto', stub: true };
  const resets = LONG ? CIRCUITS.flatMap(circuit => BY_STUB.map(way => ({ circuit, ...way }))) : [];
  it.each(resets)(
    'a board whose reset is $circuit, at $baud baud, stub: $stub',
    async ({ circuit, ...way }) => {
      const { board } = plug({ circuit });
      expect(await run(way, 'user2')).toMatchObject({ said: 'written' });
      proven(board.saveFlash(), 'user2');
    },
  );

  it('a board without automatic reset: somebody holds FLASH and taps RESET', async () => {
    const { board } = plug({ circuit: 'buttons' });
    const lane = await LaneDriver.atPort(page, PLACE);
    await lane.report(report => report.type === 'plugged' && report.plugged);
    await lane.order({ type: 'connect', choices: { baud: 115_200, stub: true } });
    const assist = (heard: boolean) => (report: LaneReport) =>
      report.type === 'event' && report.event.type === 'assist' && report.event.heard === heard;
    await lane.report(assist(false), HANGS_AFTER);
    board.press('flash', true);
    board.press('reset', true);
    await new Promise(done => setTimeout(done, 100));
    board.press('reset', false);
    await lane.report(assist(true), HANGS_AFTER);
    board.press('flash', false);
    expect(await lane.report(({ type }) => type === 'done')).toMatchObject({ job: 'connect' });
    await lane.job({ type: 'close' });
    await lane.end();
    // The stub still runs: nobody has to press anything again.
    expect(await run({ baud: 115_200, stub: true }, 'user1')).toMatchObject({ said: 'written' });
    proven(board.saveFlash(), 'user1');
  });

  const BYTES = ['bytes-lost', 'bytes-corrupted', 'bytes-doubled'] as const;
  const DIRECTIONS = ['to-board', 'from-board'] as const;
  // One byte in the middle of the write, or so many of all.
  const hits: Hits = LONG ? { rate: 5e-5 } : { positions: [25_000] };
  const lines = LONG ? WAYS : [AUTO];
  const kinds = LONG ? BYTES : (['bytes-corrupted'] as const);
  it.each(kinds.flatMap(kind => lines.map(way => ({ kind, ...way }))))(
    '$kind, at $baud baud, stub: $stub',
    async ({ kind, ...way }) => {
      const faults = DIRECTIONS.map((direction): BoardFault => ({ kind, direction, hits }));
      const { board } = plug({ faults });
      const first = await run(way, 'user2');
      expect(first.said).toMatch(CLEAR);
      if (first.said === 'written') return proven(board.saveFlash(), 'user2');
      // The same board on a better line.
      await plugged?.unplug();
      const again = plug({}, board.saveFlash());
      expect(await run(way, 'user2')).toMatchObject({ said: 'written' });
      proven(again.board.saveFlash(), 'user2');
    },
  );

  // In Node these run always.
  it.each(LONG ? [230_400, 460_800] : [])('a bridge that fails above %i', async baud => {
    const { board } = plug({ faults: [{ kind: 'bridge-limit', baud }] });
    const outcome = await run({ baud: 'auto', stub: true }, 'user2');
    expect(outcome.said).toBe('written');
    expect(outcome.baud).toBeLessThanOrEqual(baud);
    proven(board.saveFlash(), 'user2');
  });

  it.runIf(LONG)(
    'a flash whose id says nothing: told, and written when its size is said (long run)',
    async () => {
      const { board } = plug({ faults: [{ kind: 'flash-id', jedecId: 0xffffff }] });
      expect(await run({ baud: 'auto', stub: true }, 'user2')).toEqual({ said: 'board-flash-size-unknown' });
      expect(await run({ baud: 'auto', stub: true }, 'user2', MB)).toMatchObject({ said: 'written' });
      proven(board.saveFlash(), 'user2');
    },
  );

  /** Erases and page programs of a write of everything. */
  const cuts = LONG ? [1, 2, 5, 9, 20, 40, 60] : []; // half a minute each; in Node they run always
  it.each(cuts.flatMap(operation => MOMENTS.slice(1).map(moment => ({ operation, moment }))))(
    'power that fails at operation $operation, $moment',
    async ({ operation, moment }) => {
      const { board } = plug({ faults: [{ kind: 'power-cut', operation, moment }] });
      const first = await run({ baud: 921_600, stub: true }, 'user2');
      expect(first.said).toMatch(CLEAR);
      expect(first.said).not.toBe('written');
      await plugged?.unplug();
      const again = plug({}, board.saveFlash());
      expect(await run({ baud: 921_600, stub: true }, 'user2')).toMatchObject({ said: 'written' });
      proven(again.board.saveFlash(), 'user2');
    },
  );

  const points = LONG ? 100 : 1;
  it(`a cable that comes out at ${points} points: said at once, and a second run completes it`, {
    timeout: points * 60_000,
  }, async () => {
    const way = { baud: 921_600, stub: true } as const;
    const whole = plug();
    const sent = countBytes(whole);
    expect(await run(way, 'user2')).toMatchObject({ said: 'written' });
    const all = sent();
    for (let i = 0; i < points; i++) {
      await plugged?.unplug();
      const port = plug();
      const pulled = pullAfter(port, Math.round(((i + 0.5) * all) / points));
      const first = await run(way, 'user2');
      expect(`point ${i}: ${first.said}`).toMatch(/: (?:port-lost|written)$/);
      await pulled;
      const again = plug({}, port.board.saveFlash());
      expect(await run(way, 'user2')).toMatchObject({ said: 'written' });
      proven(again.board.saveFlash(), 'user2');
    }
  });
});

const MOMENTS = ['before', 'middle', 'after'] as const;

/** Codes that have words; a fault of the program has none. */
const CLEAR = /^(?:written|port-lost|loader-[a-z]+|connect-[a-z-]+|flash-[a-z-]+)$/;

const saidBy = (report: LaneReport): string =>
  report.type === 'failed' ? report.finding.code : JSON.stringify(report);

/** Calls back with every write of the browser to the board. */
function onWrite({ board: { serial } }: BoardPort, then: (bytes: number) => void): void {
  const write = serial.write.bind(serial);
  serial.write = bytes => {
    write(bytes);
    then(bytes.length);
  };
}

function countBytes(port: BoardPort): () => number {
  let sum = 0;
  onWrite(port, bytes => {
    sum += bytes;
  });
  return () => sum;
}

/** Pulls the cable when the board was sent so many bytes. */
function pullAfter(port: BoardPort, bytes: number): Promise<void> {
  let left = bytes;
  return new Promise(done => {
    onWrite(port, count => {
      const before = left;
      left -= count;
      if (before > 0 && left <= 0) void port.unplug().then(done);
    });
  });
}
