/** The store against a real IndexedDB: built alone, on a page of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store, StoredBuild } from '../../src/platform/store.ts';
import { closeBrowser, openPage, skipBrowserTests } from '../support/browser.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';

const PAGE = `<!doctype html><title>store</title><link rel="icon" href="data:,">
<script type="module">
  import { openStore } from './store.js';
  globalThis.storeOf = () => openStore();
  globalThis.entry = (id, ...hashes) => ({
    id,
    time: 0,
    files: hashes.map(sha256 => ({ name: sha256 + '.elf', size: 3, sha256, summary: 'user1' })),
  });
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
    const found = await inPage(async () => [await storeOf().settings(), await storeOf().builds()]);
    expect(found).toEqual([{}, []]);
  });

  it('gives the contents back in the order of the files', async () => {
    const texts = await inPage(async () => {
      const build = entry('one', 'a', 'b');
      await storeOf().putBuild(build, [new Blob(['first']), new Blob(['second'])]);
      const contents = await storeOf().contents(build);
      return Promise.all(contents.map(blob => blob.text()));
    });
    expect(texts).toEqual(['first', 'second']);
  });

  it('keeps the newest twenty, and forgets the contents of the rest', async () => {
    const result = await inPage(async () => {
      for (let i = 0; i < 23; i++) await storeOf().putBuild(entry(`b${i}`, `h${i}`), [new Blob([`${i}`])]);
      const kept = await storeOf().builds();
      const gone = await storeOf()
        .contents(entry('b2', 'h2'))
        .catch((error: unknown) => String(error));
      const still = await storeOf().contents(entry('b3', 'h3'));
      return { ids: kept.map(k => k.id), gone, still: await still[0]?.text() };
    });
    expect(result.ids).toHaveLength(20);
    expect([result.ids[0], result.ids.at(-1)]).toEqual(['b22', 'b3']);
    expect(result.gone).toContain('the contents of h2.elf are gone');
    expect(result.still).toBe('3');
  });

  it('lets a build replace the builds that are part of it', async () => {
    const ids = await inPage(async () => {
      const blob = new Blob(['x']);
      await storeOf().putBuild(entry('other', 'c'), [blob]);
      await storeOf().putBuild(entry('first', 'a'), [blob]);
      return (await storeOf().putBuild(entry('both', 'a', 'b'), [blob, blob])).map(k => k.id);
    });
    expect(ids).toEqual(['both', 'other']);
  });

  it('removes a build, and keeps contents that another one shares', async () => {
    const result = await inPage(async () => {
      await storeOf().putBuild(entry('one', 'a', 'b'), [new Blob(['A']), new Blob(['B'])]);
      await storeOf().putBuild(entry('two', 'a', 'c'), [new Blob(['A']), new Blob(['C'])]);
      const left = await storeOf().removeBuild('one');
      const shared = await storeOf().contents(entry('two', 'a', 'c'));
      const gone = await storeOf()
        .contents(entry('one', 'b'))
        .then(
          () => 'there',
          () => 'gone',
        );
      return { left: left.map(k => k.id), shared: shared.length, gone };
    });
    expect(result).toEqual({ left: ['two'], shared: 2, gone: 'gone' });
  });

  it('loses nothing when two tabs keep a build at the same time', async () => {
    const ids = await inPage(async () => {
      const blob = new Blob(['x']);
      await Promise.all(['a', 'b', 'c', 'd'].map(h => storeOf().putBuild(entry(h, h), [blob])));
      return (await storeOf().builds()).map(k => k.id);
    });
    expect(ids.sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});

declare global {
  /** In the page only. */
  var storeOf: () => Store;
  var entry: (id: string, ...hashes: string[]) => StoredBuild;
}
