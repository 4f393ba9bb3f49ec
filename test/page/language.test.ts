/** The page in German, and in a script that runs from right to left. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { badge, choose, notice, site, vector } from './support.ts';

const LONG = { timeout: 60_000 };

/** By its button; the page loads again. */
async function speak(page: Page, language: 'Deutsch' | 'English'): Promise<void> {
  const lang = language === 'Deutsch' ? 'de' : 'en';
  await page.getByRole('button', { name: language, exact: true }).click();
  await page.waitForFunction(wanted => document.documentElement.lang === wanted, lang, LONG);
  await page.locator('ts-drop-zone').waitFor(LONG);
}

/** Everything that is written on the page or read aloud, within shadow trees too. */
const said = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const walk = (node: Node): void => {
      if (node instanceof Element && /^(?:STYLE|SCRIPT|NOSCRIPT|CODE|PRE)$/i.test(node.nodeName)) return;
      if (node instanceof Element && node.closest('[lang=en]:not(html)')) return;
      if (node instanceof Text) found.push(node.data.replace(/\s+/g, ' ').trim());
      if (node instanceof Element) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
          found.push(node.getAttribute(name) ?? '');
        if (node.shadowRoot) walk(node.shadowRoot);
      }
      for (const child of node.childNodes) walk(child);
    };
    walk(document.body);
    return found.filter(Boolean);
  });

/** Words that every English sentence has some of, and no German one. */
const ENGLISH =
  /\b(?:the|with|your|what|this|that|and|or|of|to|from|is|are|not|writes|keeps|starts|save|open|copy|remove)\b/i;

describe.skipIf(skipBrowserTests)('German', () => {
  const twinslot = site();

  it('is chosen by its name, stays over a reload, and gives way to English again', async () => {
    const { page } = await twinslot.open();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await speak(page, 'Deutsch');
    await page.getByRole('button', { name: 'ELF-Dateien öffnen' }).waitFor(LONG);
    expect(await page.locator('html').getAttribute('dir')).toBe('ltr');
    expect(await page.getByRole('button', { name: 'English' }).getAttribute('lang')).toBe('en');
    await page.reload();
    await page.getByRole('button', { name: 'Mit einem Beispiel ausprobieren' }).waitFor(LONG);
    await speak(page, 'English');
    await page.getByRole('button', { name: 'Try with an example' }).waitFor(LONG);
  });

  it('takes the files and what was chosen along', async () => {
    const { page } = await twinslot.open();
    await choose(page, vector('hello_build1_1024_app1.elf'), vector('hello_build1_1024_app2.elf'));
    await page.locator('ts-file-card').nth(1).waitFor(LONG);
    const before = await Promise.all(
      ['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(name => badge(page, name)),
    );
    await speak(page, 'Deutsch');
    await page.locator('ts-file-card').nth(1).waitFor(LONG);
    expect(
      await Promise.all(
        ['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(name => badge(page, name)),
      ),
    ).toEqual(before);
  });

  it.each([
    { width: 1280, colorScheme: 'light' },
    { width: 320, colorScheme: 'dark' },
  ] as const)('is whole, fits and is accessible, $width px wide and $colorScheme', async options => {
    const { page } = await twinslot.open({ ...options, reducedMotion: 'reduce' });
    await speak(page, 'Deutsch');
    expect(await clippedText(page)).toEqual([]);
    await page.getByRole('button', { name: 'Mit einem Beispiel ausprobieren' }).click();
    await page.getByRole('heading', { name: 'Speicherkarte' }).waitFor(LONG);
    await page.getByRole('heading', { name: 'Läuft', exact: true }).waitFor(LONG);
    const texts = await said(page);
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter(text => ENGLISH.test(text))).toEqual([]);
    expect(await clippedText(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await scanAxe(page)).toEqual([]);
  });

  it('does not part a page from its board', async () => {
    const { page } = await twinslot.open();
    await page.getByRole('button', { name: 'Try with an example' }).click();
    await page.getByRole('button', { name: 'Try with a virtual board' }).click(LONG);
    await page.getByText('Buttons, light and cable of the virtual board').waitFor(LONG);
    await page.getByRole('button', { name: 'Deutsch', exact: true }).click();
    await notice(page, 'The language stays for now').waitFor(LONG);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });
});

describe.skipIf(skipBrowserTests)('a script from right to left', () => {
  const twinslot = site();

  it.each([1280, 320])('breaks nothing, %i px wide', async width => {
    const { page } = await twinslot.open({ width, reducedMotion: 'reduce' });
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    expect(await clippedText(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try with an example' }).click();
    await page.getByRole('heading', { name: 'Running' }).waitFor(LONG);
    expect(await clippedText(page)).toEqual([]);
    // The frame turns round; addresses, bytes and the map of the flash do not.
    const brand = await page.locator('.brand').boundingBox();
    expect((brand?.x ?? 0) + (brand?.width ?? 0)).toBeGreaterThan(width / 2);
    const directions = await page.evaluate(() =>
      ['ts-memory-map', 'ts-map-step'].map(name => {
        const find = (root: ParentNode): Element | undefined => {
          for (const element of root.querySelectorAll('*')) {
            if (element.localName === name) return element;
            const inside = element.shadowRoot && find(element.shadowRoot);
            if (inside) return inside;
          }
          return undefined;
        };
        const found = find(document);
        return found && getComputedStyle(found).direction;
      }),
    );
    expect(directions).toEqual(['ltr', 'rtl']);
  });
});
