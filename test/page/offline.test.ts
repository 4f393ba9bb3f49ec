import { describe, expect, it } from 'vitest';
import { type OpenPage, skipBrowserTests } from '../support/browser.ts';
import {
  card,
  changedBuild,
  choose,
  downloads,
  drop,
  primaryButton,
  site,
  vector,
  vectorBytes,
} from './support.ts';

const APP1 = 'hello_build1_1024_app1.elf';

/** Waits until the service worker has everything and answers for the page. */
const installed = async ({ page }: OpenPage): Promise<void> => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise(resolve => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });
};

describe.skipIf(skipBrowserTests)('without a network', () => {
  const twinslot = site('/any/sub-path/');

  it('works after the first visit, from a sub-path: page, worker, example, conversion', async () => {
    const opened = await twinslot.open({ offline: true });
    const { page } = opened;
    await installed(opened);
    await twinslot.server.close();
    try {
      await page.reload();
      await page.getByRole('button', { name: 'Try with an example' }).click();
      await page.getByRole('button', { name: 'Save user1.bin and user2.bin' }).waitFor();
      await page.getByRole('button', { name: 'Remove example-user1.elf' }).click();
      await page.getByRole('button', { name: 'Remove example-user2.elf' }).click();
      await drop(page, [vector(APP1)]);
      await card(page, APP1).waitFor();
      const saved = await downloads(page, 1, () => primaryButton(page).click());
      expect(saved['user1.bin']).toEqual(vectorBytes('images/hello_build1_1024_app1/canonical-user1.bin'));
      const icon = await page.evaluate(() => document.querySelector('img')?.naturalWidth);
      expect(icon).toBeGreaterThan(0);
    } finally {
      await twinslot.server.reopen();
    }
  });

  it('asks for nothing outside of its own sub-path', async () => {
    const opened = await twinslot.open({ offline: true });
    await installed(opened);
    const strangers = twinslot.server.requests.filter(({ path }) => !path.startsWith('/any/sub-path/'));
    expect(strangers).toEqual([]);
    expect(twinslot.server.requests.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

describe.skipIf(skipBrowserTests)('a new version', () => {
  const twinslot = site();

  it('is offered, waits, and starts when somebody says so', async () => {
    const opened = await twinslot.open({ offline: true });
    const { page } = opened;
    await installed(opened);
    const next = twinslot.folder();
    await changedBuild(next, [
      { file: /^index\.html$/, change: html => html.replace('<title>Twinslot<', '<title>Twinslot 2<') },
      { file: /^sw\.js$/, change: js => js.replace(/(url:"index\.html",revision:")\w/, '$1-') },
    ]);
    twinslot.server.serve(next);
    await page.reload();
    await page.getByText('A new version is ready.').first().waitFor();
    await choose(page, vector(APP1));
    await card(page, APP1).waitFor();
    expect(await page.title()).toBe('Twinslot');
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.waitForFunction(() => document.title === 'Twinslot 2');
    await page.getByRole('button', { name: 'Open ELF files' }).waitFor();
    expect(await page.getByText('A new version is ready.').count()).toBe(0);
  });

  it('can wait until later', async () => {
    twinslot.server.serve('dist');
    const opened = await twinslot.open({ offline: true });
    const { page } = opened;
    await installed(opened);
    const next = twinslot.folder();
    await changedBuild(next, [{ file: /^sw\.js$/, change: js => `${js}\n// newer` }]);
    twinslot.server.serve(next);
    await page.reload();
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByRole('button', { name: 'Reload' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Try with an example' }).click();
    await page.getByRole('button', { name: 'Save user1.bin and user2.bin' }).waitFor();
  });
});
