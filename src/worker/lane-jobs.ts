import { flashOffset } from '../core/bytes/address.ts';
import { hexOf } from '../core/bytes/hex.ts';
import { md5 } from '../core/bytes/md5.ts';
import type { FlashContents } from '../core/device/flash-contents.ts';
import type { StubImage } from '../core/loader/stub-image.ts';
import { planSlotChoice } from '../core/plan/for-board.ts';
import { eraseRange } from '../jobs/flash/erase.ts';
import { look } from '../jobs/flash/look.ts';
import { beginReadBack, type ReadBack, readBack } from '../jobs/flash/read-back.ts';
import { runFlash } from '../jobs/flash/run-flash.ts';
import type { FlashOptions } from '../jobs/flash/work.ts';
import { connect } from '../jobs/loader/connect.ts';
import type { LoaderSession } from '../jobs/loader/session.ts';
import type { Clock, Deflate, SerialLink } from '../jobs/ports.ts';
import type { LaneJobs, Region, Work } from './lane.ts';
import { watchBoard } from './lane-watch.ts';

/** What the jobs need besides a connection. */
export interface JobTools {
  readonly link: SerialLink;
  readonly clock: Clock;
  readonly deflate: Deflate;
  /** The flasher stub, from where the page came from. */
  loadStub(): Promise<StubImage>;
}

/** The jobs of a lane over its link. */
export function laneJobs(tools: JobTools): LaneJobs {
  const { clock, deflate, loadStub } = tools;
  const options = ({ tell, signal }: Work): FlashOptions => ({ clock, deflate, signal, onEvent: tell });
  // A reading that broke off; asked for again on the same board, it goes on.
  let broken: { readonly reading: ReadBack; readonly mac: string | undefined } | undefined;
  const readingOf = ({ session }: Work, region: Region): ReadBack => {
    const { mac } = session.chip;
    const stretch = stretchOf(region);
    const { reading } = broken ?? {};
    const same = reading?.stretch.offset === stretch.offset && reading.stretch.length === stretch.length;
    if (reading && same && broken?.mac === mac && mac !== undefined) return reading;
    const fresh = beginReadBack(stretch);
    broken = { reading: fresh, mac };
    return fresh;
  };
  return {
    connect: async ({ baud, stub, remembered }, tell, signal) =>
      connect(tools, {
        ...{ baud, signal, onEvent: tell },
        ...(stub && { stub: await loadStub() }),
        ...(remembered && { remembered }),
      }),
    look,
    write: (work, plan) => runFlash(work.session, plan, options(work)),
    chooseSlot: (work, wish) =>
      runFlash(work.session, planSlotChoice(work.contents, work.session.chip, wish), options(work)),
    read: async (work, region) => {
      const bytes = await readBack(work.session, readingOf(work, region), options(work));
      broken = undefined;
      return { bytes, md5: hexOf(md5(bytes)) };
    },
    erase: (work, region) => eraseRange(work.session, stretchOf(region), options(work)),
    watch: (order, ear, signal) => watchBoard(tools, order, ear, signal),
    check: async (work, { wanted, stub, plan, ownLoader }, ears) => {
      const { runChecks } = await import('../jobs/check/run-checks.ts');
      const world = {
        ...{ link: tools.link, clock, deflate, plan, tell: work.tell, news: ears.news },
        ...(stub && { stub: await loadStub() }),
        ...(ownLoader && { ownLoader }),
      };
      let { session } = work;
      const adopt = (next: LoaderSession, contents: FlashContents): void => {
        session = next;
        ears.adopt(next, contents);
      };
      await runChecks({ ...world, adopt }, session, { wanted, ...{ signal: work.signal, ...ears } });
      return session;
    },
  };
}

const stretchOf = ({ offset, length }: Region) => ({ offset: flashOffset(offset), length });
