/** A store of src/platform alone on a page of its own, with a real IndexedDB that is empty before every test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { closeBrowser, openPage } from '../support/browser.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';

/**
 * To be called inside `describe`.
 * @param name of the module below src/platform, without its ending; the page finds it as `./store.js`.
 * @param script a module in the page.
 * @returns what runs a function in the page.
 */
export function storePage(name: string, script: string): <T>(work: () => Promise<T>) => Promise<T> {
  let folder: string;
  let server: StaticServer;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), `twinslot-${name}-`));
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        lib: { entry: `src/platform/${name}.ts`, formats: ['es'], fileName: () => 'store.js' },
        outDir: folder,
        emptyOutDir: false,
      },
    });
    const head = `<!doctype html><title>${name}</title><link rel="icon" href="data:,">`;
    writeFileSync(join(folder, 'index.html'), `${head}\n<script type="module">${script}</script>`);
    server = await startStaticServer(folder);
  });

  afterAll(async () => {
    await closeBrowser();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    page = (await openPage(server.url)).page;
  });

  return work => page.evaluate(work);
}
