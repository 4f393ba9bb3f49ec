import type { WatchNote } from '../core/bootlog/watch-note.ts';
import type { Clock, SerialLink } from '../jobs/ports.ts';
import { withSwappedLines } from '../jobs/watch/swapped-lines.ts';
import { BootWatch } from '../jobs/watch/watch-boot.ts';
import type { LaneOrder, WatchChange } from './lane-protocol.ts';

export type WatchOrder = Extract<LaneOrder, { readonly type: 'watch' }>;

interface WatchTools {
  readonly link: SerialLink;
  readonly clock: Clock;
}

/** Whoever listens to a watch, and may change it. */
export interface WatchEar {
  hear(bytes: Uint8Array, baud: number): void;
  note(note: WatchNote): void;
  /** Takes the changes from now on; undefined: the watch is over. */
  onChanges(change: ((change: WatchChange) => void) | undefined): void;
}

/**
 * Hears what the board says until the signal aborts, at the rate of its boot text and then at that of its application.
 */
export async function watchBoard(
  { link, clock }: WatchTools,
  { baud, reset, remembered }: WatchOrder,
  ear: WatchEar,
  signal: AbortSignal,
): Promise<void> {
  const boot = new BootWatch(remembered?.reset === 'swapped' ? withSwappedLines(link) : link, clock, {
    ...(baud !== 'auto' && { chosen: baud }),
    ...(remembered?.appBaud !== undefined && { remembered: remembered.appBaud }),
    onEvent: event => {
      if (event.kind === 'bytes') {
        if (link.baud !== undefined) ear.hear(event.bytes, link.baud);
      } else if (event.kind !== 'log' && event.kind !== 'state') ear.note(event);
    },
  });
  const running = boot.run(signal);
  ear.onChanges(change => {
    if (change.type === 'choose-rate') boot.choose(change.baud === 'auto' ? undefined : change.baud);
    else if (change.type === 'expect-restart') boot.expectRestart();
    else boot.reset(change.why);
  });
  if (reset) boot.reset();
  try {
    await running;
  } finally {
    ear.onChanges(undefined);
  }
}
