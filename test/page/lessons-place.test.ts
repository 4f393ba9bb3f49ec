/** The pages of the lessons: files and links that open one, the panel on small screens, and the page for teachers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readLesson } from '../../src/core/lesson/read.ts';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { card, downloads, drop, site, words } from './support.ts';

const LIMIT = { timeout: 240_000 };
const SHOTS = process.env.TWINSLOT_SHOTS;
const SHIPPED = 'public/lessons/look-inside.twinslot';

const panel = (page: Page): Locator => page.locator('ts-lesson-panel');
const place = (page: Page): Locator => page.locator('ts-lessons-place');
const button = (of: Page | Locator, name: string | RegExp): Locator => of.getByRole('button', { name });

async function shot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(to => {
    location.hash = to;
  }, hash);
  await place(page).getByRole('heading', { level: 2 }).waitFor();
}

/** A lesson with one step, as a teacher may write it. */
const own = (change: object = {}): string =>
  JSON.stringify({
    ...{ twinslot: 1, title: { en: 'Own lesson' }, about: { en: 'Made here.' }, minutes: 3 },
    firmware: {
      app: {
        name: 'my-app.elf',
        base64: readFileSync('src/example/built/example-user1.elf').toString('base64'),
      },
    },
    steps: [{ text: { en: 'Take it.' }, give: ['app'], expect: { kind: 'files', slots: ['user1'] } }],
    ...change,
  });

