/**
 * QEMU's LX106 as judge of single instructions: `-singlestep -d cpu,nochain` prints all registers before every
 * instruction, always in the same form. About 1.2 KB and 40 µs a step; stepping over the GDB protocol takes ten times as long.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { QEMU } from '../../../support/lx106.ts';

const MACHINE = '-cpu lx106 -M sim -display none -monitor none -serial none -singlestep -d cpu,nochain';
const LONGEST_PAUSE_MS = 20_000;

/** Place of every register's eight digits in a record, by QEMU's name: `PC`, `PS`, `EPC1`, `A00` … */
type Places = ReadonlyMap<string, number>;

/** State before an instruction, read where it is needed. */
export class QemuState {
  readonly #places: Places;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;

  constructor(places: Places) {
    this.#places = places;
  }

  moveTo(bytes: Uint8Array, start: number): this {
    this.#bytes = bytes;
    this.#start = start;
    return this;
  }

  /** Unsigned. */
  register(name: string): number {
    const place = this.#places.get(name);
    if (place === undefined) throw new Error(`QEMU prints no register ${name}`);
    let value = 0;
    for (let at = this.#start + place; at < this.#start + place + 8; at++) {
      const digit = this.#bytes[at] ?? 0;
      value = value * 16 + (digit < 0x60 ? digit - 0x30 : digit - 0x57);
    }
    return value;
  }
}

/**
 * Runs the ELF and shows every state to `look` until that returns false. The program must not end by itself.
 * `folder`: for the pipe.
 */
export async function traceQemu(
  folder: string,
  elf: string,
  look: (state: QemuState) => boolean,
): Promise<void> {
  const pipe = join(folder, 'log');
  execFileSync('mkfifo', [pipe]);
  const qemu = spawn(QEMU.path(), [...MACHINE.split(' '), '-D', pipe, '-kernel', elf], { stdio: 'pipe' });
  let complaint = '';
  qemu.stderr?.on('data', text => {
    complaint += String(text);
  });
  const log = createReadStream(pipe, { highWaterMark: 1 << 20 });
  const watchdog = setTimeout(() => log.destroy(new Error(`QEMU is silent: ${complaint}`)), LONGEST_PAUSE_MS);
  try {
    await readRecords(log, watchdog, look);
  } finally {
    clearTimeout(watchdog);
    log.destroy();
    await end(qemu);
  }
}

async function readRecords(
  log: AsyncIterable<unknown>,
  watchdog: NodeJS.Timeout,
  look: (state: QemuState) => boolean,
): Promise<void> {
  let rest = Buffer.alloc(0);
  let form: { length: number; state: QemuState } | undefined;
  for await (const chunk of log) {
    watchdog.refresh();
    rest = Buffer.concat([rest, chunk as Buffer]);
    form ??= formOf(rest);
    if (form === undefined) continue;
    const { length, state } = form;
    let at = 0;
    for (; at + length <= rest.length; at += length) {
      if (rest.toString('latin1', at, at + 3) !== 'PC=') {
        throw new Error(`no record of a state: "${rest.toString('latin1', at, at + 100)}"`);
      }
      if (!look(state.moveTo(rest, at))) return;
    }
    rest = rest.subarray(at);
  }
  throw new Error('QEMU ended');
}

/** Length of a record and the places in it, once two have begun. */
function formOf(log: Buffer): { length: number; state: QemuState } | undefined {
  const text = log.toString('latin1', 0, 4096);
  const length = text.indexOf('\nPC=') + 1;
  if (length === 0) return undefined;
  const places = new Map<string, number>();
  for (const { 1: name = '', index, 0: all } of text.slice(0, length).matchAll(/(\w+)=[0-9a-f]{8}/g)) {
    if (!places.has(name)) places.set(name, index + all.length - 8);
  }
  return { length, state: new QemuState(places) };
}

function end(qemu: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (qemu.exitCode !== null) return resolve();
    qemu.on('close', () => resolve());
    qemu.kill('SIGKILL');
  });
}
