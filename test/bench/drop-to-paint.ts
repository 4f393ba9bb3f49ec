import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeBrowser, dropFiles, openPage } from '../support/browser.ts';
import { startStaticServer } from '../support/static-server.ts';
import { median } from './measure.ts';

const RUNS = 9;

/**
 * Milliseconds from the drop event to the frame that shows the memory map with the image in it, in the built page;
 * the median of nine drops, each into a fresh page that has finished loading.
 */
export async function dropToPaint(elf: Uint8Array): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-bench-'));
  const file = join(folder, 'app1.elf');
  writeFileSync(file, elf);
  const server = await startStaticServer('dist');
  try {
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) times.push(await oneDrop(server.url, file));
    return median(times);
  } finally {
    await server.close();
    await closeBrowser();
    rmSync(folder, { recursive: true });
  }
}

async function oneDrop(url: string, file: string): Promise<number> {
  const { page, close } = await openPage(url);
  try {
    await page.getByRole('button', { name: /open/i }).first().waitFor();
    // Nobody drops a file within the first tenth of a second: let the page finish loading.
    await page.waitForLoadState('networkidle');
    const painted = page.evaluate(waitForMap);
    await dropFiles(page, [file]);
    return await painted;
  } finally {
    await close();
  }
}

/** Runs in the page: from the drop event to the frame after the map appeared. */
function waitForMap(): Promise<number> {
  const find = (root: Document | ShadowRoot, name: string): Element | undefined => {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === name) return element;
      const inner = element.shadowRoot && find(element.shadowRoot, name);
      if (inner) return inner;
    }
    return undefined;
  };
  return new Promise(resolve => {
    let dropped = 0;
    addEventListener('drop', () => (dropped = performance.now()), { capture: true, once: true });
    const look = (): void => {
      if (dropped && find(document, 'ts-memory-map')) {
        // This frame paints the map; the next callback runs after that.
        requestAnimationFrame(() => resolve(performance.now() - dropped));
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
