/** Help for people whose board is not listed or whose port does not open, and for browsers without Web Serial. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { site } from './support.ts';

const SHOTS = process.env.TWINSLOT_SHOTS;

/** A page with step 3, in a browser whose Web Serial is what `change` leaves of it. */
const boardStep = async (page: Page, change: () => void): Promise<void> => {
  await page.addInitScript(change);
  await page.reload();
  await page.getByRole('button', { name: 'Try with an example' }).click();
  await page.getByRole('button', { name: 'Try with a virtual board' }).waitFor();
};

const noPort = (): void => {
  const { serial } = navigator as unknown as { serial: object };
  Object.defineProperty(serial, 'requestPort', {
    value: async () => {
      throw new DOMException('No port selected by the user.', 'NotFoundError');
    },
  });
};

describe.skipIf(skipBrowserTests)('help with ports', () => {
  const twinslot = site();

  it.each([
    { width: 320, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)(
    'unfolds when no port was chosen, for the system that is here first: $width px',
    async options => {
      const { page, context } = await twinslot.open({ ...options, reducedMotion: 'reduce' });
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await boardStep(page, noPort);
      await page.getByRole('button', { name: 'Connect a board' }).click();
      await page.getByText('No port was chosen.').waitFor();
      await page.getByRole('heading', { name: 'On Linux' }).waitFor();
      expect(await page.getByText('The driver is missing', { exact: true }).isVisible()).toBe(false);
      await page.getByText('On another system').click();
      await page.getByRole('heading', { name: 'The driver is missing', exact: true }).waitFor();
      expect(await clippedText(page)).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
      expect(await scanAxe(page)).toEqual([]);
      await page.getByRole('button', { name: 'Copy the command: udev rule' }).click();
      await page.getByText('Copied.').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
        /^echo 'SUBSYSTEM=="tty".*' \| sudo tee \/etc\/udev\/rules\.d\/70-twinslot\.rules &&/,
      );
      if (SHOTS)
        await page.locator('ts-board-step').screenshot({ path: join(SHOTS, `help-${options.width}.png`) });
    },
  );

  it('says what works without Web Serial, and asks for no port', async () => {
    const { page } = await twinslot.open();
    await boardStep(page, () => Reflect.deleteProperty(Object.getPrototypeOf(navigator), 'serial'));
    await page.getByText('This browser has no Web Serial').waitFor();
    await page.getByText('What works here all the same').waitFor();
    expect(await page.getByRole('button', { name: 'Connect a board' }).count()).toBe(0);
    if (SHOTS) await page.locator('ts-board-step').screenshot({ path: join(SHOTS, 'help-without.png') });
  });

  it('says why a port that is there does not open', async () => {
    const { page } = await twinslot.open();
    await boardStep(page, () => {
      // A port that the system does not let anybody open, in the page and in every worker that asks.
      const port = Object.assign(new EventTarget(), {
        getInfo: () => ({ usbVendorId: 0x1a86, usbProductId: 0x7523 }),
        open: async () => {
          throw new DOMException('Failed to open serial port.', 'NetworkError');
        },
        close: async () => undefined,
        setSignals: async () => undefined,
        readable: null,
        writable: null,
      });
      const { serial } = navigator as unknown as { serial: object };
      Object.defineProperty(serial, 'getPorts', { value: async () => [port] });
      // The lane comes to the page, because this worker has no ports to give.
      const Real = Worker;
      globalThis.Worker = class extends Real {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          if (!String(url).includes('lane')) return;
          setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { type: 'no-serial' } })));
        }
      };
    });
    await page.getByRole('button', { name: /^Connect to CH34/ }).click();
    await page.getByText('The port did not open.').waitFor();
    await page.getByRole('heading', { name: 'It is listed, but you may not open it' }).waitFor();
  });
});
