import { refuse } from '../core/problem.ts';
import type { LoaderSession } from '../jobs/loader/session.ts';
import type { Clock, SerialLink } from '../jobs/ports.ts';
import type { WatchOrder } from './lane.ts';

/** What ROM and boot loader of most boards speak. */
const BOOT_BAUD = 74880;
/** How long the reset line is held, ms. */
const RESET_MS = 100;

interface WatchTools {
  readonly link: SerialLink;
  readonly clock: Clock;
}

/**
 * Hears what the board says until the signal aborts. The port listens at its rate before the board starts: of the
 * first lines, nothing is lost.
 */
export async function watch(
  { link, clock }: WatchTools,
  { baud, reset }: WatchOrder,
  hear: (bytes: Uint8Array, baud: number) => void,
  session: LoaderSession | undefined,
  signal: AbortSignal,
): Promise<void> {
  session?.detach();
  const rate = baud === 'auto' ? BOOT_BAUD : baud;
  if (link.baud === undefined) await link.open(rate);
  else if (link.baud !== rate) await link.setBaud(rate);
  const deaf = link.onBytes(bytes => hear(bytes, rate));
  try {
    if (reset) await restart(link, clock, signal);
    await lostOrAborted(link, signal);
  } finally {
    deaf();
  }
}

async function restart(link: SerialLink, clock: Clock, signal: AbortSignal): Promise<void> {
  await link.setSignals({ dtr: false, rts: true });
  await clock.sleep(RESET_MS, signal);
  await link.setSignals({ dtr: false, rts: false });
}

function lostOrAborted(link: SerialLink, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
    link.onLost(() => {
      try {
        refuse('port-lost', {});
      } catch (lost) {
        reject(lost);
      }
    });
  });
}
