/**
 * A reader that listens at the application's rate sees a boot only as noise. Noise and text at one rate are therefore
 * the mark of a restart that nobody read: then the claim about the slot does not hold.
 */
import { doubted } from './application.ts';
import type { LogLine } from './events.ts';
import { BOOT_RATE } from './rates.ts';
import type { BootHistory } from './report.ts';

/** Bytes that a boot has at the least, at the rate of the boot text. */
const BOOT_BYTES = 250;
/** Bytes of noise behind text that are a boot; the slower the listener, the fewer it makes of one. */
const bootNoise = (baud: number): number => Math.min(48, Math.round((BOOT_BYTES * baud) / BOOT_RATE));
/** Bytes of noise before the first text: some are what every change of the rate leaves. */
const FIRST_NOISE = 96;

/** The history when the reader has changed its rate. */
export const afterRateChange = (history: BootHistory, baud: number): BootHistory => ({
  ...history,
  rate: { baud, noise: 0, clean: false },
});

/** Looks at a line for what it says about the rate. */
export function sightOf(history: BootHistory, line: LogLine): BootHistory {
  const { rate, boots } = history;
  const report = boots.at(-1);
  if (rate.baud === undefined || !report) return history;
  const isNoise = line.origin === 'noise';
  if (!isNoise && (rate.clean || line.text.trim() === '')) return history;
  const limit = rate.clean ? bootNoise(rate.baud) : FIRST_NOISE;
  const noise = rate.noise + (isNoise ? line.length : 0);
  const clean = rate.clean || !isNoise;
  if (clean && noise >= limit && report.slot !== undefined) {
    const doubt = doubted(report, { reason: 'missed-boot', line: line.number });
    return { ...history, boots: boots.with(-1, doubt), rate: { ...rate, noise: 0, clean } };
  }
  // What came before the first text counts no longer.
  return { ...history, rate: { ...rate, noise: isNoise ? noise : 0, clean } };
}
