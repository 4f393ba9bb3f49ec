/** A Chromium whose profile outlives it, that can install the page as an app, and that tells of every stranger it asks. */
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { launchOptions } from './browser.ts';

export interface InstalledBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors and uncaught errors of the page and its workers. */
  readonly complaints: string[];
  /** Verbs of the debugger, for the page. */
  readonly debug: CDPSession;
  close(): Promise<void>;
}

/** Starts the browser on a profile folder; `strangers` is the proxy that everything but localhost goes through. */
export const startInstalled = async (profile: string, strangers: Strangers): Promise<InstalledBrowser> => {
  const { args, ...options } = launchOptions();
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    args: [...args, `--proxy-server=${strangers.address}`],
    viewport: { width: 1280, height: 800 },
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', error => complaints.push(String(error.stack)));
  const debug = await context.newCDPSession(page);
  return { context, page, complaints, debug, close: () => context.close() };
};

/** Whom Chromium asks on its own behalf, whatever page is open: its updates, its account, its form filler. */
const VENDOR = ['update.googleapis.com', 'accounts.google.com', 'content-autofill.googleapis.com'];

const isVendor = (address: string): boolean =>
  VENDOR.some(host => address === `${host}:443` || address.startsWith(`http://${host}/`));

/** Where requests end that leave this machine. */
export interface Strangers {
  readonly address: string;
  /** `GET http://…` and `CONNECT host:443`, oldest first; not what the browser itself asks its vendor. */
  readonly asked: readonly string[];
  close(): void;
}

/**
 * A proxy that writes down and refuses. Unlike a log of the page's requests it also sees what workers, the service
 * worker, WebSockets and the browser itself ask for.
 */
export const startStrangers = async (): Promise<Strangers> => {
  const asked: string[] = [];
  const note = ({ method, url = '' }: IncomingMessage): void => {
    if (!isVendor(url)) asked.push(`${method} ${url}`);
  };
  const server = createServer((request, response) => {
    note(request);
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    note(request);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

export const forgetProfile = (profile: string): void =>
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
