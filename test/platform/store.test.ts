/** The store against a real IndexedDB: built alone, on a page of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/platform/store.ts';
import { closeBrowser, openPage, skipBrowserTests } from '../support/browser.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';

const PAGE = `<!doctype html><title>store</title><link rel="icon" href="data:,">
<script type="module">
  import { openStore } from './store.js';
  globalThis.storeOf = () => openStore();
</script>`;

describe.skipIf(skipBrowserTests)('the store', () => {
  let folder: string;
  let server: StaticServer;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'twinslot-store-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        lib: { entry: 'src/platform/store.ts', formats: ['es'], fileName: () => 'store.js' },
        outDir: folder,
        emptyOutDir: false,
      },
    });
    writeFileSync(join(folder, 'index.html'), PAGE);
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

  /** Runs in the page, where `storeOf` opens the database anew, as a reload does. */
  const inPage = <T>(work: () => Promise<T>): Promise<T> => page.evaluate(work);

  it('keeps settings', async () => {
    const settings = await inPage(async () => {
      await storeOf().putSettings({ theme: 'dark', map: '4MB-c1' });
      return storeOf().settings();
    });
    expect(settings).toEqual({ theme: 'dark', map: '4MB-c1' });
  });

  it('keeps what was learnt of bridges and boards, each under its own name', async () => {
    const found = await inPage(async () => {
      const store = storeOf();
      await store.putLink('10c4:ea60 0', { baud: 460800, reset: 'slow' });
      await store.putLink('10c4:ea60 1', { baud: 115200 });
      await store.putBoard('5C:CF:7F:00:00:01', { known: true, unfinished: true });
      const later = storeOf();
      return [
        await later.link('10c4:ea60 0'),
        await later.link('1a86:7523 0'),
        await later.board('5C:CF:7F:00:00:01'),
        await later.board('5C:CF:7F:00:00:02'),
      ];
    });
    expect(found).toEqual([
      { baud: 460800, reset: 'slow' },
      undefined,
      { known: true, unfinished: true },
      undefined,
    ]);
  });

  it('knows nothing at first', async () => {
    expect(await inPage(() => storeOf().settings())).toEqual({});
  });
});

declare global {
  /** In the page only. */
  var storeOf: () => Store;
}
