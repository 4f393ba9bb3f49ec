/** Logs read as a whole, in pieces, and with damage. */
import { BootLogDecoder } from '../../../src/core/bootlog/decoder.ts';
import type { BootEvent } from '../../../src/core/bootlog/events.ts';
import { reduceBoots } from '../../../src/core/bootlog/reduce.ts';
import { type BootHistory, type BootReport, NO_BOOTS } from '../../../src/core/bootlog/report.ts';
import { bytesOf } from './logs.ts';

/** All events; cut into pieces at these places. */
export function eventsOf(bytes: Uint8Array, cuts: readonly number[] = []): BootEvent[] {
  const decoder = new BootLogDecoder();
  const ends = [...cuts, bytes.length];
  const events = ends.flatMap((end, i) => decoder.push(bytes.subarray(ends[i - 1] ?? 0, end)));
  return [...events, ...decoder.end()];
}

export const historyOf = (log: string | Uint8Array): BootHistory =>
  reduceBoots(NO_BOOTS, eventsOf(typeof log === 'string' ? bytesOf(log) : log));

export function reportOf(log: string | Uint8Array): BootReport {
  const report = historyOf(log).boots.at(-1);
  if (!report) throw new Error('the log has no boot');
  return report;
}

/** The text of a line of a log. */
export const lineOf = (log: string, number: number): string => log.split(/\r?\n/)[number - 1] ?? '';
