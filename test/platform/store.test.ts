/** The store against a real IndexedDB. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/platform/store.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { storePage } from './store-page.ts';

const SCRIPT = `
  import { openStore } from './store.js';
  globalThis.storeOf = () => openStore();
`;

describe.skipIf(skipBrowserTests)('the store', () => {
  /** Runs in the page, where `storeOf` opens the database anew, as a reload does. */
  const inPage = storePage('store', SCRIPT);

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
