import type { BoardFacts, LessonSnapshot, SlotFile, UpdateFacts } from '../../core/lesson/check.ts';
import { identityIn } from '../../core/ota/identity.ts';
import { isOver, type UpdateReport } from '../../core/ota/update.ts';
import type { Output } from '../../core/workspace/workspace.ts';
import type { Running } from '../companion/running.ts';
import type { LaneView } from '../lanes/lane-view.ts';
import type { Shown } from '../state.ts';

/** Parts of the page's state that lessons look at. */
export interface SnapshotParts {
  readonly shown: Shown | undefined;
  readonly lanes: readonly LaneView[];
  /** Names of files and images whose inside is unfolded. */
  readonly inspected: readonly string[];
  readonly running: Pick<Running, 'state' | 'boot'> & {
    readonly companion: { readonly view: Pick<Running['companion']['view'], 'build' | 'update'> };
  };
}

/** What the page knows now, as the checks of lessons take it. */
export function snapshotOf({ shown, lanes, inspected, running }: SnapshotParts): LessonSnapshot {
  const { state, boot, companion } = running;
  const { build, update } = companion.view;
  return {
    files: shown?.workspace.outputs.flatMap(slotFile) ?? [],
    inspected,
    boards: lanes.map(boardFacts),
    ...(state.kind === 'running' && {
      running: {
        ...{ slot: state.claim.slot, line: state.claim.line },
        ...(build !== undefined && { build }),
      },
    }),
    afterPowerOn: boot?.reset?.cause === 'power-on',
    ...(update && { update: updateFacts(update, build) }),
  };
}

function slotFile({ role, from, built }: Output): readonly SlotFile[] {
  const bytes = built.files[0]?.bytes;
  if ((role !== 'user1' && role !== 'user2') || !bytes) return [];
  const build = buildOf(bytes);
  return [{ name: from, slot: role, ...(build !== undefined && { build }) }];
}

/** Images are searched once: state changes often while a board is at work. */
const builds = new WeakMap<Uint8Array, { readonly build?: number }>();

function buildOf(bytes: Uint8Array): number | undefined {
  const known = builds.get(bytes);
  if (known) return known.build;
  const build = identityIn(bytes)?.build;
  builds.set(bytes, build === undefined ? {} : { build });
  return build;
}

const boardFacts = ({ port, phase, chip, report }: LaneView): BoardFacts => ({
  virtual: port.identity.virtual === true,
  connected: chip !== undefined && phase !== 'closed' && phase !== 'unplugged' && phase !== 'fault',
  verified: report?.writes.flatMap(({ role }) => (role === 'user1' || role === 'user2' ? [role] : [])) ?? [],
});

/** Ends of an update that a loss of power has: the device was gone while it asked, erased or received. */
const BROKEN: readonly string[] = [
  'ota-broken-off',
  'ota-restarted-early',
  'ota-never-came-back',
  // Within the first bytes, where nobody can tell it from a refusal.
  'ota-ended-early',
];

function updateFacts(update: UpdateReport, build: number | undefined): UpdateFacts {
  const { stage, slot, proof, why } = update;
  const outcome = !isOver(update)
    ? 'under-way'
    : stage === 'done'
      ? 'done'
      : why && BROKEN.includes(why.code)
        ? 'broken'
        : 'failed';
  const found = proof?.by === 'page' ? proof.build : build;
  return {
    outcome,
    ...(slot && { slot }),
    ...(found !== undefined && { build: found }),
    ...(proof?.by === 'serial' && { line: proof.line }),
  };
}
