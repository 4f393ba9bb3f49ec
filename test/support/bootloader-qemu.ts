/**
 * Runs the boot loader in QEMU: its ROM functions are small programs of our own (test/bootloader/qemu), flash is
 * memory, and a script of numbers says what happens to the board. One QEMU runs a whole script.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { le32 } from './image-builder.ts';
import { COMPILER, QEMU } from './lx106.ts';

const ROM = fileURLToPath(new URL('../bootloader/qemu', import.meta.url));
const SCRIPT_ADDRESS = '0x52000000';
const MAX_SCRIPT = 32 * 1024 * 1024;

/** Numbers of the steps in rom.c. */
const STEP = {
  ...{ end: 0, fill: 1, patch: 2, boot: 3, store: 4, dumpFlash: 5, dumpMemory: 6 },
  ...{ cut: 7, protect: 8, mark: 9, readFault: 10, press: 11 },
} as const;

export type Moment = 'before' | 'middle' | 'after';
const MOMENTS: Readonly<Record<Moment, number>> = { before: 1, middle: 2, after: 3 };

/** What happens to the board, in order. */
export class Script {
  readonly #parts: Uint8Array[] = [];
  #marks = 0;

  #add(step: keyof typeof STEP, a = 0, b = 0, data?: Uint8Array): this {
    this.#parts.push(le32(STEP[step], a >>> 0, b >>> 0));
    if (data) this.#parts.push(data, new Uint8Array((4 - (data.length % 4)) % 4));
    return this;
  }

  /** A new board with an erased flash of that size. What follows is reported under the next number. */
  board(size: number, seed = 1): this {
    return this.#add('mark', this.#marks++).#add('fill', size, seed);
  }

  /** Another entry in the report, on the same board. */
  next(): this {
    return this.#add('mark', this.#marks++);
  }

  patch(at: number, bytes: Uint8Array): this {
    return this.#add('patch', at, bytes.length, bytes);
  }

  /** Resets; with `chipReset` the peripherals begin anew, as after every real reset. */
  boot(cause: number, chipReset = true): this {
    return this.#add('boot', cause, chipReset ? 1 : 0);
  }

  store(address: number, word: number): this {
    return this.#add('store', address, word);
  }

  dumpFlash(at: number, length: number): this {
    return this.#add('dumpFlash', at, length);
  }

  dumpMemory(address: number, length: number): this {
    return this.#add('dumpMemory', address, length);
  }

  /** Power fails at the n-th flash operation from here (one erase, or one page); 0: no more. */
  cut(operation: number, moment: Moment = 'before'): this {
    return this.#add('cut', operation, MOMENTS[moment]);
  }

  /** A part of the flash can no longer be changed; nothing says so. */
  protect(from: number, to = 0x1000000): this {
    return this.#add('protect', from, to);
  }

  /** The ROM's read fails where it covers this offset. */
  readFault(at: number): this {
    return this.#add('readFault', at);
  }

  /** FLASH is pressed after so many waits of 10 ms. */
  press(waits: number): this {
    return this.#add('press', waits);
  }

  bytes(): Uint8Array {
    return Buffer.concat([...this.#parts, le32(STEP.end, 0, 0)]);
  }
}

export type End = 'rom' | 'start' | 'watchdog' | 'idle' | 'cut' | 'exception' | 'download';

export interface BootReport {
  /** What the loader printed. */
  readonly text: string;
  readonly end: End;
  /** Stack, a12, a15 and INTENABLE as the app finds them; or cause, address and data address of an exception. */
  readonly registers: readonly number[];
  /** An app's return address is the ROM's. */
  readonly returnsToRom: boolean;
  /** `erase fd`, `write fd000`, `mode 0`. */
  readonly operations: readonly string[];
}

export interface Report {
  readonly boots: readonly BootReport[];
  readonly dumps: readonly Uint8Array[];
}

export interface QemuRun {
  readonly reports: readonly Report[];
  /** Most bytes of stack that any boot used, the test's ROM functions included. */
  readonly stack: number;
}

let rom: string | undefined;

/** Builds the test's ROM once per process. */
function romFile(): string {
  if (rom === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'twinslot-rom-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    rom = join(folder, 'rom.elf');
    const flags =
      '-std=c11 -O2 -ffreestanding -fno-tree-loop-distribute-patterns -Wall -Wextra -Werror -mlongcalls ' +
      '-mtext-section-literals -nostdlib -Wl,--orphan-handling=error,-z,max-page-size=16,--no-warn-rwx-segments';
    const sources = ['rom.S', 'rom.c'].map(file => join(ROM, file));
    execFileSync(COMPILER.path(), [...flags.split(' '), '-T', join(ROM, 'rom.ld'), ...sources, '-o', rom]);
  }
  return rom;
}

/** Runs a script to its end. */
export function runInQemu(script: Script): QemuRun {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-qemu-'));
  try {
    const file = join(folder, 'script');
    const bytes = script.bytes();
    if (bytes.length > MAX_SCRIPT)
      throw new RangeError(`a script of ${bytes.length} bytes; memory ends before`);
    writeFileSync(file, bytes);
    const machine = '-cpu lx106 -M sim -semihosting -display none -monitor none -serial none';
    const device = `loader,file=${file},addr=${SCRIPT_ADDRESS},force-raw=on`;
    // A file, because a pipe that is full makes semihosting drop bytes.
    const output = join(folder, 'output');
    const out = openSync(output, 'w');
    try {
      execFileSync(QEMU.path(), [...machine.split(' '), '-kernel', romFile(), '-device', device], {
        ...{ timeout: 300_000, stdio: ['ignore', out, 'pipe'] },
      });
    } finally {
      closeSync(out);
    }
    return parseOutput(readFileSync(output, 'latin1'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hex = (text: string): number => Number.parseInt(text, 16);

function parseOutput(output: string): QemuRun {
  const reports: { boots: BootReport[]; dumps: Uint8Array[] }[] = [];
  let text = '';
  let operations: string[] = [];
  let stack: number | undefined;
  for (const line of output.split('\n')) {
    const [, word = '', rest = ''] = /^@(\w+) ?(.*)$/.exec(line) ?? [];
    const report = reports.at(-1);
    if (word === '') text += `${line}\n`;
    else if (word === 'mark') reports.push({ boots: [], dumps: [] });
    else if (word === 'stack') stack = hex(rest);
    else if (word === 'dump') report?.dumps.push(Buffer.from(rest, 'hex'));
    else if (['erase', 'write', 'mode', 'unaligned', 'bad'].includes(word))
      operations.push(`${word} ${rest}`);
    else {
      const [stackAt = '', a12 = '', a15 = '', , interrupts = ''] = rest.split(' ');
      const registers = [stackAt, a12, a15, interrupts].map(hex);
      const returnsToRom = rest.endsWith(' returns');
      report?.boots.push({ text, end: word as End, registers, returnsToRom, operations });
      text = '';
      operations = [];
    }
  }
  if (stack === undefined) throw new Error(`QEMU ended too early: ${output.slice(-400)}`);
  return { reports, stack };
}
