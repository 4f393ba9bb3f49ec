import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepShared, MOST_SHARED, takeShared } from '../../src/platform/shared-files.ts';
import { copyOf } from '../../src/sw/copy.ts';
import { isShare } from '../../src/sw/share.ts';

const SCOPE = 'https://example.org/tools/twinslot/';

describe('what another app shares', () => {
  it.each([
    ['POST', `${SCOPE}share`, true],
    ['POST', `${SCOPE}share?from=phone`, true],
    ['GET', `${SCOPE}share`, false],
    ['POST', `${SCOPE}share/more`, false],
    ['POST', SCOPE, false],
    ['POST', 'https://example.org/share', false],
    ['POST', 'https://example.com/tools/twinslot/share', false],
  ])('is what comes by %s to %s: %s', (method, url, expected) => {
    expect(isShare({ method, url }, SCOPE)).toBe(expected);
  });
});

describe('shared files on their way to the page', () => {
  const kept = new Map<string, Response>();

  beforeEach(() => {
    const cache = {
      put: async (address: string, response: Response) => void kept.set(address, response),
      match: async (address: string) => kept.get(address),
      delete: async (address: string) => kept.delete(address),
      keys: async () => [...kept.keys()].map(address => ({ url: new URL(address, SCOPE).href })),
    };
    vi.stubGlobal('caches', { open: async () => cache });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    kept.clear();
  });

  it('arrive with their names and contents, once', async () => {
    const key = await keepShared([new File(['one'], 'äpp 1.elf'), new File(['two'], 'app2.elf')]);
    const files = await takeShared(key);
    expect(files.map(({ name }) => name)).toEqual(['äpp 1.elf', 'app2.elf']);
    expect(await files[1]?.text()).toBe('two');
    expect(await takeShared(key)).toEqual([]);
    expect(kept.size).toBe(0);
  });

  it('are not kept when there are more than anybody would share', async () => {
    const many = Array.from({ length: MOST_SHARED.files + 1 }, (_, i) => new File(['x'], `${i}.elf`));
    expect(await keepShared(many)).toBe('');
    const large = new File(['x'], 'large.bin');
    Object.defineProperty(large, 'size', { value: MOST_SHARED.bytes + 1 });
    expect(await keepShared([large])).toBe('');
    expect(await keepShared([])).toBe('');
    expect(kept.size).toBe(0);
  });
});

describe('the copy of the site', () => {
  const listed = [
    { url: 'index.html', revision: 'a1' },
    { url: 'assets/page-1.js', revision: null },
  ];

  it('holds what the build listed, and the list of hashes', () => {
    expect(copyOf(listed).map(({ url }) => url)).toEqual([
      'index.html',
      'assets/page-1.js',
      'SHA256SUMS.txt',
    ]);
  });

  it('fetches the list of hashes anew exactly when a file changed', () => {
    const revision = (entries: typeof listed): string | null | undefined => copyOf(entries).at(-1)?.revision;
    expect(revision([...listed])).toBe(revision(listed));
    expect(revision([{ url: 'index.html', revision: 'a2' }, ...listed.slice(1)])).not.toBe(revision(listed));
    expect(revision(listed.slice(1))).not.toBe(revision(listed));
  });
});
