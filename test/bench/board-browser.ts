/** Takes the board's measurements to a worker of a real Chromium. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { closeBrowser, openPage } from '../support/browser.ts';
import { bundleForBrowser } from '../support/bundle.ts';
import { startStaticServer } from '../support/static-server.ts';
import type { BoardFigures, BoardJob } from './board-run.ts';

const SITE = 'test-results/bench-board';

/** The figures of `runs` runs in one worker each. */
export const measureInBrowser = async (job: BoardJob, runs: number): Promise<BoardFigures[]> => {
  mkdirSync(SITE, { recursive: true });
  bundleForBrowser('test/bench/board-worker.ts', `${SITE}/worker.js`);
  writeFileSync(`${SITE}/index.html`, '<!doctype html><title>Bench</title><link rel="icon" href="data:,">');
  const server = await startStaticServer(SITE);
  try {
    const { page, close } = await openPage(server.url);
    const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
    const { stub, firstLine } = job;
    const sent = {
      ...{ stub, firstLine },
      image: toBase64(job.image),
      deflated: toBase64(job.deflated),
      application: toBase64(job.application),
    };
    const figures: BoardFigures[] = [];
    for (let i = 0; i < runs; i++) figures.push(await page.evaluate(runInWorker, sent));
    await close();
    return figures;
  } finally {
    await closeBrowser();
    await server.close();
  }
};

type SentJob = { readonly [K in keyof BoardJob]: BoardJob[K] extends Uint8Array ? string : BoardJob[K] };

/** Runs in the page. */
function runInWorker(sent: SentJob): Promise<BoardFigures> {
  const bytes = (base64: string) => Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  const worker = new Worker('worker.js', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<BoardFigures>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    const { stub, firstLine, image, deflated, application } = sent;
    worker.postMessage({
      ...{ stub, firstLine },
      ...{ image: bytes(image), deflated: bytes(deflated), application: bytes(application) },
    });
  });
}
