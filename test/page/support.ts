/** Opens the built page for tests and reads it as a person does: by names, badges and saved files. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  closeBrowser,
  dropFiles,
  launchBrowser,
  type OpenPage,
  openPage,
  type PageOptions,
} from '../support/browser.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';

export const vector = (name: string): string => join('test/fixtures/vectors', name);
export const vectorBytes = (name: string): Buffer => readFileSync(vector(name));

export interface Site {
  /** Opens the page in a fresh profile and waits until it can be used. */
  open(options?: PageOptions & { readonly offline?: boolean }): Promise<OpenPage>;
  readonly server: StaticServer;
  /** A folder that is deleted after the tests. */
  folder(): string;
}

/** Serves the build to the tests of a file; after each test, no page may have complained about anything. */
export function site(base = '/', folder = 'dist'): Site {
  let server: StaticServer | undefined;
  const opened: OpenPage[] = [];
  const folders: string[] = [];
  beforeAll(async () => {
    if (!existsSync('dist/index.html'))
      throw new Error('dist/index.html is missing: run npm run build first.');
    server = await startStaticServer(folder, base);
  });
  afterEach(async () => {
    const complaints = opened.flatMap(page => page.complaints);
    await Promise.all(opened.splice(0).map(page => page.close()));
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await closeBrowser();
    await server?.close();
    for (const path of folders) rmSync(path, { recursive: true });
  });
  const running = (): StaticServer => {
    if (!server) throw new Error('the server starts before the first test, not earlier');
    return server;
  };
  return {
    get server() {
      return running();
    },
    open: async ({ offline = false, context, ...options } = {}) => {
      const { colorScheme = 'light', reducedMotion = 'no-preference' } = options;
      // Most tests do not need the copy for offline use, whose making costs more than the page itself.
      const serviceWorkers = offline ? 'allow' : 'block';
      const own =
        context ?? (await (await launchBrowser()).newContext({ colorScheme, reducedMotion, serviceWorkers }));
      const page = await openPage(running().url, { ...options, context: own });
      opened.push({ ...page, close: () => own.close() });
      await page.page.getByRole('button', { name: 'Open ELF files' }).waitFor();
      return page;
    },
    folder: () => {
      const path = mkdtempSync(join(tmpdir(), 'twinslot-'));
      folders.push(path);
      return path;
    },
  };
}

/** A copy of the build with some of its files changed. */
export async function changedBuild(
  into: string,
  changes: readonly { readonly file: RegExp; readonly change: (text: string) => string }[],
): Promise<void> {
  await cp('dist', into, { recursive: true });
  const files = readdirSync(into, { recursive: true }).map(String);
  for (const { file, change } of changes) {
    const found = files.filter(path => file.test(path));
    if (found.length !== 1) throw new Error(`${file} is ${found.length} files of the build`);
    const path = join(into, found[0] ?? '');
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`nothing to change in ${path}`);
    writeFileSync(path, after);
  }
}

/**
 * Drops files at the edge of the page. Chromium gives a drop to the element that was under the pointer before it; one
 * that the page has just replaced would swallow it, and no test can drag as slowly as a person.
 */
export const drop = (page: Page, paths: readonly string[], point = { x: 4, y: 300 }): Promise<void> =>
  dropFiles(page, paths, point);

/** Hands files to the hidden input, as the browser's chooser does. */
export const choose = (page: Page, ...paths: string[]): Promise<void> =>
  page.setInputFiles('input[type=file]', paths);

export const card = (page: Page, name: string): Locator =>
  page.locator('ts-file-card').filter({ has: page.getByRole('heading', { name, exact: true }) });

/** What stands on the badge of a file's card: `user1`, `not usable`, … */
export const badge = async (page: Page, name: string): Promise<string> =>
  words(await card(page, name).locator('.badge').textContent());

/** Titles of the findings on a card, by how grave they are. */
export const findings = async (of: Locator, severity: 'error' | 'warning' | 'note'): Promise<string[]> =>
  (await of.locator(`ts-finding-list li.${severity} :is(strong, summary)`).allTextContents()).map(text =>
    words(text).replace(/^(?:Error|Warning|Note): /, ''),
  );

/** Text without the white space of its template. */
export const words = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** What the page says about itself, above the steps. */
export const notice = (page: Page, text: string): Locator => page.locator('ts-notices').getByText(text);

export const primaryButton = (page: Page): Locator => page.locator('button.primary');

/** Downloads that come from `act`, by name; the bytes as they are on the disk. */
export async function downloads(
  page: Page,
  count: number,
  act: () => Promise<unknown>,
): Promise<Record<string, Buffer>> {
  const seen: Download[] = [];
  const done = new Promise<void>(resolve => {
    page.on('download', download => {
      seen.push(download);
      if (seen.length === count) resolve();
    });
  });
  await act();
  await done;
  const entries = seen.map(async download => [
    download.suggestedFilename(),
    readFileSync((await download.path()) ?? ''),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** A virtual board with its bench unfolded: as it comes, blank and connected to, or with the images at hand. */
export async function openBench(page: Page, board: 'blank' | 'images' = 'images'): Promise<void> {
  await page.getByRole('button', { name: 'Try with a virtual board' }).click();
  await page.getByText('Buttons, light and cable of the virtual board').click();
  if (board === 'images') await page.getByRole('button', { name: 'New board with these images' }).click();
}
