import type { Page } from 'playwright-core';
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

interface Writing {
  written(): void;
}

/** The tab says that it writes a board, as it does while a lane writes, until `written` is called in it. */
const writes = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const done = new Promise<void>(resolve => Object.assign(globalThis, { written: resolve }));
    void navigator.locks.request('twinslot:writing', { mode: 'shared' }, () => done);
  });

const locks = (page: Page): Promise<Record<'held' | 'pending', unknown[]>> =>
  page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const modes = (all: LockInfo[]) => all.filter(l => l.name === 'twinslot:writing').map(({ mode }) => mode);
    return { held: modes(held), pending: modes(pending) };
  });

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
      { file: /^sw\.js$/, change: js => js.replace(/("revision":")\w(\w+","url":"index\.html")/, '$1-$2') },
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

  it('starts only when no tab writes a board any more', async () => {
    twinslot.server.serve('dist');
    const opened = await twinslot.open({ offline: true });
    const { page, context } = opened;
    await installed(opened);
    const { page: other } = await twinslot.open({ offline: true, context });
    const next = twinslot.folder();
    await changedBuild(next, [
      { file: /^index\.html$/, change: html => html.replace('<title>Twinslot<', '<title>Twinslot 3<') },
      { file: /^sw\.js$/, change: js => js.replace(/("revision":")\w(\w+","url":"index\.html")/, '$1-$2') },
    ]);
    twinslot.server.serve(next);
    await writes(other);
    await page.reload();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByText('It starts as soon as no board is being written').first().waitFor();
    // The first write is followed by another before the new version had its turn.
    await writes(page);
    await other.evaluate(() => (globalThis as unknown as Writing).written());
    await expect.poll(() => locks(page)).toEqual({ held: ['shared'], pending: ['exclusive'] });
    expect(await page.title()).toBe('Twinslot');
    await page.evaluate(() => (globalThis as unknown as Writing).written());
    await page.waitForFunction(() => document.title === 'Twinslot 3');
    await page.getByRole('button', { name: 'Open ELF files' }).waitFor();
  });
});
