import type { Clock, SerialLink, SerialSignals } from '../jobs/ports.ts';
import { BootWatch } from '../jobs/watch/watch-boot.ts';
import type { LaneOrder } from './lane-protocol.ts';

export type WatchOrder = Extract<LaneOrder, { readonly type: 'watch' }>;

interface WatchTools {
  readonly link: SerialLink;
  readonly clock: Clock;
}

/**
 * Hears what the board says until the signal aborts, at the rate of its boot text and then at that of its application.
 */
export async function watchBoard(
  { link, clock }: WatchTools,
  { baud, reset, remembered }: WatchOrder,
  hear: (bytes: Uint8Array, baud: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const boot = new BootWatch(remembered?.reset === 'swapped' ? withSwappedLines(link) : link, clock, {
    ...(baud !== 'auto' && { chosen: baud }),
    onEvent: event => {
      if (event.kind === 'bytes' && link.baud !== undefined) hear(event.bytes, link.baud);
    },
  });
  const running = boot.run(signal);
  if (reset) boot.reset();
  await running;
}

/** On such boards DTR and RTS have changed places. */
const withSwappedLines = (link: SerialLink): SerialLink => ({
  identity: link.identity,
  get baud() {
    return link.baud;
  },
  open: baud => link.open(baud),
  close: () => link.close(),
  setBaud: baud => link.setBaud(baud),
  setSignals: ({ dtr, rts }: SerialSignals) =>
    link.setSignals({ ...(rts !== undefined && { dtr: rts }), ...(dtr !== undefined && { rts: dtr }) }),
  write: bytes => link.write(bytes),
  onBytes: listener => link.onBytes(listener),
  onLost: listener => link.onLost(listener),
});
