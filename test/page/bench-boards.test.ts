/** Boards of the bench as files, of several kinds, and what it says when a board or its worker stops. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { imageOf, JUMP_A2, LOOP, programImage, STORE_A2, withWord } from '../board/board/programs.ts';
import { openPage, skipBrowserTests } from '../support/browser.ts';
import { downloads, openBench, site, vectorBytes } from './support.ts';

const SIZE = 0x100000;
const PARAMETERS = SIZE - 0x4000;

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const condition = (page: Page): Locator => page.locator('ts-bench .condition');

function flashWith(...parts: readonly (readonly [offset: number, bytes: Uint8Array])[]): Uint8Array {
  const flash = new Uint8Array(SIZE).fill(0xff);
  for (const [offset, bytes] of parts) flash.set(bytes, offset);
  return flash;
}

describe.skipIf(skipBrowserTests)('boards of the bench', () => {
  const twinslot = site();

  const exampleBench = async (): Promise<Page> => {
    const { page } = await twinslot.open();
    await button(page, 'Try with an example').click();
    await openBench(page);
    await condition(page).waitFor();
    return page;
  };
  const open = async (page: Page, name: string, bytes: Uint8Array): Promise<void> => {
    const path = join(twinslot.folder(), name);
    writeFileSync(path, bytes);
    await page.locator('ts-bench input[type=file]').setInputFiles(path);
  };

  it('are saved as flash files and opened again', async () => {
    const loader = new Uint8Array(readFileSync('src/bootloader/built/twinslot-boot.bin'));
    loader[3] = 0x20; // map 2: 1 MB, 512+512; 40 MHz
    const user1 = vectorBytes('images/hello_build1_1024_app1/canonical-user1.bin');
    const flash = flashWith([0, loader], [0x1000, user1]);
    const page = await exampleBench();
    await open(page, 'board.bin', flash);
    await page.getByText('Has the whole flash of board.bin.').waitFor();
    await page.getByText('The boot loader has started user1.').waitFor();
    const saved = await downloads(page, 1, () => button(page, 'Save its flash').click());
    expect(Object.keys(saved)).toEqual(['virtual-board.bin']);
    const bytes = saved['virtual-board.bin'] ?? Buffer.alloc(0);
    expect(bytes.length).toBe(SIZE);
    // The boot loader keeps its account in the sectors behind.
    expect(bytes.subarray(0, PARAMETERS).equals(flash.subarray(0, PARAMETERS))).toBe(true);
    await open(page, 'again.bin', bytes);
    await page.getByText('Has the whole flash of again.bin.').waitFor();
    await page.getByText('The boot loader has started user1.').waitFor();
  });

  it('are blank when that is wished, of the kind that was chosen', async () => {
    const page = await exampleBench();
    await page.getByLabel('Kind of the next board').selectOption('esp-01');
    await button(page, 'New board with nothing on it').click();
    await page.getByText('Came with nothing on its flash').waitFor();
    const saved = await downloads(page, 1, () => button(page, 'Save its flash').click());
    expect(saved['virtual-board.bin']?.length).toBe(0x80000);
    expect(saved['virtual-board.bin']?.every(byte => byte === 0xff)).toBe(true);
  });

  it('are refused as files of a size that no flash has', async () => {
    const page = await exampleBench();
    await open(page, 'half.bin', new Uint8Array(1000));
    await expect
      .poll(() => condition(page).textContent())
      .toMatch(/half\.bin has 1,?000 bytes; a flash file has exactly 512 KB or 1, 2, 4, 8 or 16 MB/);
    await button(page, 'New board with nothing on it').click();
    await page.getByText('Came with nothing on its flash').waitFor();
  });

  it('say that a program wants the radio', async () => {
    const page = await exampleBench();
    const code = Uint8Array.from([...withWord(0x60000594, ...STORE_A2), ...LOOP, 0, 0]);
    await open(page, 'radio.bin', flashWith([0, imageOf([{ address: 0x40100000, data: code }], 0x40100004)]));
    await page
      .getByText(
        'The application was started and wants the radio, which a virtual board does not have; its own output is missing.',
      )
      .waitFor();
    await expect
      .poll(() => page.locator('ts-bench').getByRole('log').textContent())
      .toContain('[virtual board] This application');
  });

  it('say where a program ran into a part of the ROM that the board does not have', async () => {
    const page = await exampleBench();
    await open(page, 'lost.bin', flashWith([0, programImage(withWord(0x40001234, ...JUMP_A2), 1)]));
    await expect.poll(() => condition(page).textContent()).toContain('0x40001234');
    await button(page, 'New board with nothing on it').click();
    await page.getByText('Came with nothing on its flash').waitFor();
  });

  it('give way to a sentence when their worker breaks, and come back', async () => {
    // Outside `site`: this page complains, on purpose.
    const { page, close } = await openPage(twinslot.server.url);
    let broken = true;
    await page
      .context()
      .route('**/worker-board-entry-*.js', route =>
        broken
          ? route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("a slip")' })
          : route.continue(),
      );
    await button(page, 'Try with an example').click();
    await openBench(page);
    await expect.poll(() => condition(page).textContent()).toMatch(/did not start: .*a slip/);
    broken = false;
    await button(page, 'New board with nothing on it').click();
    await page.getByText('Came with nothing on its flash').waitFor();
    await close();
  });
});
