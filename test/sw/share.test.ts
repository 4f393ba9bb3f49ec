import { describe, expect, it } from 'vitest';
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
