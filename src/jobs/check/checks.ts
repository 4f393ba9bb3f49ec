import { flashOffset } from '../../core/bytes/address.ts';
import type { CheckFacts, CheckName, SkipReason } from '../../core/device/board-check.ts';
import type { FlashReport } from '../../core/device/flash-event.ts';
import { SECTOR, SLOTS, type Slot } from '../../core/esp8266/flash-map.ts';
import { BASE_BAUD } from '../../core/loader/bauds.ts';
import { RESET_STRATEGIES } from '../../core/loader/resets.ts';
import type { FlashPlan, FlashWrite } from '../../core/plan/flash-plan.ts';
import { planSlotChoice } from '../../core/plan/for-board.ts';
import { Problem } from '../../core/problem.ts';
import { beginReadBack, readBack } from '../flash/read-back.ts';
import { runFlash } from '../flash/run-flash.ts';
import { type CheckBench, CheckMiss } from './check-bench.ts';
import { slotThatStarts } from './slot-that-starts.ts';
import { writeAndPull } from './write-and-pull.ts';

/** One check: what it needs, and what it does to find out. Throws Problem or CheckMiss when the board does not pass. */
export interface BoardCheck<Name extends CheckName> {
  /** Checks that have to have passed. */
  readonly after: readonly CheckName[];
  /** What makes it senseless at this board. */
  skip?(bench: CheckBench): SkipReason | undefined;
  run(bench: CheckBench): Promise<CheckFacts[Name]>;
}

const RATES = [115_200, 230_400, 460_800, 921_600] as const;
/** Read back at most. */
const READ = 16 * SECTOR;
/** The slot whose image is changed: the other one starts meanwhile. */
const CHANGED: Slot = 'user2';

const byHand = (bench: CheckBench): SkipReason | undefined => (bench.reset ? undefined : 'no-auto-reset');
const byRom = ({ session }: CheckBench): SkipReason | undefined =>
  session.limits.stubCommands ? undefined : 'needs-stub';

const writeFacts = ({ writes, baud }: FlashReport): CheckFacts['write'] => ({
  bytes: writes.reduce((sum, { length }) => sum + length, 0),
  sent: writes.reduce((sum, { sent }) => sum + sent, 0),
  baud,
});

/** The same programs but for the last byte of one. */
const withOneByteChanged = (plan: FlashPlan): FlashPlan => ({
  ...plan,
  writes: plan.writes.map(write => {
    if (write.role !== CHANGED) return write;
    const bytes = write.bytes.slice();
    const last = bytes.length - 1;
    bytes[last] = (bytes[last] ?? 0) ^ 0xff;
    return { ...write, bytes };
  }),
});

const boots = <Name extends Slot>(slot: Name): BoardCheck<`boots-${Name}`> => ({
  after: ['write'],
  run: async bench => {
    const chosen = planSlotChoice(await bench.look(), bench.session.chip, slot);
    await runFlash(bench.session, chosen, bench.options);
    const { found, line } = await slotThatStarts(bench);
    await bench.connect();
    if (found !== slot) throw new CheckMiss({ kind: 'other-slot', expected: slot, ...(found && { found }) });
    return { line } as CheckFacts[`boots-${Name}`];
  },
});

/** A write after which nothing more than this was sent. */
async function atMost(bench: CheckBench, plan: FlashPlan, expected: number): Promise<CheckFacts['write']> {
  const facts = writeFacts(await bench.writeAsIs(plan, 'user1'));
  if (facts.sent > expected) throw new CheckMiss({ kind: 'sent-too-much', sent: facts.sent, expected });
  return facts;
}

export const BOARD_CHECKS: { readonly [Name in CheckName]: BoardCheck<Name> } = {
  identify: {
    after: [],
    run: async bench => {
      await bench.letRun();
      const { chip, kind, baud, memory } = await bench.connect();
      return { chip, loader: kind, baud, ...(memory.reset && { reset: memory.reset }) };
    },
  },
  look: {
    after: ['identify'],
    run: async bench => {
      const { blank, loader, boots: choice } = await bench.look();
      return {
        ...{ blank },
        ...(loader && { loader: loader.version }),
        ...(choice?.kind === 'slot' && { boots: choice.slot }),
      };
    },
  },
  rates: {
    after: ['identify'],
    skip: bench => byHand(bench) ?? byRom(bench),
    run: async bench => {
      const { reset } = bench.session.memory;
      const rates: { asked: number; got: number; ms: number }[] = [];
      for (const asked of RATES) {
        await bench.letRun();
        const from = bench.world.clock.now();
        const { baud } = await bench.connect({ baud: asked, remembered: { ...(reset && { reset }) } });
        rates.push({ asked, got: baud, ms: Math.round(bench.world.clock.now() - from) });
      }
      await bench.connect();
      if (!rates.some(({ asked, got }) => asked === got)) throw new CheckMiss({ kind: 'no-rate' });
      return { rates };
    },
  },
  write: {
    after: ['look'],
    run: async bench => writeFacts(await bench.write(bench.world.plan, 'user1')),
  },
  unchanged: {
    after: ['write'],
    skip: byRom,
    run: bench => atMost(bench, bench.world.plan, 0),
  },
  'one-sector': {
    after: ['write'],
    skip: byRom,
    run: async bench => {
      // What can start loses its first sector while another one changes.
      const facts = await atMost(bench, withOneByteChanged(bench.world.plan), 2 * SECTOR);
      await bench.write(bench.world.plan, 'user1');
      return facts;
    },
  },
  'read-back': {
    after: ['write'],
    skip: byRom,
    run: async bench => {
      const image = bench.world.plan.writes.find(isImage);
      if (!image) return { bytes: 0 };
      const length = Math.min(READ, image.bytes.length);
      const reading = beginReadBack({ offset: flashOffset(image.offset), length });
      const bytes = await readBack(bench.session, reading, bench.options);
      const at = bytes.findIndex((byte, i) => byte !== image.bytes[i]);
      if (at >= 0) throw new CheckMiss({ kind: 'bytes-differ', offset: image.offset + at });
      return { bytes: length };
    },
  },
  'boots-user2': boots('user2'),
  'boots-user1': boots('user1'),
  unplug: {
    after: ['write'],
    skip: byRom,
    run: async bench => writeFacts(await writeAndPull(bench, withOneByteChanged(bench.world.plan))),
  },
  resets: {
    after: ['identify'],
    skip: byHand,
    run: async bench => {
      const works: string[] = [];
      const fails: string[] = [];
      for (const strategy of RESET_STRATEGIES) {
        await bench.letRun();
        // Nobody presses buttons here, and nothing but the lines may have done it.
        const only = { strategies: [strategy], remembered: {}, assistMs: 0, baud: BASE_BAUD };
        const name = await bench.connect(only).then(() => strategy.name, notReached);
        (name ? works : fails).push(strategy.name);
      }
      if (works.length === 0) throw new CheckMiss({ kind: 'no-reset' });
      await bench.connect({ remembered: { reset: works[0] ?? '' } });
      return { works, fails };
    },
  },
};

const isImage = ({ role }: FlashWrite): boolean => SLOTS.some(slot => slot === role);

/** A loader that was not reached is an answer; a cable that came out is not. */
function notReached(error: unknown): undefined {
  if (!(error instanceof Problem) || error.finding.code === 'port-lost') throw error;
}
