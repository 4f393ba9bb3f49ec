import { deflateSync } from 'node:zlib';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import { COST_TABLE } from '../../src/board/costs.ts';
import type { LinkMemory } from '../../src/core/device/link-memory.ts';
import { LOADER_LIMITS } from '../../src/core/loader/limits.ts';
import type { FlashPlan } from '../../src/core/plan/flash-plan.ts';
import { planForBoard } from '../../src/core/plan/for-board.ts';
import { STUB_COST, STUB_WINDOW } from '../../src/core/transfer/stub-time.ts';
import { look } from '../../src/jobs/flash/look.ts';
import { runFlash } from '../../src/jobs/flash/run-flash.ts';
import { connect } from '../../src/jobs/loader/connect.ts';
import type { LoaderSession } from '../../src/jobs/loader/session.ts';
import { OWN_LOADER, planOf } from '../support/flash-plans.ts';
import { createJobBoard, type JobBoard } from '../support/job-board.ts';
import { stubImage } from '../support/stub-image.ts';
import { firmwareLike } from './firmware-like.ts';
import { besideEsptool } from './flash-beside.ts';
import { DataProbe } from './flash-probe.ts';
import type { Part, Row } from './measure.ts';

/** Bytes of the image whose figures for esptool-js are known (peers.md, section 4). */
const IMAGE = 396_900;
const SECTOR = 0x1000;
const BAUDS = [115200, 460800, 921600] as const;
/** % over the larger of line and flash time. */
const FLASH_TOO = 5;
/** % over the line limit, flash time zero. */
const TRANSFER: Readonly<Record<number, number>> = { 115200: 2, 460800: 3, 921600: 4 };

const row = (name: string, figure: number, unit: string, atMost?: number): Row => ({
  ...{ part: 'flash', case: name, figure, unit },
  ...(atMost !== undefined && { goal: { atMost } }),
});

/** A user1 image of just that length, made of firmware-like code. */
export const imagePlan = (): FlashPlan => {
  const rest = planOf('1MB', ['user1'], { iromLength: 16 }).writes[0]?.bytes.length ?? 0;
  return planOf('1MB', ['user1'], { iromLength: firmwareLike(IMAGE - rest + 16) });
};

const boardWith = (flashTimeScale: number, flash?: Uint8Array): JobBoard =>
  createJobBoard(
    boardConfig('nodemcu', { flash: flashOfSize(0x100000), bridge: 'ft232r', costs: { flashTimeScale } }),
    flash ? { flash } : {},
  );

const join = (bench: JobBoard, baud: number, remembered: LinkMemory = {}): Promise<LoaderSession> =>
  bench.run(connect(bench, { baud, stub: stubImage(), remembered }));

/** ms from a question to its answer besides their bytes: USB and bridge, twice. */
async function turnOf(bench: JobBoard, session: LoaderSession): Promise<number> {
  const [from, wire] = [bench.now, session.wire];
  await bench.run(session.readRegister(0x60000078));
  return bench.now - from - ((session.wire - wire) * 10_000) / session.baud;
}

async function write(bench: JobBoard, session: LoaderSession, plan: FlashPlan) {
  const contents = await bench.run(look(session));
  const request = { plan, wish: 'user1', contents, chip: session.chip, ownLoader: OWN_LOADER } as const;
  const options = { clock: bench.clock, deflate: bench.deflate };
  return bench.run(runFlash(session, planForBoard(request), options));
}

/**
 * ms on the wire and between the packets. The stub has two buffers, but takes nothing while it sums a packet, 1.4 ms for
 * 16 KB: what follows at once is lost (tried on the virtual board, with the real stub). So each packet is awaited; the
 * FLASH_BEGIN of the first sector costs a turn more.
 */
const turnsOf = (meter: Pick<DataProbe, 'bytes' | 'packets'>, turn: number, baud: number): number =>
  (meter.bytes * 10_000) / baud + meter.bytes * STUB_COST.sumByte + (meter.packets + 1) * turn;

/**
 * ms that the transfer takes at least when the slot is written upwards and its first sector last; where that is above
 * the goal, no way to cut the stream reaches it:
 * - each packet waits for the answer to the one before it, see `turnsOf`, and there cannot be fewer than full ones;
 * - the FLASH_BEGIN of the first sector waits until the last window, up to 32 KB, is programmed;
 * - on a full flash the 14 sectors up to the first whole block are erased one by one, the first before a packet comes,
 *   and the stub bears one packet meanwhile: they take longer than their bytes and that packet on the wire.
 */
function boundOf(
  meter: DataProbe,
  turn: number,
  what: { baud: number; image: Uint8Array; packed: number; full: boolean },
): number {
  const { baud, image, packed, full } = what;
  const rest = image.length - SECTOR;
  const share = packed / image.length;
  const ms = (bytes: number): number => (bytes * 10_000) / baud;
  const lastWindow = (((rest - 1) % STUB_WINDOW) + 1) * (STUB_COST.programSector / SECTOR);
  const [front, block] = [14 * SECTOR * share, LOADER_LIMITS.stub.flashBlock];
  const erase = COST_TABLE.flashEraseSector.value / 1e6;
  const single = 13 * erase + 14 * STUB_COST.programSector - ms(front + block);
  // The packets that the stub makes wait need no turn more.
  const packets = full && single > 0 ? (rest * share - front - block) / block : (rest * share) / block;
  const turns = turnsOf({ bytes: meter.bytes, packets: Math.ceil(packets) + 1 }, turn, baud);
  return turns + lastWindow + (full ? Math.max(0, single) : 0);
}

