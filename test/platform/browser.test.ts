/** What only a browser can show: locks between tabs, the wake lock, the question before closing, compression. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeBrowser, launchBrowser, skipBrowserTests } from '../support/browser.ts';
import { bundleForBrowser } from '../support/bundle.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';

interface Platform {
  lock(name: string): Promise<boolean>;
  unlock(): void;
  deflate(length: number): Promise<number[]>;
  awake(wanted: boolean): void;
  sleeps(ms: number): Promise<number>;
  isWoken(): Promise<string>;
}

describe.skipIf(skipBrowserTests)('the platform in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-platform-'));
  let server: StaticServer;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    bundleForBrowser('test/support/platform-end.ts', join(folder, 'end.js'));
    const head = '<!doctype html><title>Platform</title><link rel="icon" href="data:,">';
    writeFileSync(
      join(folder, 'index.html'),
      `${head}<script type="module" src="end.js"></script><button>ok</button>`,
    );
    server = await startStaticServer(folder);
    context = await (await launchBrowser()).newContext({ permissions: ['screen-wake-lock'] });
  });

  beforeEach(async () => {
    page = await tab();
  });

  afterAll(async () => {
    await closeBrowser();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  const tab = async (): Promise<Page> => {
    const opened = await context.newPage();
    await opened.goto(server.url);
    await opened.waitForFunction(() => 'platform' in globalThis);
    return opened;
  };
  const call = <Name extends keyof Platform>(
    on: Page,
    name: Name,
    ...args: Parameters<Platform[Name]>
  ): Promise<Awaited<ReturnType<Platform[Name]>>> =>
    on.evaluate(
      ({ name, args }) => {
        const { platform } = globalThis as unknown as {
          platform: Record<string, (...args: unknown[]) => unknown>;
        };
        return platform[name]?.(...args);
      },
      { name, args: args as unknown[] },
    ) as Promise<Awaited<ReturnType<Platform[Name]>>>;

  it('gives a port to one tab, and to the next when that lets go or is closed', async () => {
    const other = await tab();
    expect(await call(page, 'lock', 'serial:a')).toBe(true);
    expect(await call(other, 'lock', 'serial:a')).toBe(false);
    expect(await call(other, 'lock', 'serial:b')).toBe(true);
    await call(page, 'unlock');
    expect(await call(other, 'lock', 'serial:a')).toBe(true);
    expect(await call(page, 'lock', 'serial:a')).toBe(false);
    await other.close();
    await expect.poll(() => call(page, 'lock', 'serial:a')).toBe(true);
    await call(page, 'unlock');
  });

  it('compresses to what the stub inflates', async () => {
    const packed = Uint8Array.from(await call(page, 'deflate', 50_000));
    expect(inflateSync(packed)).toEqual(
      Buffer.from(Uint8Array.from({ length: 50_000 }, (_, i) => (i * i) >> 3)),
    );
    expect(packed.length).toBeLessThan(50_000);
  });

  it('sleeps for so long, or until it is woken', async () => {
    const slept = await call(page, 'sleeps', 50);
    expect(slept).toBeGreaterThanOrEqual(49);
    expect(await call(page, 'isWoken')).toBe('enough');
  });

  it('asks before the tab is closed while a board is written, and only then', async () => {
    await page.getByRole('button').click(); // the browser asks only where somebody has done something
    const asked: string[] = [];
    page.on('dialog', dialog => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.reload();
    expect(asked).toEqual([]);
    await page.waitForFunction(() => 'platform' in globalThis);
    await page.getByRole('button').click();
    await call(page, 'awake', true);
    await page.reload();
    expect(asked).toEqual(['beforeunload']);
  });

  it('keeps the screen on while a board is written', async () => {
    await page.evaluate(() => {
      const requests: string[] = [];
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async type => {
        const lock = await request(type);
        requests.push('on');
        lock.addEventListener('release', () => requests.push('off'));
        return lock;
      };
      Object.assign(globalThis, { requests });
    });
    const requests = (): Promise<unknown> =>
      page.evaluate(() => (globalThis as unknown as { requests: string[] }).requests);
    await page.bringToFront();
    await call(page, 'awake', true);
    await call(page, 'awake', true);
    await expect.poll(requests).toEqual(['on']);
    await call(page, 'awake', false);
    await expect.poll(requests).toEqual(['on', 'off']);
  });
});
