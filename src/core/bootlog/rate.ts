/**
 * A reader that listens at the application's rate sees a boot only as noise. Noise and text at one rate are therefore
 * the mark of a restart that nobody read: then the claim about the slot does not hold.
 */
import { doubted } from './application.ts';
import type { LogLine } from './events.ts';
import type { BootHistory } from './report.ts';

/** Bytes of noise that a boot leaves at the least; what a switch of the rate leaves is shorter. */
const BOOT_NOISE = 48;

/** The history when the reader has changed its rate. */
export const afterRateChange = (history: BootHistory): BootHistory => ({
  ...history,
  rate: { changed: true, noise: 0, clean: false },
});

/** Looks at a line for what it says about the rate. */
export function sightOf(history: BootHistory, line: LogLine): BootHistory {
  const { rate, boots } = history;
  const report = boots.at(-1);
  if (!rate.changed || !report) return history;
  const isNoise = line.origin === 'noise';
  if (!isNoise && (rate.clean || line.text.trim() === '') && rate.noise < BOOT_NOISE) return history;
  const noise = isNoise ? Math.min(BOOT_NOISE, rate.noise + line.length) : rate.noise;
  const clean = rate.clean || !isNoise;
  const both = clean && noise >= BOOT_NOISE && report.slot !== undefined;
  if (!both && noise === rate.noise && clean === rate.clean) return history;
  return {
    ...history,
    ...(both && { boots: boots.with(-1, doubted(report, { reason: 'missed-boot', line: line.number })) }),
    rate: { changed: true, noise, clean },
  };
}
