import type { LaneView } from '../app/lanes/lane-view.ts';

/**
 * Which of the boards has the page's one primary button: writing to all that are ready, the next step of one, or
 * connecting to one; none while the only ones are at work or run their program.
 */
export type PrimaryLane =
  | { readonly kind: 'all' }
  | { readonly kind: 'flash' | 'connect'; readonly id: string };

export const isReady = (lane: LaneView): boolean =>
  lane.phase === 'connected' && lane.readiness === 'ready' && !lane.resume && !lane.done;

export function primaryLane(lanes: readonly LaneView[]): PrimaryLane | undefined {
  if (lanes.filter(isReady).length > 1) return { kind: 'all' };
  const flash =
    lanes.find(({ resume }) => resume === 'offered') ??
    lanes.find(isReady) ??
    lanes.find(({ phase }) => phase === 'connected');
  if (flash) return { kind: 'flash', id: flash.id };
  const idle = lanes.find(({ phase }) => phase === 'closed' || phase === 'taken');
  const busy = lanes.some(
    ({ phase }) => phase === 'connecting' || phase === 'working' || phase === 'watching',
  );
  return idle && !busy ? { kind: 'connect', id: idle.id } : undefined;
}
