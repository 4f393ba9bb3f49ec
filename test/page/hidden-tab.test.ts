/** A write goes on at full rate while its tab is hidden: the browser slows the page's timers, not those of the worker. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig } from '../../src/board/config.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type BareTab, type HiddenBrowser, startHiddenBrowser } from '../support/vserial/hidden-browser.ts';
import { temporaryFolder } from '../support/vserial/virtual-port.ts';
import { longProgram, skipWired } from './wired.ts';

const PORT = { name: 'ttyH0', vendorId: 0x10c4, productId: 0xea60 };

/** Goes into the page: buttons and texts, wherever they are. */
const TOOLS = `
  globalThis.all = (root, found = []) => {
    for (const element of root.querySelectorAll('*')) {
      found.push(element);
      if (element.shadowRoot) all(element.shadowRoot, found);
    }
    return found;
  };
  globalThis.named = text => all(document).find(e => e.localName === 'button' && e.textContent.trim().startsWith(text));
  globalThis.reads = text => all(document).some(e => e.childElementCount === 0 && e.textContent.includes(text));
  globalThis.ticks = 0;
  const tick = () => { ticks++; setTimeout(tick, 20); };
  tick();
`;

const until = (tab: BareTab, condition: string): Promise<void> =>
  expect.poll(() => tab.evaluate<boolean>(`Boolean(${condition})`)).toBe(true);

describe.skipIf(skipWired)('a hidden tab', () => {
  const folder = temporaryFolder('programs');
  let browser: HiddenBrowser | undefined;
  let port: BoardPort | undefined;

  beforeAll(async () => {
    browser = await startHiddenBrowser([PORT], 'dist');
    port = new BoardPort(createVirtualBoard(boardConfig('nodemcu')), browser.plug(PORT));
  });
  afterAll(async () => {
    await browser?.close();
    await port?.unplug();
    folder.remove();
  });

  it('writes at full rate while another one is in front', async () => {
    if (!browser || !port) throw new Error('not started');
    const files = (['user1', 'user2'] as const).map(slot => {
      const path = join(folder.path, `${slot}.elf`);
      writeFileSync(path, longProgram(slot, 0x60000));
      return path;
    });
    const tab = await browser.tab();
    await until(tab, 'document.querySelector("ts-firmware-step")?.shadowRoot?.querySelector("ts-drop-zone")');
    await tab.evaluate(TOOLS);
    await tab.choose(files);
    await until(tab, 'named("Connect to CP210x")');
    await tab.evaluate('named("Connect to CP210x").click()');
    await until(tab, 'named("Write to the board") && !named("Write to the board").disabled');
    await tab.evaluate('named("Write to the board").click()');
    await until(
      tab,
      'all(document).find(e => e.getAttribute("role") === "progressbar")?.getAttribute("aria-valuenow") > 5',
    );
    let sent = 0;
    const { serial } = port.board;
    const write = serial.write.bind(serial);
    serial.write = bytes => {
      sent += bytes.length;
      write(bytes);
    };
    await browser.tab('about:blank');
    await until(tab, 'document.visibilityState === "hidden"');
    const from = { sent, ticks: await tab.evaluate<number>('ticks') };
    await expect.poll(() => sent - from.sent).toBeGreaterThan(200_000);
    const ticks = (await tab.evaluate<number>('ticks')) - from.ticks;
    expect(await tab.evaluate<string>('document.visibilityState')).toBe('hidden');
    // A page that is seen ticks fifty times a second; this one about once. What the board got in one such second could
    // not have been sent by a page that sends a packet and waits for its answer with such timers.
    const perTick = (sent - from.sent) / Math.max(1, ticks);
    expect(perTick).toBeGreaterThan(16_384);
    await until(tab, 'reads("Written and verified")');
  });
});
