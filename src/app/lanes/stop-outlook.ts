import { SECTOR, SLOTS, type Slot } from '../../core/esp8266/flash-map.ts';
import type { FlashWrite, WriteRole } from '../../core/plan/flash-plan.ts';
import { type LaneView, SECTOR_STATES } from './lane-view.ts';

/** What a board is left with when the write that runs stops now. */
export interface StopOutlook {
  /** Begun and not yet proven. */
  readonly incomplete: readonly WriteRole[];
  /** Slots that hold a whole program, with a boot loader in front of them. */
  readonly bootable: readonly Slot[];
  /** Something was sent. */
  readonly changed: boolean;
}

type Progress = 'untouched' | 'under-way' | 'whole';

/** By the plan, what the board held before, and what has become of each sector since. */
export function stopOutlook({ boardPlan, contents, sectors }: LaneView): StopOutlook {
  const writes = boardPlan?.plan.writes ?? [];
  const progress = new Map(writes.map(write => [write.role, progressOf(write, sectors?.states)]));
  const held = (slot: Slot): boolean =>
    contents?.slots.some(s => s.slot === slot && s.image && s.findings.every(f => f.severity !== 'error')) ??
    false;
  const whole = (role: WriteRole, before: boolean): boolean => {
    const now = progress.get(role) ?? 'untouched';
    return now === 'untouched' ? before : now === 'whole';
  };
  const loader = whole('boot-loader', contents?.blank === false);
  return {
    incomplete: writes.map(({ role }) => role).filter(role => progress.get(role) === 'under-way'),
    bootable: SLOTS.filter(slot => loader && whole(slot, held(slot))),
    changed: [...progress.values()].some(each => each !== 'untouched'),
  };
}

const PROVEN: readonly (typeof SECTOR_STATES)[number][] = ['same', 'verified'];
const UNSENT: readonly (typeof SECTOR_STATES)[number][] = ['untouched', 'same'];

function progressOf({ offset, bytes }: FlashWrite, states: Uint8Array | undefined): Progress {
  const start = Math.floor(offset / SECTOR);
  const count = Math.ceil(bytes.length / SECTOR);
  const own = Array.from({ length: count }, (_, i) => SECTOR_STATES[states?.[start + i] ?? 0] ?? 'untouched');
  if (own.every(state => PROVEN.includes(state))) return 'whole';
  return own.every(state => UNSENT.includes(state)) ? 'untouched' : 'under-way';
}
