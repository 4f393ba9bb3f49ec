import { flashMap } from '../esp8266/flash-map.ts';
import type { FlashPlan } from './flash-plan.ts';

/** Why a plan cannot be saved as one file. */
export type MergeBlock = 'no-boot-loader' | 'nothing-to-write';

/** Whether the whole flash can be saved as one file: everything that has to be on it must be in the plan. */
export function mergeBlock(plan: FlashPlan): MergeBlock | undefined {
  if (plan.writes.length === 0) return 'nothing-to-write';
  const plain = plan.writes.some(w => w.role === 'plain-head');
  if (!plain && !plan.writes.some(w => w.role === 'boot-loader')) return 'no-boot-loader';
  return undefined;
}

/**
 * The whole flash as one file of the map's size. What the plan does not write reads FF, as erased flash does, so
 * stored Wi-Fi settings and RF calibration are gone from a board that it is written to.
 */
export function mergeFlash(plan: FlashPlan): Uint8Array {
  const flash = new Uint8Array(flashMap(plan.map).size).fill(0xff);
  for (const write of plan.writes) flash.set(write.bytes, write.offset);
  return flash;
}
