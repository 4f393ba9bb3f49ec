import { flashOffset } from '../bytes/address.ts';
import type { ChipFacts } from '../device/chip-facts.ts';
import type { FlashContents } from '../device/flash-contents.ts';
import { flashMap } from '../esp8266/flash-map.ts';
import { DEFAULT_SETTINGS, type FlashSettings } from '../esp8266/settings.ts';
import { bySeverity } from '../findings.ts';
import { patchImage } from '../image/patch.ts';
import { guardPlan } from './board-guard.ts';
import type { BoardPlan, BoardPlanRequest, PlannedLoader, PlanStep } from './board-plan.ts';
import { type ChoicePlan, erasesOf, planChoice } from './choice-for-board.ts';
import type { BootWish, FlashPlan, FlashWrite } from './flash-plan.ts';
import { keptRegions } from './plan.ts';
import { readWrite } from './read-write.ts';

/**
 * What will happen to this board, step by step, and what speaks against it. The order:
 * slots that do not run now, the parameter copy that does not count, boot loader, flag, and last what runs now. An
 * interruption before the flag leaves the board as it was; after it, what was written and proven first starts, or is
 * what the boot loader falls back to while the slot that ran has no beginning.
 */
export function planForBoard(request: BoardPlanRequest): BoardPlan {
  const { plan, contents } = request;
  const map = flashMap(plan.map);
  const images = plan.writes.filter(w => w.role !== 'boot-loader' && w.role !== 'boot-choice');
  const hasSlots = map.layout !== 'none' && !images.some(w => w.role === 'plain-head');
  const loader: PlannedLoader = hasSlots ? plannedLoader(request) : {};
  const choice: ChoicePlan = hasSlots
    ? planChoice({ map, loader, wish: request.wish, contents })
    : { before: [], after: [], findings: [] };
  const steps = hasSlots ? slotSteps(images, loader, choice, contents) : plainSteps(images);
  const writes = steps.flatMap(s => (s.kind === 'write' ? [s.write] : []));
  writes.sort((a, b) => a.offset - b.offset);
  const erases = erasesOf(steps, choice.boots);
  return {
    plan: {
      ...{ settings: plan.settings, map: plan.map, writes, erases },
      keeps: keptRegions(map, writes, erases),
      ...(choice.boots && { boots: choice.boots }),
      findings: choice.findings,
    },
    steps,
    ...(request.flashSize !== undefined && { flashSize: request.flashSize }),
    findings: bySeverity([...guardPlan({ ...request, writes, loader, map, hasSlots }), ...choice.findings]),
  };
}

function plannedLoader({ plan, ownLoader, contents }: BoardPlanRequest): PlannedLoader {
  const dropped = plan.writes.find(w => w.role === 'boot-loader');
  if (dropped) return withFacts(dropped);
  if (ownLoader) return withFacts(patchedLoader(ownLoader, plan.settings));
  return contents.loader ? { facts: contents.loader } : {};
}

function withFacts(write: FlashWrite): PlannedLoader {
  const read = readWrite(write);
  const facts = read.ok ? read.value.bootLoader : undefined;
  return { write, ...(facts && { facts }) };
}

/** Our own boot loader with these settings in its header: it takes the places of the slots from there. */
function patchedLoader(bytes: Uint8Array, settings: FlashSettings): FlashWrite {
  const name = 'twinslot-boot.bin';
  const write: FlashWrite = { role: 'boot-loader', offset: flashOffset(0), bytes, name };
  const read = readWrite(write);
  if (!read.ok) throw new RangeError('our own boot loader cannot be read');
  return { ...write, bytes: patchImage(bytes, read.value, { settings }) };
}

function slotSteps(
  images: readonly FlashWrite[],
  loader: PlannedLoader,
  choice: ChoicePlan,
  contents: FlashContents,
): PlanStep[] {
  const running = runningRange(contents);
  const runs = (w: FlashWrite): boolean =>
    running !== undefined && w.offset < running.end && running.start < w.offset + w.bytes.length;
  const write = (w: FlashWrite): PlanStep => ({ kind: 'write', write: w });
  return [
    ...images.filter(w => !runs(w)).map(write),
    ...choice.before,
    ...(loader.write ? [write(loader.write)] : []),
    ...choice.after,
    ...images.filter(runs).map(write),
  ];
}

/** Flash of the image that starts now; the other slot's when the chosen one holds none. */
function runningRange({ boots, slots }: FlashContents): { start: number; end: number } | undefined {
  if (boots?.kind !== 'slot') return undefined;
  const there = slots.filter(s => s.image !== undefined);
  const slot = there.find(s => s.slot === boots.slot) ?? there[0];
  return slot?.image && { start: slot.range.start, end: slot.range.start + slot.image.length };
}

/** Without slots there is nothing to fall back to; the beginning comes last, so that half a program never starts. */
const plainSteps = (images: readonly FlashWrite[]): PlanStep[] =>
  [...images].sort((a, b) => b.offset - a.offset).map(w => ({ kind: 'write', write: w }));

/** Only the choice of the slot: nothing else of the board is touched. */
export function planSlotChoice(contents: FlashContents, chip: ChipFacts, wish: BootWish): BoardPlan {
  const { mode, frequency, map } = contents.settings;
  const settings = {
    ...DEFAULT_SETTINGS,
    ...(mode && { mode }),
    ...(frequency && { frequency }),
    ...(map && { map }),
  };
  const plan: FlashPlan = { settings, map: settings.map, writes: [], erases: [], keeps: [], findings: [] };
  return planForBoard({ plan, wish, contents, chip });
}
