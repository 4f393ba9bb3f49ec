/** The built page in a Chromium with real Web Serial, and virtual boards that are plugged into its ports. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { type BoardConfig, boardConfig } from '../../src/board/config.ts';
import { complaintsOf, skipBrowserTests } from '../support/browser.ts';
import { buildElf } from '../support/elf-builder.ts';
import { sdkProgram } from '../support/programs.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER, type PortIdentity } from '../support/vserial/virtual-port.ts';

/** Nothing of this can run here, and somebody said that this is all right. */
export const skipWired = skipBrowserTests || C_COMPILER.skip;

export interface Wired {
  /** A tab with the page, empty. */
  open(look?: { readonly width?: number; readonly colorScheme?: 'light' | 'dark' }): Promise<Page>;
  /** Plugs a board into the n-th port (CP210x); what is in it already comes out. */
  plug(board?: Partial<BoardConfig>, options?: PlugOptions): Promise<BoardPort>;
  readonly browser: SerialBrowser;
}

export interface PlugOptions {
  readonly port?: number;
  readonly flash?: Uint8Array;
}

/** For the tests of a file; after each one all tabs are closed, and none may have complained. */
export function wired(ports = 1): Wired {
  // Ports that look alike are numbered by the page; with another product id each is known by its own name.
  const identities: readonly PortIdentity[] = Array.from({ length: ports }, (_, i) => ({
    ...{ name: `ttyW${i}`, vendorId: 0x10c4, productId: 0xea60 + i },
  }));
  const tabs: { readonly page: Page; readonly complaints: readonly string[] }[] = [];
  const boards: (BoardPort | undefined)[] = [];
  let browser: SerialBrowser | undefined;
  const running = (): SerialBrowser => {
    if (!browser) throw new Error('the browser starts before the first test, not earlier');
    return browser;
  };
  beforeAll(async () => {
    browser = await startSerialBrowser(identities, 'dist');
  });
  afterEach(async () => {
    const complaints = tabs.flatMap(tab => tab.complaints);
    for (const { page } of tabs.splice(0)) await page.close({ runBeforeUnload: false });
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    for (const board of boards) await board?.unplug();
  });
  return {
    get browser() {
      return running();
    },
    open: async ({ width = 1280, colorScheme = 'light' } = {}) => {
      const page = await running().tab();
      tabs.push({ page, complaints: complaintsOf(page) });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await page.getByRole('button', { name: 'Open ELF files' }).waitFor();
      return page;
    },
    plug: async (changes = {}, { port = 0, flash } = {}) => {
      await boards[port]?.unplug();
      const identity = identities[port];
      if (!identity) throw new RangeError(`no port ${port}`);
      const board = createVirtualBoard(boardConfig('nodemcu', changes));
      if (flash) board.loadFlash(flash);
      const plugged = new BoardPort(board, running().plug(identity));
      boards[port] = plugged;
      return plugged;
    },
  };
}

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true });

/** Connects to a port that was allowed earlier. */
export const connect = (page: Page, port = 0): Promise<void> =>
  page
    .getByRole('button', { name: /^Connect to / })
    .nth(port)
    .click();

/** A program for a slot of 1MB whose flash code does not deflate: its way over the line takes a while. */
export const longProgram = (slot: 'user1' | 'user2', iromLength: number, change = 0): Uint8Array => {
  let state = 7;
  const code = Uint8Array.from({ length: iromLength }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return i === 0x5000 ? change : state >>> 16;
  });
  const at = slot === 'user1' ? 0x40201010 : 0x40281010;
  return buildElf(sdkProgram({ irom: at, iromLength: code }));
};

/** Files of a test, under these names. */
export const give = (page: Page, files: Readonly<Record<string, Uint8Array>>): Promise<void> =>
  page.setInputFiles(
    'input[type=file]',
    Object.entries(files).map(([name, bytes]) => ({
      ...{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) },
    })),
  );