async function* transfers(plan: FlashPlan): AsyncGenerator<Row> {
  const image = plan.writes.find(w => w.role === 'user1')?.bytes ?? new Uint8Array(0);
  const packed = deflateSync(image).length;
  for (const baud of BAUDS) {
    const limit = (packed * 10_000) / baud;
    const bench = boardWith(0);
    const session = await join(bench, baud);
    const turn = await turnOf(bench, session);
    const probe = new DataProbe(bench.board, image.length);
    const wireBefore = session.wire;
    await write(bench, session, plan);
    const over = 100 * (probe.milliseconds / limit - 1);
    yield row(`${baud}: transfer over the line limit, flash time zero`, over, '%', TRANSFER[baud]);
    const least = turnsOf(probe, turn, baud);
    yield row(`${baud}: of that, by calculation, frames, sums and turns`, 100 * (least / limit - 1), '%');
    yield row(`${baud}: bytes on the wire for a blank board`, session.wire - wireBefore, 'bytes');
    for (const [name, flash] of [
      ['blank', undefined],
      ['full', new Uint8Array(0x100000).fill(0x5a)],
    ] as const) {
      const real = boardWith(1, flash);
      const joined = await join(real, baud);
      const meter = new DataProbe(real.board, image.length);
      const from = real.now;
      await write(real, joined, plan);
      yield row(`${baud}: data-sheet flash, ${name}: look, write and prove, in all`, real.now - from, 'ms');
      const larger = Math.max(limit, meter.flashMilliseconds);
      const above = 100 * (meter.milliseconds / larger - 1);
      yield row(`${baud}: data-sheet flash, ${name}: over line or flash, the larger`, above, '%', FLASH_TOO);
      const least = boundOf(meter, turn, { baud, image, packed, full: flash !== undefined });
      if (above > FLASH_TOO)
        yield row(`${baud}: … ${name}: calculated least of any cut`, 100 * (least / larger - 1), '%');
      yield row(`${baud}: … ${name}: flash busy meanwhile`, meter.flashMilliseconds, 'ms');
    }
  }
}

/** From a reset, with what was learnt of the link: the ROM is called at the rate that is known to work. */
async function* again(plan: FlashPlan, baud: number): AsyncGenerator<Row> {
  const bench = boardWith(1);
  const session = await join(bench, baud);
  await write(bench, session, plan);
  const { memory } = session;
  await bench.run(session.run());
  await bench.link.close();
  await bench.run(bench.clock.sleep(500));
  const from = bench.now;
  await write(bench, await join(bench, baud, memory), plan);
  const goal = baud === 921600 ? 900 : undefined;
  yield row(`${baud}: from reset, rate remembered, unchanged`, bench.now - from, 'ms', goal);
}

async function* visits(plan: FlashPlan): AsyncGenerator<Row> {
  for (const baud of BAUDS) {
    const bench = boardWith(1);
    const session = await join(bench, baud);
    await write(bench, session, plan);
    let from = bench.now;
    await bench.run(look(session));
    yield row(
      `${baud}: what the flash holds, board in use`,
      bench.now - from,
      'ms',
      baud > 115200 ? 1000 : undefined,
    );
    from = bench.now;
    const wire = session.wire;
    await write(bench, session, plan);
    const fast = baud === 921600;
    yield row(`${baud}: again, unchanged, stub running`, bench.now - from, 'ms', fast ? 700 : undefined);
    yield row(`${baud}: bytes on the wire, again unchanged`, session.wire - wire, 'bytes');
    const spoiled = bench.board.saveFlash();
    spoiled[0x21234] = (spoiled[0x21234] ?? 0) ^ 0xff;
    const unchanged = bench.now - from;
    bench.board.loadFlash(spoiled);
    from = bench.now;
    await write(bench, session, plan);
    const more = bench.now - from - unchanged;
    yield row(`${baud}: one changed sector, on top of that`, more, 'ms', fast ? 1000 : undefined);
    session.detach();
    await bench.link.close();
    from = bench.now;
    await write(bench, await join(bench, baud), plan);
    yield row(`${baud}: connect and again, unchanged`, bench.now - from, 'ms', fast ? 2000 : undefined);
    yield* again(plan, baud);
  }
  const bench = boardWith(1);
  let identified = 0;
  const onEvent = (event: { readonly type: string }): void => {
    if (event.type === 'chip') identified = bench.now;
  };
  await bench.run(connect(bench, { baud: 921600, stub: stubImage(), onEvent }));
  yield row('connect: chip, MAC, crystal, flash id', identified, 'ms', 600);
}

export const flash: Part = {
  name: 'flash',
  what: 'connecting, writing and proving, beside esptool-js',
  async *run() {
    const plan = imagePlan();
    yield* transfers(plan);
    yield* visits(plan);
    if (process.env.TWINSLOT_QUICK === undefined) yield* besideEsptool(plan, BAUDS);
  },
};
