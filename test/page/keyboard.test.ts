import { describe, expect, it } from 'vitest';
import { PLACE_NAMES } from '../../src/words/places.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { focused, sessionOf, tabStops, tabTo } from './keys.ts';
import { card, downloads, site, vector } from './support.ts';

describe.skipIf(skipBrowserTests)('by keyboard alone', () => {
  const twinslot = site();

  it('reaches everything on the empty page in reading order', async () => {
    const opened = await twinslot.open();
    const stops = await tabStops(opened.page, await sessionOf(opened));
    const places = Object.values(PLACE_NAMES).map(name => `link: ${name}`);
    expect(stops.slice(2, 2 + stops.filter(stop => places.includes(stop)).length)).toEqual(
      places.filter(place => stops.includes(place)),
    );
    expect(stops.filter(stop => !places.includes(stop))).toEqual([
      'link: Skip to the firmware',
      'link: Firmware',
      'button: Deutsch',
      'radio: Auto',
      'button: Open ELF files',
      'button: Try with an example',
    ]);
  });

  it('skips to the firmware', async () => {
    const opened = await twinslot.open();
    const session = await sessionOf(opened);
    await opened.page.keyboard.press('Tab');
    await opened.page.keyboard.press('Enter');
    await opened.page.keyboard.press('Tab');
    expect(await focused(session)).toBe('button: Open ELF files');
  });

  it('walks from the example to the saved images', async () => {
    const opened = await twinslot.open();
    const { page } = opened;
    const session = await sessionOf(opened);
    await tabTo(page, session, 'button: Try with an example');
    await page.keyboard.press('Enter');
    await card(page, 'example-user2.elf').waitFor();
    await expect.poll(() => focused(session)).toMatch(/^listitem/);
    expect(await tabStops(page, session)).toEqual([
      'button: Add files',
      'button: Remove example-user1.elf',
      'DisclosureTriangle: Why user1? example-user1.elf',
      'DisclosureTriangle: Headers, sizes and bytes example-user1.elf',
      'button: Remove example-user2.elf',
      'DisclosureTriangle: Why user2? example-user2.elf',
      'DisclosureTriangle: Headers, sizes and bytes example-user2.elf',
      'combobox: Flash size',
      'combobox: Flash mode',
      'combobox: Flash speed',
      'combobox: Slot that starts',
      'button: Save user1.bin and user2.bin',
      'button: Save to a folder…',
      'button: Add Twinslot’s boot loader',
      'DisclosureTriangle: Flash size 1MB assumed',
      'DisclosureTriangle: No boot loader',
      // The map is one stop; its regions are reached with the arrow keys.
      expect.stringMatching(/^button: boot loader, 0x00000 to 0x00FFF/),
      'DisclosureTriangle: All regions of the flash',
      'button: Copy the SHA-256 of user1.bin',
      'button: Save user1.bin',
      'DisclosureTriangle: Headers, sizes and bytes user1.bin',
      'button: Copy the SHA-256 of user2.bin',
      'button: Save user2.bin',
      'DisclosureTriangle: Headers, sizes and bytes user2.bin',
      'DisclosureTriangle: The same with esptool',
      'DisclosureTriangle: For other tools',
      'button: Connect a board',
      'button: Try with a virtual board',
      'DisclosureTriangle: Is your board not in the list, or does its port not open?',
      'DisclosureTriangle: Relay for real devices',
    ]);
    await tabTo(page, session, 'button: Save user1.bin and user2.bin');
    const saved = await downloads(page, 2, () => page.keyboard.press('Enter'));
    expect(Object.keys(saved).sort()).toEqual(['user1.bin', 'user2.bin']);
  });

  it('opens the reasons and changes a setting', async () => {
    const opened = await twinslot.open();
    const { page } = opened;
    const session = await sessionOf(opened);
    await page.setInputFiles('input[type=file]', [vector('hello_build1_1024_app1.elf')]);
    await card(page, 'hello_build1_1024_app1.elf').waitFor();
    await tabTo(page, session, 'DisclosureTriangle: Why user1? hello_build1_1024_app1.elf');
    await page.keyboard.press('Enter');
    await page.getByText('Linked for 0x40201010').waitFor();
    await tabTo(page, session, 'combobox: Flash mode');
    await page.keyboard.press('d');
    await page.getByText('Chosen by you.').waitFor();
    expect(await focused(session)).toBe('combobox: Flash mode');
  });

  it('keeps the focus near when a card goes', async () => {
    const opened = await twinslot.open();
    const { page } = opened;
    const session = await sessionOf(opened);
    await page.getByRole('button', { name: 'Try with an example' }).click();
    await card(page, 'example-user2.elf').waitFor();
    await tabTo(page, session, 'button: Remove example-user1.elf');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(session)).toBe('button: Remove example-user2.elf');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(session)).toMatch(/^listitem|^button: Open ELF files/);
    await page.keyboard.press('Tab');
    expect(await focused(session)).toMatch(/^button: (Open ELF files|Try with an example)/);
  });

  it('does not move the focus when files are dropped', async () => {
    const opened = await twinslot.open();
    const session = await sessionOf(opened);
    await tabTo(opened.page, session, 'radio: Auto');
    await opened.page.setInputFiles('input[type=file]', [vector('hello_build1_1024_app1.elf')]);
    await card(opened.page, 'hello_build1_1024_app1.elf').waitFor();
    expect(await focused(session)).toBe('radio: Auto');
  });
});
