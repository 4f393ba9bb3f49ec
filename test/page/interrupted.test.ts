/** What interrupts a write over Web Serial: a crash of the tab, a cable, a second tab, somebody who closes the page. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { words } from './support.ts';
import { button, connect, give, longProgram, skipWired, wired } from './wired.ts';

const PROGRAMS = { 'app1.elf': longProgram('user1', 0x50000), 'app2.elf': longProgram('user2', 0x4000) };
const step = (page: Page) => page.locator('ts-flash-step');
const percent = async (page: Page): Promise<number> =>
  Number(await step(page).getByRole('progressbar').getAttribute('aria-valuenow'));
const verified = (page: Page) => step(page).getByText('Written and verified');

/** A write that is on its way. */
async function writing(page: Page, to = 20): Promise<void> {
  await give(page, PROGRAMS);
  await connect(page);
  await button(page, 'Write to the board').click();
  await expect.poll(() => percent(page)).toBeGreaterThan(to);
}

describe.skipIf(skipWired)('a write that is interrupted', () => {
  const bench = wired();

  it('by a crash of the tab: a new one knows the board, says so, and goes on where it was', async () => {
    const { board } = await bench.plug({ mac: '5C:CF:7F:00:01:01' });
    const crashed = await bench.browser.tab();
    await writing(crashed, 40);
    await Promise.all([crashed.waitForEvent('crash'), crashed.goto('chrome://crash').catch(() => undefined)]);
    await crashed.close();
    const page = await bench.open();
    await give(page, PROGRAMS);
    await connect(page);
    await step(page).getByText('A write to this board broke off').waitFor();
    await button(page, 'Continue').click();
    await verified(page).waitFor();
    const proof = (await step(page).locator('.proof li').allTextContents()).map(words).join('\n');
    expect(proof).toMatch(/user1 .*: written \([\d.]+ KB differed\), verified|user1 .*: was there already/);
    expect(board.saveFlash()[0x1000]).toBe(0xea);
    // Said once: it has come to its end.
    await page.reload();
    await give(page, PROGRAMS);
    await connect(page);
    await page.locator('ts-lane-card').getByText('5C:CF:7F:00:01:01').first().waitFor();
    expect(await step(page).getByText('A write to this board broke off').count()).toBe(0);
  });

  it('by the cable: waits for it, and goes on by itself', async () => {
    const port = await bench.plug({ mac: '5C:CF:7F:00:01:02' });
    const page = await bench.open();
    await writing(page);
    const flash = port.board.saveFlash();
    await port.unplug();
    await step(page).getByText('Plug the cable in again: the page goes on by itself.').waitFor();
    await bench.plug({ mac: '5C:CF:7F:00:01:02' }, { flash });
    await verified(page).waitFor();
  });

  it('by nobody: closing the page asks first, and the screen stays on, as long as it is under way', async () => {
    await bench.plug({ mac: '5C:CF:7F:00:01:03' });
    const page = await bench.open();
    await page.evaluate(watchWakeLock);
    const asked: string[] = [];
    page.on('dialog', dialog => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await writing(page, 5);
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => asked).toEqual(['beforeunload']);
    expect(await page.evaluate(() => (globalThis as { wake?: string[] }).wake)).toEqual(['on']);
    const second = await bench.open();
    await give(second, PROGRAMS);
    await connect(second);
    await second.locator('ts-lane-card').getByText('Another tab has this port').waitFor();
    await second.close();
    await page.bringToFront();
    await verified(page).waitFor();
    expect(await page.evaluate(() => (globalThis as { wake?: string[] }).wake)).toEqual(['on', 'off']);
    await Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })]);
    expect(asked).toEqual(['beforeunload']);
  });
});

/** Runs in the page: tells when the screen is kept on, and when no longer. */
function watchWakeLock(): void {
  const wake: string[] = [];
  Object.assign(globalThis, { wake });
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async type => {
    const lock = await request(type);
    wake.push('on');
    lock.addEventListener('release', () => wake.push('off'));
    return lock;
  };
}
