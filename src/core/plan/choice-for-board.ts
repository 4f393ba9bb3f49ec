import { isFilledWith } from '../bytes/text.ts';
import type { FlashContents } from '../device/flash-contents.ts';
import { type BootChoice, bootBytesFor, bootChoice } from '../esp8266/boot-bytes.ts';
import { readsParameters } from '../esp8266/boot-loaders.ts';
import { type FlashMap, SECTOR, type Slot, systemSectors } from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';
import type { PlannedLoader, PlanStep } from './board-plan.ts';
import type { BootWish, FlashErase, FlashWrite } from './flash-plan.ts';
import { otherCopy, planLoaderChange } from './loader-change.ts';

/** The parameters of a board, where the planned map has them too. */
export type Parameters = NonNullable<FlashContents['parameters']>;

export interface ChoiceRequest {
  readonly map: FlashMap;
  /** What will be at 0. */
  readonly loader: PlannedLoader;
  readonly wish: BootWish;
  readonly contents: FlashContents;
}

/** How a board comes to start the wanted slot, with the least that has to be written. */
export interface ChoicePlan {
  /** Changes nothing yet: the old boot loader does not look there. */
  readonly before: readonly PlanStep[];
  /** Makes it count, once the new boot loader is there. */
  readonly after: readonly PlanStep[];
  /** The slot that starts; undefined when what the board does now cannot be told. */
  readonly boots?: Slot;
  readonly findings: readonly Finding[];
}

/**
 * Plans the slot choice as the SDK's own loader makes it: the copy that does not count is written, then the flag
 * that makes it count. Between any two of them, and while a sector is erased, one whole copy is there: an erased
 * flag means copy B, and it is erased only when copy B is right whichever way it goes.
 */
export function planChoice(request: ChoiceRequest): ChoicePlan {
  const { map, loader, wish, contents } = request;
  const before = contents.boots?.kind === 'slot' ? contents.boots.slot : undefined;
  const { facts } = loader;
  if (facts && !readsParameters(facts, map)) {
    const lost = wish === 'keep' && before === 'user2';
    return { ...nothing('user1'), findings: lost ? [finding('board-choice-lost', { slot: before })] : [] };
  }
  const parameters = parametersAt(map, contents);
  const wanted = wish === 'keep' ? before : wish;
  if (!parameters) return erasedChoice(request, wanted ?? 'user1');
  if (wish === 'keep' && contents.map === map.name) return keptChoice(request, parameters, before);
  const now = bootChoice(parameters.copy, facts);
  // Boot bytes that start no slot (test image, enhanced mode) mean something to somebody.
  if (wanted === undefined) return nothing(undefined);
  if (isChosen(now, wanted)) return nothing(wanted);
  const version = facts?.bootByteVersion;
  if (version === undefined) return withoutVersion(wanted, now);
  const bytes = bootBytesFor(wanted, version);
  if (parameters.blank) return { ...nothing(wanted), before: [writeCopyB(map, bytes)] };
  const [copy, flag] = otherCopy(parameters, map, bytes);
  return { before: [writeStep(copy)], after: [writeStep(flag)], boots: wanted, findings: [] };
}

/** Nobody wished anything: only another boot loader can make it necessary to write the choice anew. */
function keptChoice(
  { map, loader, contents }: ChoiceRequest,
  parameters: Parameters,
  before: Slot | undefined,
): ChoicePlan {
  if (!loader.write || !loader.facts) return nothing(before);
  const { bytes, name } = loader.write;
  const now = {
    map,
    sector0: contents.head,
    ...parameters,
    ...(contents.loader && { loader: contents.loader }),
  };
  const change = planLoaderChange(now, { map, facts: loader.facts, bytes, name });
  if (change.kind !== 'write') return nothing(before);
  const at = change.writes.findIndex(w => w.role === 'boot-loader');
  return {
    ...nothing(change.after?.kind === 'slot' ? change.after.slot : undefined),
    before: change.writes.slice(0, at).map(writeStep),
    after: change.writes.slice(at + 1).map(writeStep),
  };
}

/** The erases of a choice, for the picture of the plan. */
export function erasesOf(steps: readonly PlanStep[], boots: Slot | undefined): FlashErase[] {
  const reason = boots === 'user2' ? 'start-user2' : 'start-user1';
  return steps.flatMap(s => (s.kind === 'erase' ? [{ offset: s.offset, length: s.length, reason }] : []));
}

const nothing = (boots: Slot | undefined): ChoicePlan => ({
  ...{ before: [], after: [], findings: [] },
  ...(boots && { boots }),
});

const writeStep = (write: FlashWrite): PlanStep => ({ kind: 'write', write });

const writeCopyB = (map: FlashMap, bytes: Uint8Array): PlanStep =>
  writeStep({
    role: 'boot-choice',
    offset: systemSectors(map).parametersB,
    bytes,
    name: 'boot-choice.bin',
  });

/** Undefined when the board has another map now, and its parameters lie elsewhere. */
function parametersAt(map: FlashMap, { parameters }: FlashContents): Parameters | undefined {
  return parameters?.offset === systemSectors(map).parametersA ? parameters : undefined;
}

/**
 * A slot that starts only because the other one failed once is chosen anew: the note of the failure belongs to an
 * image that may be gone.
 */
const isChosen = (now: BootChoice | undefined, wanted: Slot): boolean =>
  now?.kind === 'slot' && now.slot === wanted && (now.because === 'chosen' || now.because === 'blank');

function withoutVersion(wanted: Slot, now: BootChoice | undefined): ChoicePlan {
  const boots = now?.kind === 'slot' ? now.slot : undefined;
  return { ...nothing(boots), findings: [finding('boot-choice-needs-loader', { slot: wanted })] };
}

/** Nothing that is known lies where this map has its parameters: the three sectors are erased, and user1 starts. */
function erasedChoice({ map, loader, contents }: ChoiceRequest, wanted: Slot): ChoicePlan {
  const erase: PlanStep = { kind: 'erase', offset: systemSectors(map).parametersA, length: 3 * SECTOR };
  const old = contents.parameters;
  const lost = old !== undefined && !isFilledWith(old.copy.subarray(8), 0xff);
  const findings = lost ? [finding('board-wifi-lost', {})] : [];
  if (wanted === 'user1') return { before: [erase], after: [], boots: 'user1', findings };
  const version = loader.facts?.bootByteVersion;
  if (version === undefined) {
    const needed = finding('boot-choice-needs-loader', { slot: wanted });
    return { before: [erase], after: [], findings: [...findings, needed] };
  }
  // The flag sector stays erased: anything but 0 there makes copy B the one that counts.
  const write = writeCopyB(map, bootBytesFor(wanted, version));
  return { before: [erase, write], after: [], boots: wanted, findings };
}
