/** Twinslot and esptool-js from npm, each on the same board in a process of its own, in real time. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { ESPLoader, Transport } from 'esptool-js';
import type { FlashPlan } from '../../src/core/plan/flash-plan.ts';
import { planForBoard } from '../../src/core/plan/for-board.ts';
import { look } from '../../src/jobs/flash/look.ts';
import { runFlash } from '../../src/jobs/flash/run-flash.ts';
import { connect } from '../../src/jobs/loader/connect.ts';
import { stubImage } from '../support/stub-image.ts';
import { median, type Row } from './measure.ts';
import { PacedBoard, PacedSerialPort, wallClock } from './paced-board.ts';

const RUNS = 3;
const DATA = 0x11;

interface Run {
  /** From the first data packet to the answer of the last, ms. */
  readonly transfer: number;
  /** Processor time of this process meanwhile, ms; the board has its own. */
  readonly script: number;
  readonly wire: number;
}

/** Measures what a tool does to a board between the first data packet and the answer of the last. */
async function measured(job: (board: PacedBoard) => Promise<void>): Promise<Run> {
  const board = new PacedBoard();
  let first: number | undefined;
  let last = 0;
  let cpu = process.cpuUsage();
  let script = 0;
  board.onTraffic = (bytes, out) => {
    if (out && first === undefined && bytes[1] === 0 && bytes[2] === DATA) {
      first = performance.now();
      cpu = process.cpuUsage();
    }
    if (out || first === undefined) return;
    for (let i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] !== 0xc0 || bytes[i + 1] !== 1 || bytes[i + 2] !== DATA) continue;
      last = performance.now();
      const { user, system } = process.cpuUsage(cpu);
      script = (user + system) / 1000;
    }
  };
  try {
    await wallClock.sleep(300);
    await job(board);
    return { transfer: last - (first ?? last), script, wire: board.sent + board.received };
  } finally {
    board.kill();
  }
}

/** Only the image: the other tool writes nothing else either. */
const ours = (plan: FlashPlan, baud: number) => async (board: PacedBoard) => {
  const session = await connect({ link: board, clock: wallClock }, { baud, stub: stubImage() });
  const contents = await look(session);
  const made = planForBoard({ plan, wish: 'keep', contents, chip: session.chip });
  const image = { ...made, steps: made.steps.filter(s => s.kind === 'write' && s.write.role === 'user1') };
  const deflate = async (bytes: Uint8Array): Promise<Uint8Array> => new Uint8Array(deflateSync(bytes));
  await runFlash(session, image, { clock: wallClock, deflate });
};

const theirs = (plan: FlashPlan, baudrate: number) => async (board: PacedBoard) => {
  const data = plan.writes.find(w => w.role === 'user1')?.bytes ?? new Uint8Array(0);
  const quiet = (): void => undefined;
  const terminal = { clean: quiet, writeLine: quiet, write: quiet };
  const transport = new Transport(new PacedSerialPort(board));
  const loader = new ESPLoader({ transport, baudrate, terminal });
  await loader.main();
  await loader.writeFlash({
    ...{ flashMode: 'keep', flashFreq: 'keep', flashSize: 'keep', eraseAll: false, compress: true },
    fileArray: [{ data, address: 0x1000 }],
    calculateMD5Hash: (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex'),
  });
  await transport.disconnect();
};

/** Both tools at these rates, three runs each, the median. */
export async function* besideEsptool(plan: FlashPlan, bauds: readonly number[]): AsyncGenerator<Row> {
  const image = plan.writes.find(w => w.role === 'user1')?.bytes ?? new Uint8Array(0);
  const packed = deflateSync(image).length;
  const log = console.log;
  for (const baud of bauds) {
    const limit = (packed * 10_000) / baud;
    for (const [tool, job] of [
      ['Twinslot', ours(plan, baud)],
      ['esptool-js', theirs(plan, baud)],
    ] as const) {
      const runs: Run[] = [];
      // esptool-js traces to the console, asked or not.
      console.log = () => undefined;
      try {
        for (let i = 0; i < RUNS; i++) runs.push(await measured(job));
      } finally {
        console.log = log;
      }
      const of = (pick: (run: Run) => number): number => median(runs.map(pick));
      const name = `${baud}, real time, ${tool}`;
      const row = (what: string, figure: number, unit: string): Row => ({
        ...{ part: 'flash', case: `${name}: ${what}`, figure, unit },
      });
      yield row('over the line limit', 100 * (of(r => r.transfer) / limit - 1), '%');
      const script = row('script time of the transfer', (100 * of(r => r.script)) / of(r => r.transfer), '%');
      yield tool === 'Twinslot' ? { ...script, goal: { atMost: 5 } } : script;
      yield row(
        'bytes on the wire, connecting included',
        of(r => r.wire),
        'bytes',
      );
    }
  }
}
