import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { forgetProfile, startInstalled, startStrangers } from '../support/installed-browser.ts';
import { startStaticServer } from '../support/static-server.ts';
import { median, type Part, type Row } from './measure.ts';

const RUNS = 15;

/** From the navigation to the frame that shows the button by which work begins. Runs in the page. */
const usable = (): Promise<number> =>
  new Promise(resolve => {
    const look = (): void => {
      const zone = document.querySelector('ts-firmware-step')?.shadowRoot?.querySelector('ts-drop-zone');
      const button = zone?.shadowRoot?.querySelector('button');
      if (button) requestAnimationFrame(() => resolve(performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  });

const start = async (page: Page, url: string): Promise<number> => {
  await page.goto('about:blank');
  await page.goto(url, { waitUntil: 'commit' });
  return page.evaluate(usable);
};

/** The page from its server, and then with the server gone and the browser started anew. */
export const page: Part = {
  name: 'page',
  what: 'from opening the page to its first button',
  async *run(): AsyncGenerator<Row> {
    const [server, strangers] = [await startStaticServer('dist'), await startStrangers()];
    const profile = mkdtempSync(join(tmpdir(), 'twinslot-bench-'));
    try {
      const first = await startInstalled(profile, strangers);
      const row = (name: string, times: readonly number[]): Row => {
        return { part: 'page', case: name, figure: median(times), unit: 'ms' };
      };
      yield row('first visit, from a server on this machine', [await start(first.page, server.url)]);
      await first.page.evaluate(() => navigator.serviceWorker.ready);
      await first.close();
      await server.close();
      const again = await startInstalled(profile, strangers);
      const cold = await start(again.page, server.url);
      yield { ...row('without a network, browser just started', [cold]), goal: { atMost: 500 } };
      const times: number[] = [];
      for (let i = 0; i < RUNS; i++) times.push(await start(again.page, server.url));
      yield { ...row(`without a network, median of ${RUNS}`, times), goal: { atMost: 500 } };
      await again.close();
    } finally {
      strangers.close();
      await server.close();
      forgetProfile(profile);
    }
  },
};
