import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skipBrowserTests } from '../support/browser.ts';
import { badge, card, drop, findings, primaryButton, site, vector, words } from './support.ts';

interface BadInput {
  readonly file: string;
  readonly what: string;
  readonly acceptable: readonly ('reject' | 'warn' | 'convert')[];
}

const inputs: readonly BadInput[] = JSON.parse(readFileSync(vector('bad/bad.json'), 'utf8')).inputs;

describe.skipIf(skipBrowserTests)('the bad inputs of the vectors, in the page', () => {
  const twinslot = site();

  it('get an acceptable verdict, in words, and nothing to save where they are refused', async () => {
    const { page } = await twinslot.open();
    expect(inputs.length).toBeGreaterThan(30);
    for (const { file, what, acceptable } of inputs) {
      await drop(page, [vector(`bad/${file}`)]);
      const shown = card(page, file);
      await shown.waitFor();
      const errors = await findings(shown, 'error');
      const odd = [...(await findings(shown, 'warning')), ...(await findings(shown, 'note'))];
      const verdict = errors.length > 0 ? 'reject' : odd.length > 0 ? 'warn' : 'convert';
      expect(acceptable, `${file} (${what}): ${[...errors, ...odd].join(', ')}`).toContain(verdict);
      if (verdict === 'reject') {
        expect(await badge(page, file), file).toBe('not usable');
        expect(words(await primaryButton(page).textContent()), file).toBe('Add files');
      }
      await shown.getByRole('button', { name: `Remove ${file}` }).click();
      await shown.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Open ELF files' }).waitFor();
  });
});
