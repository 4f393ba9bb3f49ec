/** What the empty page may cost whoever opens it; the weight of its script is in test/house.test.ts. */
import { describe, expect, it } from 'vitest';
import { launchBrowser, skipBrowserTests } from '../support/browser.ts';
import { site } from './support.ts';

/** A task longer than this is felt: the page does not answer meanwhile. */
const LONGEST_TASK_MS = 100;
/** Other tests compute beside this one; the page itself is to blame only for what happens every time. */
const ATTEMPTS = 6;

interface Cost {
  readonly longest: number;
  readonly shift: number;
}

interface Shift extends PerformanceEntry {
  readonly value: number;
}

/** Runs in the page: what it cost until it has been quiet for a while. */
const cost = async (): Promise<Cost> => {
  const seen = { longest: 0, shift: 0, last: performance.now() };
  const watch = (type: string, take: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) take(entry);
      seen.last = performance.now();
    }).observe({ type, buffered: true });
  watch('longtask', ({ duration }) => {
    seen.longest = Math.max(seen.longest, duration);
  });
  watch('layout-shift', entry => {
    seen.shift += (entry as Shift).value;
  });
  watch('resource', () => undefined);
  while (performance.now() - seen.last < 500) await new Promise(resolve => setTimeout(resolve, 50));
  return { longest: seen.longest, shift: seen.shift };
};

describe.skipIf(skipBrowserTests)('the empty page', () => {
  const twinslot = site();

  it.each([320, 1280])('shifts nothing and has no long task, %i px wide', async width => {
    const longest: number[] = [];
    for (let i = 0; i < ATTEMPTS; i++) {
      const context = await (await launchBrowser()).newContext({ serviceWorkers: 'block' });
      const { page } = await twinslot.open({ width, context });
      const { longest: task, shift } = await page.evaluate(cost);
      expect(shift).toBe(0);
      longest.push(task);
      await context.close();
      if (task <= LONGEST_TASK_MS) break;
    }
    expect(Math.min(...longest), `longest tasks: ${longest.join(', ')} ms`).toBeLessThanOrEqual(
      LONGEST_TASK_MS,
    );
  });
});
