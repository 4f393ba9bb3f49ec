import type { ResetStep } from '../../core/loader/resets.ts';
import type { World } from './line.ts';

/** Moves the control lines through the steps. */
export async function drive(
  { link, clock }: World,
  steps: readonly ResetStep[],
  signal?: AbortSignal,
): Promise<void> {
  for (const { wait, ...lines } of steps) {
    await link.setSignals(lines);
    if (wait > 0) await clock.sleep(wait, signal);
  }
}
