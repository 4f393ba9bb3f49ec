/** The history of a board in Chromium: what is noted, as files, after a reload, and removed. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { boardWithBuild1, bring, button, shot, step, update } from './running-support.ts';
import { downloads, site, words } from './support.ts';

const LIMIT = { timeout: 240_000 };
const MAC = '5C:CF:7F:12:34:56';

const history = (page: Page): Locator => step(page).locator('ts-board-history');
const unfold = (page: Page): Promise<void> => history(page).locator('summary').click();
const sentences = async (page: Page): Promise<string[]> =>
  (await history(page).locator('li > span:nth-child(2)').allTextContents()).map(words);

describe.skipIf(skipBrowserTests)('the history of a board', () => {
  const twinslot = site();

  it(
    'notes what was written, offered, sent and booted; as files, after a reload, until removed',
    LIMIT,
    async () => {
      const { page } = await twinslot.open();
      const folder = twinslot.folder();
      await boardWithBuild1(page, folder);
      await bring(page, folder, 2);
      await update(page, 'user2', 2);
      await unfold(page);
      // The newest first; offers that stand for a moment only may be among them.
      const expected = [
        /^Written through the cable and verified: .*user1, build 1 .* and user2, build 1 .*\. user1 starts\.$/,
        /^user1 started and runs \(reset pin.*Twinslot’s boot loader [\d.]+ · flash map 1MB\)\.$/,
        /^Offered over the air: user2, build 2/,
        /^The device fetched all of user2, build 2 \(example-user2\.elf, [\d.]+ KB\)\.$/,
        /^user2 started and runs \(restart by software/,
        /^Updated over the air: user2 runs, build 2; its boot text proves it\.$/,
      ];
      const missing = async (): Promise<string[]> => {
        const all = await sentences(page);
        return expected.filter(each => !all.some(text => each.test(text))).map(String);
      };
      await expect.poll(missing, { timeout: 60_000 }).toEqual([]);
      const all = (await sentences(page)).reverse();
      const order = expected.slice(0, 4).map(each => all.findIndex(text => each.test(text)));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      const written = all[0] ?? '';
      expect(words(await history(page).locator('summary').textContent())).toBe(
        `History of the virtual board ${MAC} (${all.length} entries)`,
      );
      await shot(page, 'history');
      expect(await scanAxe(page)).toEqual([]);

      const files = await downloads(page, 2, async () => {
        await button(page, 'Save as JSON').click();
        await button(page, 'Save as CSV').click();
      });
      const json = JSON.parse(String(files['history-5CCF7F123456.json'])) as { entries: { kind: string }[] };
      expect(json.entries.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['written', 'booted', 'offered', 'sent', 'updated']),
      );
      expect(String(files['history-5CCF7F123456.csv'])).toMatch(
        /^[^\r]*,virtual 5C:CF:7F:12:34:56,sent,user2,2,example-user2\.elf,\d+,[0-9a-f]{64},\r$/m,
      );

      await page.reload();
      await boardOnly(page);
      await unfold(page);
      await expect.poll(() => sentences(page)).toContain(written);
      await button(page, 'Remove this history…').click();
      await button(page, 'Remove').click();
      await expect.poll(() => sentences(page)).not.toContain(written);
      await page.reload();
      await boardOnly(page);
      await unfold(page);
      expect(await sentences(page)).not.toContain(written);
    },
  );

  it('says once that the browser keeps nothing', LIMIT, async () => {
    const { page, context } = await twinslot.open();
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError');
      };
    });
    await page.reload();
    await boardOnly(page);
    await unfold(page);
    await history(page).getByText('This browser keeps nothing for this page').waitFor();
    expect(await history(page).getByText('This browser keeps nothing for this page').count()).toBe(1);
  });
});

/** A new virtual board of the same kind, from the example: it has the same MAC. */
async function boardOnly(page: Page): Promise<void> {
  await button(page, 'Try with an example').click();
  await button(page, 'Try with a virtual board').click();
  await history(page).locator('summary').waitFor({ timeout: 60_000 });
}
