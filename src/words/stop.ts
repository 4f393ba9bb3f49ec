/** What it means to stop a job that changes a board, and the question that Esc asks. */
import type { Slot } from '../core/esp8266/flash-map.ts';
import type { WriteRole } from '../core/plan/flash-plan.ts';
import { listOf } from './format.ts';
import { roleName } from './plan.ts';

export const STOP = {
  ask: 'Stop writing?',
  askOther: 'Stop now?',
  yes: 'Stop now',
  no: 'Go on',
  later: '“Continue” goes on where it was.',
} as const;

interface Outlook {
  readonly incomplete: readonly WriteRole[];
  readonly bootable: readonly Slot[];
  readonly changed: boolean;
}

/** `user1 is incomplete; user2 can still boot.`: what a board is left with when its write stops now. */
export function stopOutlookWords({ incomplete, bootable, changed }: Outlook): string {
  if (!changed) return 'Nothing on the board has changed yet.';
  const what =
    incomplete.length === 0
      ? 'No part is half written'
      : `${listOf(incomplete.map(roleName))} ${incomplete.length === 1 ? 'is' : 'are'} incomplete`;
  const boots =
    bootable.length === 0
      ? 'nothing can boot until you continue'
      : `${listOf(bootable)} can ${incomplete.length > 0 ? 'still ' : ''}boot`;
  return `${what}; ${boots}.`;
}
