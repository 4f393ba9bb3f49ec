/** The one sentence before a write: what will be written, what starts then, and what stays. */
import type { FlashContents } from '../core/device/flash-contents.ts';
import type { BoardPlan } from '../core/plan/board-plan.ts';
import { listOf } from './format.ts';
import { roleName } from './plan.ts';

const SLOTS: readonly string[] = ['user1', 'user2'];

/** `Writes the boot loader and user1, so that user1 starts; user2, RF calibration and init data stay as they are.` */
export function boardSentence({ plan }: BoardPlan, contents: FlashContents | undefined): string {
  const { writes, erases, keeps, boots } = plan;
  const roles = writes.map(({ role }) => role);
  const names = [
    ...(roles.includes('boot-loader') ? ['the boot loader'] : []),
    ...roles.filter(role => SLOTS.includes(role)),
    ...(roles.some(role => role.startsWith('plain-')) ? ['the program'] : []),
  ];
  const toSlots = roles.some(role => SLOTS.includes(role));
  const starts = boots
    ? `, so that ${boots} starts`
    : toSlots
      ? '; the slot that the board has stored starts'
      : '';
  // Where nothing was ever stored, nothing can be lost.
  const stored = !(contents?.blank || contents?.parameters?.blank);
  const lost =
    stored && erases.length > 0 ? ', and erases the parameters: stored Wi-Fi settings are lost' : '';
  const wifi =
    stored && erases.length === 0 && roles.includes('boot-choice') ? ['the stored Wi-Fi settings'] : [];
  const kept = [...keeps.map(({ role }) => roleName(role)), ...wifi];
  const stay = kept.length === 1 ? 'stays as it is' : 'stay as they are';
  return `Writes ${listOf(names)}${starts}${lost}${kept.length > 0 ? `; ${listOf(kept)} ${stay}` : ''}.`;
}
