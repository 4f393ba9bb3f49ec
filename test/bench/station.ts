/**
 * The station in real Chromium: eight virtual boards on real serial ports at 115200, in real time, against one alone.
 * The boards live in this process, so the share of real time that they reached says whether they were the limit.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { firmwareLike } from './firmware-like.ts';
import type { Part, Row } from './measure.ts';

const COUNT = 8;
/** Bytes of code that each of the two images gets on top. */
const PADDING = 64 * 1024;
const PORTS = Array.from({ length: COUNT }, (_, i) => ({
  ...{ name: `ttyB${i}`, vendorId: 0x10c4, productId: 0xea60 },
}));
const LONG = { timeout: 600_000 };
const NS_PER_MS = 1_000_000;

const row = (name: string, figure: number, unit: string, goal?: Row['goal']): Row => ({
  ...{ part: 'station', case: name, figure, unit },
  ...(goal && { goal }),
});

/** An ELF file with more code behind its own in flash; section headers as in the ELF specification. */
function padded(elf: Uint8Array): Uint8Array {
  const before = new DataView(elf.buffer, elf.byteOffset, elf.length);
  const table = before.getUint32(0x20, true);
  const [entry, count] = [before.getUint16(0x2e, true), before.getUint16(0x30, true)];
  const heads = Array.from({ length: count }, (_, i) => table + i * entry);
  const irom = heads.find(at => before.getUint32(at + 12, true) >>> 20 === 0x402);
  if (irom === undefined) throw new Error('no code in flash');
  const [offset, size] = [before.getUint32(irom + 16, true), before.getUint32(irom + 20, true)];
  const start = (elf.length + 15) & ~15;
  const out = new Uint8Array(start + size + PADDING);
  out.set(elf);
  out.set(elf.subarray(offset, offset + size), start);
  out.set(firmwareLike(PADDING), start + size);
  const after = new DataView(out.buffer);
  after.setUint32(irom + 16, start, true);
  after.setUint32(irom + 20, size + PADDING, true);
  return out;
}

/** Seconds of processor time of all pages of a browser that this process has started. Source: proc(5). */
function pagesCpu(): number {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return pids.reduce((sum, pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer')) return sum;
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
      return sum + (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      return sum;
    }
  }, 0);
}

interface Run {
  /** From plug to green mark, s, of each board. */
  readonly seconds: readonly number[];
  /** Of a core, for each lane. */
  readonly cpuPercent: number;
  /** The slowest board's time against that on the wall. */
  readonly realTime: number;
}

async function run(browser: SerialBrowser, files: readonly string[], count: number): Promise<Run> {
  const boards = PORTS.slice(0, count).map((id, i) => {
    const config = boardConfig('nodemcu', { mac: `5C:CF:7F:00:01:${10 + i}`, flash: flashOfSize(0x100000) });
    return new BoardPort(createVirtualBoard(config), browser.plug(id));
  });
  const page = await browser.tab();
  await page.setInputFiles('input[type=file]', [...files]);
  await page.locator('#memory-map').waitFor();
  await page.getByRole('link', { name: 'Station' }).click();
  await page.getByText(`${count} port${count === 1 ? '' : 's'} ready`).waitFor(LONG);
  await page.getByLabel('Speed of the line').selectOption('115200');
  const virtual = boards.map(({ board }) => board.clock.now);
  const [wall, cpu] = [performance.now(), pagesCpu()];
  await page.getByRole('button', { name: 'Start the station' }).click();
  await page
    .getByText('Passed', { exact: true })
    .nth(count - 1)
    .waitFor(LONG);
  const elapsed = performance.now() - wall;
  const lived = boards.map(({ board }, i) => (board.clock.now - (virtual[i] ?? 0)) / NS_PER_MS);
  const seconds = await secondsOf(page, count);
  const cpuPercent = (100_000 * (pagesCpu() - cpu)) / elapsed / count;
  await page.getByRole('button', { name: 'Forget the log' }).click();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.close();
  for (const board of boards) await board.unplug();
  return { seconds, cpuPercent, realTime: Math.min(...lived) / elapsed };
}

/** From the log on the page, the latest boards first. */
async function secondsOf(page: Page, count: number): Promise<number[]> {
  const cells = await page.locator('ts-station-log tbody td:nth-child(6)').allTextContents();
  return cells.slice(0, count).map(Number);
}

export const station: Part = {
  name: 'station',
  what: 'eight boards at once against one alone, in Chromium',
  async *run() {
    if (process.env.TWINSLOT_QUICK !== undefined) return;
    const folder = mkdtempSync(join(tmpdir(), 'twinslot-bench-'));
    const files = ['app1', 'app2'].map(app => {
      const path = join(folder, `${app}.elf`);
      writeFileSync(path, padded(readFileSync(`test/fixtures/vectors/hello_build1_1024_${app}.elf`)));
      return path;
    });
    const browser = await startSerialBrowser(PORTS, 'dist');
    try {
      const alone = await run(browser, files, 1);
      const [single = Number.NaN] = alone.seconds;
      yield row('one board alone, from plug to green mark', single, 's');
      yield row('the same: time of the board against the wall', 100 * alone.realTime, '%');
      const eight = await run(browser, files, COUNT);
      const slowest = Math.max(...eight.seconds);
      yield row('eight boards: the slowest', slowest, 's');
      yield row('eight boards: the slowest over one alone', slowest / single, '×', { atMost: 1.15 });
      yield row('the same: time of the slowest board against the wall', 100 * eight.realTime, '%');
      yield row('the page and its workers, of a core for each lane', eight.cpuPercent, '%');
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  },
};
