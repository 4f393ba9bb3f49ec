/** A page with a monitor and nothing else, for tests that feed it faster than any cable. */
import { Monitor } from '../../../src/app/monitor/monitor.ts';
import '../../../src/ui/monitor.ts';

declare global {
  interface Window {
    monitor: Monitor;
    /** Pushes text as a board would, `rate` bytes a second for a while; resolves with the longest task, ms. */
    flood(rate: number, seconds: number): Promise<number>;
  }
}

const monitor = new Monitor(action => requestAnimationFrame(action));
const element = document.createElement('ts-monitor');
element.monitor = monitor;
element.sendable = true;
document.querySelector('main')?.append(element);
window.monitor = monitor;

const LINES = Array.from(
  { length: 50 },
  (_, i) =>
    `${i} temperature 21.${i} humidity 4${i % 10} heap ${40_000 - i * 7} and so on until the line is full\r\n`,
).join('');
const TEXT = new TextEncoder().encode(LINES);
const EVERY = 16;

window.flood = async (rate, seconds) => {
  let longest = 0;
  const observer = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ type: 'longtask' });
  const begin = performance.now();
  let sent = 0;
  while (performance.now() - begin < seconds * 1000) {
    const now = performance.now() - begin;
    while (sent < (now / 1000) * rate) {
      const at = sent % TEXT.length;
      const piece = TEXT.slice(at, Math.min(TEXT.length, at + 4096));
      monitor.push({ bytes: piece, ms: now, baud: 115200 });
      sent += piece.length;
    }
    await new Promise(resolve => setTimeout(resolve, EVERY));
  }
  observer.disconnect();
  return longest;
};
