/** The page as an app of the system: installed, handed files, restarted without a network, and asking nobody. */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipBrowserTests } from '../support/browser.ts';
import {
  forgetProfile,
  type InstalledBrowser,
  type Strangers,
  startInstalled,
  startStrangers,
} from '../support/installed-browser.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';
import { card, vector } from './support.ts';

const LONG = { timeout: 120_000 };
const APP1 = 'hello_build1_1024_app1.elf';
const APP2 = 'hello_build1_1024_app2.elf';

/** A page of somebody else that shares files: what the system does when a person shares to Twinslot. */
const SHARING = `<!doctype html><title>Sharing</title><link rel="icon" href="data:,">
<form action="share" method="post" enctype="multipart/form-data">
<input type="file" name="files" multiple><button>Share</button></form>`;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Whether other tabs can see that this one writes a board: the lock that holds a new version back. */
const tellsOthers = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    for (;;) {
      const { held = [] } = await navigator.locks.query();
      if (held.some(({ name, mode }) => name === 'twinslot:writing' && mode === 'shared')) return true;
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  });

describe.skipIf(skipBrowserTests)('an installed Twinslot', () => {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-site-'));
  const profile = mkdtempSync(join(tmpdir(), 'twinslot-profile-'));
  let server: StaticServer;
  let strangers: Strangers;
  let browser: InstalledBrowser;

  beforeAll(async () => {
    cpSync('dist', folder, { recursive: true });
    writeFileSync(join(folder, 'sharing.html'), SHARING);
    [server, strangers] = [await startStaticServer(folder, '/some/where/'), await startStrangers()];
    browser = await startInstalled(profile, strangers);
    await browser.page.goto(server.url);
    await browser.page.evaluate(() => navigator.serviceWorker.ready);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
    strangers.close();
    for (const path of [folder, profile]) forgetProfile(path);
  });

  const install = async (): Promise<string> => {
    const { installabilityErrors } = await browser.debug.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
    const { appId } = await browser.debug.send('Page.getAppId');
    await browser.debug.send('PWA.install', { manifestId: appId ?? '' });
    return appId ?? '';
  };

  it('is installed by the browser, each copy of a server for itself, and opens the files of its kinds', async () => {
    const manifestId = await install();
    expect(manifestId).toBe(server.url);
    const { errors } = await browser.debug.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { fileHandlers } = await browser.debug.send('PWA.getOsAppState', { manifestId });
    const endings = fileHandlers.flatMap(({ action, accepts }) => {
      expect(action).toBe(server.url);
      return accepts.flatMap(({ fileExtensions }) => fileExtensions);
    });
    expect(endings.sort()).toEqual(['.axf', '.bin', '.elf', '.out', '.twinlocker', '.twinslot']);
  });

  it('shows files that the system opens with it, in the window that is open', async () => {
    const { page, debug } = browser;
    const { appId: manifestId = '' } = await debug.send('Page.getAppId');
    await page.evaluate(() => {
      location.hash = '#/about';
    });
    const files = [APP1, APP2].map(name => resolve(vector(name)));
    await debug.send('PWA.launchFilesInApp', { manifestId, files });
    await card(page, APP1).waitFor(LONG);
    await card(page, APP2).waitFor();
    expect(browser.context.pages()).toHaveLength(1);
  });

  it('shows files that another app shares, once', async () => {
    const { page } = browser;
    await page.goto(`${server.url}sharing.html`);
    await page.setInputFiles('input', [vector(APP2)]);
    await button(page, 'Share').click();
    await card(page, APP2).waitFor(LONG);
    expect(page.url()).toBe(server.url);
    await page.reload();
    await button(page, 'Open ELF files').waitFor();
    expect(await page.locator('ts-file-card').count()).toBe(0);
  });

  it('says it when what was shared held no file', async () => {
    const { page } = browser;
    await page.goto(`${server.url}sharing.html`);
    await button(page, 'Share').click();
    await page.getByText('No file arrived').waitFor(LONG);
  });

  it('starts again without a network, and goes the whole way with the virtual board', async () => {
    expect(browser.complaints).toEqual([]);
    await browser.close();
    await server.close();
    browser = await startInstalled(profile, strangers);
    const { page, complaints } = browser;
    await page.goto(server.url);
    await button(page, 'Try with an example').click();
    await button(page, 'Try with a virtual board').click(LONG);
    await button(page, 'Write to the board').waitFor(LONG);
    const written = tellsOthers(page);
    await button(page, 'Write to the board').click();
    await page.getByText('Written and verified').first().waitFor(LONG);
    expect(await written).toBe(true);
    await button(page, 'Start its program and listen').click();
    const running = page.locator('ts-running-step .headline');
    await running.getByText('user1 is running').waitFor(LONG);
    const updated = tellsOthers(page);
    await button(page, 'Update over the air all the same').click(LONG);
    expect(await updated).toBe(true);
    await running.getByText('user2 is running').waitFor(LONG);
    const places = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    for (const link of (await places.all()).slice(1)) {
      await link.click();
      await page.locator('ts-place').getByRole('heading', { level: 2 }).first().waitFor(LONG);
    }
    const relay = await page.evaluate(async () => (await fetch('./twinslot-relay.mjs')).text());
    expect(relay).toMatch(/^#!\/usr\/bin\/env node/);
    expect(complaints).toEqual([]);
  }, 300_000);

  it('has asked nobody but the place it came from, for its own files, and posted nothing there', () => {
    expect(strangers.asked).toEqual([]);
    expect(new Set(server.requests.map(({ method, status }) => `${method} ${status}`))).toEqual(
      new Set(['GET 200']),
    );
    expect(server.requests.filter(({ path }) => !path.startsWith('/some/where/'))).toEqual([]);
  });
});
