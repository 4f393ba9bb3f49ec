/** The system's Chromium for tests: opens pages, collects what they complain about, drops real files, runs axe. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Keeps Chromium from asking the outside world for anything: a test machine may have no network. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const findBrowser = (): string | undefined => {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  return USUAL_PLACES.find(place => existsSync(place));
};

/** For `describe.skipIf`: there is no browser, and the person who runs the tests said that this is all right. */
export const skipBrowserTests = findBrowser() === undefined && process.env.TWINSLOT_ALLOW_MISSING === '1';

/** What hangs ends with a sentence of its own before the test is ended; nothing is measured by it. */
export const PATIENCE_MS = 60_000;

let launched: Promise<Browser> | undefined;

/** The one browser of this test file, started on first use. End it in `afterAll(closeBrowser)`. */
export const launchBrowser = (): Promise<Browser> => {
  launched ??= launch();
  return launched;
};

const launch = async (): Promise<Browser> => chromium.launch(launchOptions());

/** How every test starts the browser. @throws with the way to install it when it is missing. */
export const launchOptions = () => {
  const executablePath = findBrowser();
  if (executablePath === undefined)
    throw new Error(
      process.env.CHROMIUM
        ? `CHROMIUM=${process.env.CHROMIUM} does not exist: correct or unset it.`
        : 'No Chromium found. Type: sudo apt-get update && sudo apt-get install -y chromium',
    );
  // Chromium's sandbox refuses to run as root, and CI is root; the tests only open our own pages.
  return { executablePath, chromiumSandbox: false, args: QUIET };
};

export const closeBrowser = async (): Promise<void> => {
  const browser = await launched?.catch(() => undefined);
  launched = undefined;
  await browser?.close();
};

export interface PageOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Opens the page beside others with the same storage and service worker, instead of in a fresh profile. */
  readonly context?: BrowserContext;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /**
   * Console errors (violations of the Content Security Policy are among them), uncaught errors and unhandled
   * rejections of the page and its workers, and crashes, as they come. Tests assert that it is empty.
   */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Opens an address in a fresh profile (or the one given) and waits for its load event. */
export const openPage = async (url: string, options: PageOptions = {}): Promise<OpenPage> => {
  const { colorScheme = 'light', width = 1280, height = 800, reducedMotion = 'no-preference' } = options;
  const context =
    options.context ??
    (await (await launchBrowser()).newContext({ colorScheme, reducedMotion, viewport: { width, height } }));
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.emulateMedia({ colorScheme, reducedMotion });
  await page.setViewportSize({ width, height });
  const complaints = complaintsOf(page);
  await page.goto(url);
  return {
    page,
    context,
    complaints,
    close: () => (options.context === undefined ? context.close() : page.close()),
  };
};

/** What a page complains about, as it comes: see `OpenPage`. */
export const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() !== 'error') return;
    const { url, lineNumber } = message.location();
    complaints.push(`console: ${message.text()} (${url}:${lineNumber + 1})`);
  });
  page.on('pageerror', error => complaints.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => complaints.push('the page crashed'));
  return complaints;
};

/** Drops files from the disk as a person does, at a point of the viewport (its middle by default). */
export const dropFiles = async (
  page: Page,
  paths: readonly string[],
  point?: { readonly x: number; readonly y: number },
): Promise<void> => {
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  const { x, y } = point ?? { x: Math.round(size.width / 2), y: Math.round(size.height / 2) };
  const files = paths.map(path => resolve(path));
  const absent = files.find(file => !existsSync(file));
  if (absent !== undefined) throw new Error(`${absent} does not exist, so it cannot be dropped.`);
  const session = await page.context().newCDPSession(page);
  const copy = 1; // dragOperationsMask: bit 0
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      type,
      x,
      y,
      data: { items: [], files, dragOperationsMask: copy },
    });
  await session.detach();
};

const axeSource = (): string =>
  readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * axe's findings about the page as it is now, in both themes, one readable line per place; empty when there are none.
 * Rules of WCAG 2.2 AA and axe's good practice; in the second theme only the rules that look at colours.
 */
export const scanAxe = async (page: Page): Promise<string[]> => {
  // Through the debugger and not as a <script>, which the page's policy would refuse.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource());
  const here = await lastingFaults(page, { rules: { 'target-size': { enabled: true } } });
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const themes = ['light', 'dark'] as const;
  const [other = 'light', back = 'light'] = dark ? themes : [...themes].reverse();
  // Colours that are still on their way to the other theme would be measured half way.
  await page.emulateMedia({ colorScheme: other, reducedMotion: 'reduce' });
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50))));
  const there = await lastingFaults(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
  await page.emulateMedia({ colorScheme: back });
  return [...here, ...there.map(line => `${other}: ${line}`)];
};

const LOOKS = 4;

/** A loaded machine takes its time to paint a change of colours; what is wrong is wrong a second later too. */
const lastingFaults = async (page: Page, options: RunOptions): Promise<string[]> => {
  let faults = await runAxe(page, options);
  for (let looks = 1; faults.length > 0 && looks < LOOKS; looks++) {
    await page.waitForTimeout(1000);
    faults = await runAxe(page, options);
  }
  return faults;
};

const runAxe = async (page: Page, options: RunOptions): Promise<string[]> => {
  const results = await page.evaluate(
    given =>
      (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(given),
    options,
  );
  return results.violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(
      node => `${id} (${impact}): ${help} — ${node.target.flat().join(' >>> ')}\n${node.failureSummary}`,
    ),
  );
};
