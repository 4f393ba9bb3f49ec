/** A Chromium that sees virtual ports, and a page of ours in it that does what a test says with `navigator.serial`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { launchOptions, PATIENCE_MS } from '../browser.ts';
import { bundleForBrowser } from '../bundle.ts';
import { startStaticServer } from '../static-server.ts';
import type { Loss, SerialCall, SignalStep } from './serial-end.ts';
import {
  buildPortTools,
  grantPorts,
  type PortIdentity,
  portEnvironment,
  temporaryFolder,
  VirtualPort,
} from './virtual-port.ts';

/** Where in the browser the port is held. */
export type Realm = 'page' | 'worker';

const SITE = 'test-results/serial-site';

export interface SerialBrowser {
  plug(identity: PortIdentity): VirtualPort;
  /** A holder of ports; each has at most one open. */
  end(realm: Realm): Promise<RemoteEnd>;
  /** A tab with the page of the site. */
  tab(): Promise<Page>;
  close(): Promise<void>;
}

/**
 * Starts the browser; the ports that will ever be plugged in are granted to the page before.
 * @param folder of the site; by default one with nothing but a holder of ports.
 */
export const startSerialBrowser = async (
  ports: readonly PortIdentity[],
  folder = SITE,
): Promise<SerialBrowser> => {
  const options = launchOptions(); // nothing to clean up yet when the browser is missing
  const tools = buildPortTools();
  if (folder === SITE) makeSite();
  const server = await startStaticServer(folder);
  const plugs = temporaryFolder('ports');
  const profile = temporaryFolder('profile');
  grantPorts(profile.path, new URL(server.url).origin, ports);
  const context = await chromium.launchPersistentContext(profile.path, {
    ...options,
    env: portEnvironment(tools, plugs.path),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return {
    plug: identity => new VirtualPort(tools, plugs.path, identity),
    end: async realm => new RemoteEnd(await openEnd(context, server.url, realm)),
    tab: async () => {
      const page = await context.newPage();
      await page.goto(server.url);
      return page;
    },
    close: async () => {
      await context.close();
      await server.close();
      plugs.remove();
      profile.remove();
    },
  };
};

const makeSite = (): void => {
  mkdirSync(SITE, { recursive: true });
  bundleForBrowser('test/support/vserial/serial-end.ts', `${SITE}/serial-end.js`);
  writeFileSync(`${SITE}/index.html`, '<!doctype html><title>Ports</title><link rel="icon" href="data:,">');
};

/** Calls the script in the page, or passes the calls on to a worker that runs the same script. */
const openEnd = async (context: BrowserContext, url: string, realm: Realm): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(url);
  if (realm === 'page') await page.addScriptTag({ url: 'serial-end.js', type: 'module' });
  else await page.evaluate(startWorker);
  return page;
};

/** Runs in the page. */
const startWorker = (): void => {
  const worker = new Worker('serial-end.js', { type: 'module' });
  let last = 0;
  const serialEnd = (call: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const listen = ({ data }: MessageEvent<{ id: number; result?: unknown; error?: string }>): void => {
        if (data.id !== id) return;
        worker.removeEventListener('message', listen);
        if (data.error === undefined) resolve(data.result);
        else reject(new Error(data.error));
      };
      worker.addEventListener('message', listen);
      worker.postMessage({ id, call });
    });
  Object.assign(globalThis, { serialEnd });
};

/** `SerialEnd`, seen from the test. */
export class RemoteEnd {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  open(productId: number, baud: number): Promise<void> {
    return this.#call('open', productId, baud);
  }

  close(): Promise<void> {
    return this.#call('close');
  }

  signals(...steps: SignalStep[]): Promise<void> {
    return this.#call('signals', steps);
  }

  write(bytes: readonly number[]): Promise<void> {
    return this.#call('write', bytes);
  }

  drop(): Promise<void> {
    return this.#call('drop');
  }

  /** What came so far, as soon as a pattern is in it. */
  received(pattern: string, limit = PATIENCE_MS): Promise<string> {
    return this.#call('received', pattern, limit);
  }

  loss(): Promise<Loss> {
    return this.#call('loss', PATIENCE_MS);
  }

  leave(): Promise<void> {
    return this.#page.close();
  }

  async #call<T>(method: SerialCall['method'], ...args: readonly unknown[]): Promise<T> {
    const result = await this.#page.evaluate(
      call => (globalThis as unknown as { serialEnd(call: unknown): unknown }).serialEnd(call),
      { method, args },
    );
    return result as T;
  }
}
