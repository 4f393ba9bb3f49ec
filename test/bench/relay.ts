/** The relay as a process: start, first byte, throughput with the rule for the last segment, thirty devices. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crcWord } from '../../src/core/image/crc-word.ts';
import { median, type Part, type Row } from './measure.ts';

const PROGRAM = 'dist/twinslot-relay.mjs';
const GET = 'GET /user1.bin HTTP/1.0\r\nConnection: close\r\n\r\n\r';
const HEAD = GET.replace('GET', 'HEAD');

const row = (name: string, figure: number, unit: string, goal?: Row['goal']): Row => ({
  part: 'relay',
  case: name,
  figure,
  unit,
  ...(goal && { goal }),
});

/** The largest image that travels over the air: 983,040 bytes at most. */
function largestImage(): Uint8Array {
  const irom = 983_040 - 16 - 32 - 16;
  const bytes = new Uint8Array(irom + 16 + 32 + 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0xea, 4, 0, 1]);
  view.setUint32(4, 0x40100004, true);
  view.setUint32(12, irom, true);
  for (let at = 16; at < 16 + irom; at++) bytes[at] = (at * 7) & 0x7f;
  const head = 16 + irom;
  bytes.set([0xe9, 1, 0, 0x50], head);
  view.setUint32(head + 4, 0x40100004, true);
  view.setUint32(head + 8, 0x40100000, true);
  view.setUint32(head + 12, 8, true);
  bytes[head + 31] = 0xef;
  view.setUint32(head + 32, crcWord(bytes.subarray(0, head + 32)), true);
  return bytes;
}

interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly port: number;
  /** Milliseconds from the start of the process to the line that says that it listens. */
  readonly time: number;
}

async function started(...args: readonly string[]): Promise<Started> {
  const start = performance.now();
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', ...args]);
  let said = '';
  while (!said.includes('Waiting')) said += String((await once(child.stdout, 'data'))[0]);
  const time = performance.now() - start;
  child.stdout.resume();
  return { child, port: Number(/from port (\d+) of/.exec(said)?.[1]), time };
}

async function stop({ child }: Started): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  await exit;
}

/** Milliseconds from request to the first byte of the answer. */
async function firstByte(port: number): Promise<number> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  const start = performance.now();
  socket.write(HEAD);
  await once(socket, 'data');
  const time = performance.now() - start;
  socket.end();
  await once(socket, 'close');
  return time;
}

/** Milliseconds from request to the last byte; read at `rate` bytes a second, or as fast as it comes. */
async function fetchImage(port: number, length: number, rate?: number): Promise<number> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  const start = performance.now();
  socket.write(GET);
  let received = 0;
  socket.on('data', bytes => {
    received += bytes.length;
    if (received >= length) socket.end();
    if (rate === undefined) return;
    const ahead = (1000 * received) / rate - (performance.now() - start);
    if (ahead > 0) {
      socket.pause();
      setTimeout(() => socket.resume(), ahead);
    }
  });
  await once(socket, 'close');
  if (received < length) throw new Error(`only ${received} of ${length} bytes came`);
  return performance.now() - start;
}

/** Seconds of processor time that a process has used. Source: proc(5), fields 14 and 15, 100 ticks a second. */
function cpuTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;

async function* run(): AsyncGenerator<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-bench-'));
  const image = largestImage();
  const file = join(folder, 'user1.bin');
  writeFileSync(file, image);
  try {
    yield* starting();
    const relay = await started(file, '--size', '2MB-c1');
    yield* serving(relay, image.length);
    yield* thirtyDevices(relay, image.length);
    await stop(relay);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function* starting(): AsyncGenerator<Row> {
  const times: number[] = [];
  for (let i = 0; i < 11; i++) {
    const relay = await started();
    times.push(relay.time);
    await stop(relay);
  }
  yield row('start of the process to listening', median(times), 'ms', { atMost: 300 });
}

async function* serving({ port }: Started, length: number): AsyncGenerator<Row> {
  const first: number[] = [];
  for (let i = 0; i < 600; i++) first.push(await firstByte(port));
  yield row('request to first byte, p99 on loopback', percentile(first.slice(100), 0.99), 'ms', {
    atMost: 3,
  });
  const times: number[] = [];
  for (let i = 0; i < 31; i++) times.push(await fetchImage(port, length));
  const rate = length / 1e6 / (median(times) / 1000);
  yield row('download of 960 KB with the rule for the last segment', rate, 'MB/s', { atLeast: 50 });
}

async function* thirtyDevices({ child, port }: Started, length: number): AsyncGenerator<Row> {
  const before = cpuTime(child.pid ?? 0);
  const start = performance.now();
  await Promise.all(Array.from({ length: 30 }, () => fetchImage(port, length, 200_000)));
  const seconds = (performance.now() - start) / 1000;
  const used = cpuTime(child.pid ?? 0) - before;
  yield row('30 devices at once: bytes a second each', length / seconds / 1000, 'KB/s');
  yield row('the same: processor time of the relay, of a core', (100 * used) / seconds, '%', { atMost: 20 });
}

export const relay: Part = { name: 'relay', what: 'images to devices', run };
