/** Words of the monitor: what a board says over its serial port. */
import type { LineOrigin } from '../core/bootlog/events.ts';
import { formatBytes, formatCount, plural } from './format.ts';

/** Name and mark in the gutter of everybody who speaks in a log. */
export const ORIGINS: Readonly<Record<LineOrigin, { readonly name: string; readonly mark: string }>> = {
  rom: { name: 'ROM', mark: 'ROM' },
  loader: { name: 'Boot loader', mark: 'boot' },
  sdk: { name: 'SDK', mark: 'SDK' },
  app: { name: 'Program', mark: 'app' },
  exception: { name: 'Crash', mark: '✕' },
  noise: { name: 'Unreadable', mark: '░' },
};

export const MONITOR = {
  title: 'What the board says',
  empty: 'Nothing yet.',
  nothingShown: 'All lines are hidden: choose above what to show.',
  pause: 'Pause',
  resume: 'Go on',
  follow: 'Follow',
  clear: 'Clear',
  save: 'Save log',
  fileName: 'serial.log',
  show: 'Show',
  search: 'Search',
  next: 'Next',
  previous: 'Previous',
  found: (count: number): string => (count === 0 ? 'not found' : plural(count, 'line')),
  dropped: (count: number): string => `${formatCount(count)} older lines are gone.`,
  noise: (count: number, bytes: number): string =>
    `${formatBytes(bytes)} at another rate, or of a bad line (${plural(count, 'line')})`,
  openNoise: 'Show',
  foldNoise: 'Hide',
  rate: (baud: number, gapMs: number | undefined): string => {
    if (gapMs === undefined) return `Now listening at ${baud} baud.`;
    const lost = Math.ceil((gapMs * baud) / 10_000);
    return `Now listening at ${baud} baud. Nobody listened for ${gapMs} ms: ${formatBytes(lost)} at most were missed.`;
  },
  proof: 'proves which slot runs',
  send: 'Send',
  sendLabel: 'Text to the board',
  ending: 'Line end',
  endings: { crlf: 'CR LF', lf: 'LF', cr: 'CR', none: 'none' },
  readAloud: 'Read new lines aloud',
  seconds: (ms: number): string => (ms / 1000).toFixed(3),
} as const;

export type LineEnding = keyof typeof MONITOR.endings;