describe.skipIf(skipBrowserTests)('the pages of the lessons', () => {
  const twinslot = site('/', process.env.TWINSLOT_DIST);

  it('take a file that is dropped anywhere, or say what is wrong with it', LIMIT, async () => {
    const { page } = await twinslot.open();
    const file = join(twinslot.folder(), 'own.twinslot');
    writeFileSync(file, own({ minutes: 'long' }));
    await drop(page, [file]);
    await place(page).getByText('The field minutes is "long"').waitFor();
    writeFileSync(file, own());
    await drop(page, [file]);
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/lessons\/file-[0-9a-f]{16}$/);
    await button(place(page), 'Start Own lesson').click();
    await button(panel(page), 'Put my-app.elf on the page').click();
    await card(page, 'my-app.elf').waitFor();
    await panel(page).locator('.check.seen').getByText('my-app.elf on the page').waitFor();
    // It is still there on the next visit, and so is how far somebody came.
    await page.reload();
    await goTo(page, '#/lessons');
    await button(place(page), /^Go on at step 1 of 1 Own lesson/).waitFor();
  });

  it('open a lesson behind a link when somebody says yes, and nothing from elsewhere', LIMIT, async () => {
    const { page } = await twinslot.open();
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    await goTo(page, `#/lessons/?from=${encodeURIComponent('https://other.example/far.twinslot')}`);
    await place(page).getByText('a lesson on other.example').waitFor();
    expect(await place(page).getByRole('button').count()).toBe(0);
    await goTo(page, `#/lessons/?from=${encodeURIComponent('javascript:alert(1)')}`);
    await place(page).getByText('This link names no lesson').waitFor();
    await goTo(page, `#/lessons/?from=${encodeURIComponent('lessons/two-slots.twinslot')}`);
    await place(page).getByText('This link opens a lesson from').waitFor();
    expect(asked.filter(url => !url.startsWith(twinslot.server.url))).toEqual([]);
    await button(place(page), 'Fetch the lesson').click();
    await button(place(page), 'Start Flash and watch two slots').click();
    // Its firmware lies beside it.
    await button(panel(page), 'Put example-user1.elf and example-user2.elf on the page').click();
    await card(page, 'example-user2.elf').waitFor();
  });

  it('save a lesson as one file with its firmware inside', LIMIT, async () => {
    const { page } = await twinslot.open();
    await goTo(page, '#/lessons');
    const save = button(place(page), 'Save as one file Look inside an image');
    const saved = await downloads(page, 1, () => save.click());
    const outcome = readLesson(saved['look-inside.twinslot']?.toString('utf8') ?? '');
    if (!outcome.ok) throw new Error('the saved lesson is none');
    const before = readLesson(readFileSync(SHIPPED, 'utf8'));
    expect(outcome.value.steps).toEqual(before.ok && before.value.steps);
    for (const [key, file] of Object.entries(outcome.value.firmware)) {
      const shipped = before.ok ? before.value.firmware[key] : undefined;
      if (!('bytes' in file) || !shipped || !('url' in shipped)) throw new Error(`${key} is not inside`);
      expect(readFileSync(join(dirname(SHIPPED), shipped.url)).equals(file.bytes)).toBe(true);
    }
  });

  it('fit 320 px in the dark and are sound for screen readers, and the panel folds away', LIMIT, async () => {
    const { page } = await twinslot.open({ width: 320, colorScheme: 'dark' });
    await goTo(page, '#/lessons');
    await button(place(page), 'Start Look inside an image').waitFor();
    expect([...(await clippedText(page)), ...(await smallTargets(page)), ...(await scanAxe(page))]).toEqual(
      [],
    );
    await shot(page, 'list-narrow-dark');
    await button(place(page), 'Start Look inside an image').click();
    await panel(page).getByText('Step 1 of 12').first().waitFor();
    expect([...(await clippedText(page)), ...(await smallTargets(page)), ...(await scanAxe(page))]).toEqual(
      [],
    );
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'panel-narrow-dark.png') });
    await button(panel(page), 'Fold the lesson away').click();
    expect(await button(panel(page), 'Next').count()).toBe(0);
    await button(panel(page), 'Unfold the lesson').click();
    // Somebody goes elsewhere and comes back: the lesson is where it was.
    await page.getByRole('link', { name: 'Lessons' }).click();
    await place(page).getByRole('link', { name: 'Go on with it' }).click();
    await panel(page).getByText('Step 1 of 12').first().waitFor();
  });

  it(
    'can be gone through with the keyboard: the focus stays, steps are announced, places are shown',
    LIMIT,
    async () => {
      const { page } = await twinslot.open();
      await goTo(page, '#/lessons');
      await button(place(page), 'Start Look inside an image').click();
      const focus = () =>
        page.evaluate(() => {
          let at = document.activeElement;
          while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          return at?.id || at?.textContent?.trim();
        });
      // Skipping a step is one button that keeps the focus.
      await button(panel(page), 'Go on without').focus();
      await page.keyboard.press('Enter');
      await expect
        .poll(() => panel(page).getByRole('status').first().textContent())
        .toMatch(/^Step 2 of 12\. In step 2/);
      expect(await focus()).toBe('Go on without');
      await button(panel(page), 'Back').focus();
      await page.keyboard.press('Enter');
      await expect.poll(focus).toBe('Step 1 of 12');
      await button(panel(page), 'Show me where').focus();
      await page.keyboard.press('Enter');
      await expect.poll(focus).toBe('firmware');
    },
  );

  it('speak German to a page in German', LIMIT, async () => {
    const { page } = await twinslot.open();
    await page.evaluate(() => localStorage.setItem('language', 'de'));
    await page.goto(`${twinslot.server.url}#/lessons`);
    await page.reload();
    await button(place(page), 'Anfangen Schau in ein Image hinein').click();
    await panel(page).getByText('Ein Compiler macht aus einem Programm eine ELF-Datei').first().waitFor();
    await button(panel(page), /auf die Seite holen$/).click();
    await panel(page)
      .locator('.check.seen')
      .getByText('example-user1.elf und example-user2.elf auf der Seite')
      .waitFor();
  });

  it('make policy files for the administrator', LIMIT, async () => {
    const { page } = await twinslot.open();
    await goTo(page, '#/lessons/teacher');
    const form = page.locator('ts-policy-form');
    await shot(page, 'teacher');
    expect(await scanAxe(page)).toEqual([]);
    await form.getByLabel('For this address').fill('https://twinslot.school.example/app/');
    await form.getByLabel('System').selectOption('linux');
    await form.getByLabel(/^Let the page reach the relay/).check();
    const saved = await downloads(page, 1, () => button(form, 'Download twinslot.json').click());
    const policies = JSON.parse(saved['twinslot.json']?.toString('utf8') ?? '');
    const origin = 'https://twinslot.school.example';
    expect(policies).toMatchObject({
      ...{ SerialAskForUrls: [origin], LoopbackNetworkAllowedForUrls: [origin] },
      SerialAllowUsbDevicesForUrls: [{ urls: [origin] }],
    });
    // Every policy in the file is explained below it.
    const named = await form.locator('dt').allTextContents();
    expect(named.map(words).sort()).toEqual(Object.keys(policies).sort());
    await form.getByLabel('For this address').fill('nowhere');
    await form.getByText('That is no address of a web page').waitFor();
    expect(await button(form, /^Download/).count()).toBe(0);
  });

  it('have a page for teachers that fits 320 px in the dark', LIMIT, async () => {
    const { page } = await twinslot.open({ width: 320, colorScheme: 'dark' });
    await goTo(page, '#/lessons/teacher');
    await page.getByText('What is in the file').waitFor();
    expect([...(await clippedText(page)), ...(await smallTargets(page)), ...(await scanAxe(page))]).toEqual(
      [],
    );
    await shot(page, 'teacher-narrow-dark');
  });
});
