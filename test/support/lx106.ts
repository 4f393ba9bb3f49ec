/**
 * Where the tests find a compiler for the ESP8266's CPU (LX106) and a machine to run its programs: QEMU's
 * bare "sim" machine, driven over the GDB remote protocol on its standard input and output. That machine
 * has plain memory where the ESP8266 has RAM, flash and peripherals (so a UART prints nothing: watch its
 * register), and nothing at all at 0x3FF00000 (so the test plays the registers of the flash cache).
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Tool {
  readonly found: boolean;
  /** Leave the test out: the tool is missing and the person said that this is fine. */
  readonly skip: boolean;
  /** Goes behind the test's name: empty, or the reason why it was left out. */
  readonly note: string;
  /** Where the tool is; throws with the way to install it when it is missing. */
  path(): string;
}

/** Looks for a program in PATH. `apt` is the Debian package that brings it. */
export function findTool(name: string, apt: string): Tool {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(isExecutable);
  const skip = found === undefined && process.env.TWINSLOT_ALLOW_MISSING === '1';
  return {
    found: found !== undefined,
    skip,
    note: skip ? ` (skipped: ${name} is not installed)` : '',
    path: () => {
      if (found !== undefined) return found;
      throw new Error(
        `${name} is not installed: run "apt-get install ${apt}", or set TWINSLOT_ALLOW_MISSING=1 to go without it`,
      );
    },
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const COMPILER = findTool('xtensa-lx106-elf-gcc', 'gcc-xtensa-lx106');
export const QEMU = findTool('qemu-system-xtensa', 'qemu-system-misc');

/** Places in the register block that QEMU sends for the lx106 CPU; 0 to 15 are a0 to a15. */
export const REGISTER = {
  pc: 16,
  ps: 21,
  epc1: 28,
  intenable: 40,
  exccause: 42,
  /** As of the last time that the program read it. */
  ccount: 44,
  excvaddr: 48,
} as const;

/** First-level exceptions of a running program land here. */
const USER_EXCEPTION_VECTOR = 0x40000050;
/** EXCCAUSE of a load or store where no memory is. */
const LOAD_STORE_NO_MEMORY = 15;
const PS_EXCEPTION_MODE = 1 << 4;
/** QEMU takes packets of 4096 characters; two per byte. */
const MEMORY_CHUNK = 1024;
const ANSWER_TIMEOUT_MS = 20_000;

/** Registers that QEMU's machine lacks, played by the test. */
export interface AbsentRegisters {
  read(address: number): number;
  write(address: number, value: number): void;
}

/** A store to a watched register. */
export interface Store {
  readonly address: number;
  readonly value: number;
}

/** One LX106 with a program in its memory. Close it in the end, whatever happens. */
export class Lx106 {
  readonly #qemu: ChildProcessWithoutNullStreams;
  readonly #absent: AbsentRegisters;
  #received = '';
  #stderr = '';
  #failure: Error | undefined;
  #waiting: { resolve(packet: string): void; reject(reason: Error): void } | undefined;

  /** Loads the ELF; the CPU stands at its reset vector until the test sets the registers and resumes it. */
  constructor(elf: string, absent: AbsentRegisters) {
    this.#absent = absent;
    // icount: the cycle counter follows the executed instructions (1024 ns each), so runs are repeatable.
    const machine =
      '-cpu lx106 -M sim -S -gdb stdio -display none -monitor none -serial none -icount shift=10';
    this.#qemu = spawn(QEMU.path(), [...machine.split(' '), '-kernel', elf]);
    this.#qemu.stdout.setEncoding('latin1').on('data', text => this.#receive(String(text)));
    this.#qemu.stderr.on('data', text => {
      this.#stderr += String(text);
    });
    this.#qemu.stdin.on('error', () => undefined); // the 'close' below tells more
    this.#qemu.on('error', error => this.#fail(error.message));
    this.#qemu.on('close', code => this.#fail(`it ended with status ${code}: ${this.#stderr.trim()}`));
  }

  async registers(): Promise<number[]> {
    const block = Buffer.from(await this.#ask('g'), 'hex');
    return Array.from({ length: block.length / 4 }, (_, index) => block.readUInt32LE(4 * index));
  }

  async setRegisters(values: readonly number[]): Promise<void> {
    const block = Buffer.alloc(4 * values.length);
    for (const [index, value] of values.entries()) block.writeUInt32LE(value >>> 0, 4 * index);
    await this.#order(`G${block.toString('hex')}`);
  }

  async readMemory(address: number, length: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let done = 0; done < length; done += MEMORY_CHUNK) {
      const size = Math.min(MEMORY_CHUNK, length - done);
      chunks.push(
        Buffer.from(await this.#ask(`m${(address + done).toString(16)},${size.toString(16)}`), 'hex'),
      );
    }
    return Buffer.concat(chunks);
  }

  async writeMemory(address: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; done += MEMORY_CHUNK) {
      const chunk = Buffer.from(bytes.subarray(done, done + MEMORY_CHUNK));
      const place = `${(address + done).toString(16)},${chunk.length.toString(16)}`;
      await this.#order(`M${place}:${chunk.toString('hex')}`);
    }
  }

  async readWord(address: number): Promise<number> {
    return (await this.readMemory(address, 4)).readUInt32LE();
  }

  async writeWord(address: number, value: number): Promise<void> {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    await this.writeMemory(address, bytes);
  }

  /** From now on nextStore() reports stores to the word at `address`. */
  async watch(address: number): Promise<void> {
    await this.#order(`Z2,${address.toString(16)},4`);
  }

  /** Runs on to just after the next store to a watched address. */
  async nextStore(): Promise<Store> {
    const stop = await this.#run();
    if (typeof stop === 'number') throw new Error(`the program stopped at 0x${stop.toString(16)}`);
    return stop;
  }

  /** Runs on to just before the instruction at `address`. */
  async runTo(address: number): Promise<void> {
    const breakpoint = `0,${address.toString(16)},1`;
    await this.#order(`Z${breakpoint}`);
    while ((await this.#run()) !== address);
    await this.#order(`z${breakpoint}`);
  }

  /** Executes so many instructions. */
  async step(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.#ask('s');
  }

  close(): void {
    this.#qemu.removeAllListeners('close');
    this.#qemu.kill('SIGKILL');
  }

  /** Runs on to the next watched store or breakpoint (its address); plays accesses to absent registers on the way. */
  async #run(): Promise<Store | number> {
    await this.#order(`Z0,${USER_EXCEPTION_VECTOR.toString(16)},1`);
    for (;;) {
      const watched = /watch:([0-9a-f]+);/.exec(await this.#ask('c'))?.[1];
      if (watched !== undefined) return this.#finishStore(parseInt(watched, 16));
      const registers = await this.registers();
      const pc = registers[REGISTER.pc] ?? 0;
      if (pc !== USER_EXCEPTION_VECTOR) return pc;
      await this.#playAccess(registers);
    }
  }

  /** QEMU stops before the store, and would stop there again: step over it unwatched. */
  async #finishStore(address: number): Promise<Store> {
    const watch = `2,${address.toString(16)},4`;
    await this.#order(`z${watch}`);
    await this.#ask('s');
    await this.#order(`Z${watch}`);
    return { address, value: await this.readWord(address) };
  }

  /** Does the load or store that ended in an exception on the registers of the test, and leaves the exception. */
  async #playAccess(registers: number[]): Promise<void> {
    const at = registers[REGISTER.epc1] ?? 0;
    const address = registers[REGISTER.excvaddr] ?? 0;
    const cause = registers[REGISTER.exccause];
    const access = decodeAccess(await this.readMemory(at, 3));
    if (cause !== LOAD_STORE_NO_MEMORY || access === undefined) {
      throw new Error(`exception ${cause} at 0x${at.toString(16)}, address 0x${address.toString(16)}`);
    }
    if (access.store) this.#absent.write(address, registers[access.register] ?? 0);
    else registers[access.register] = this.#absent.read(address);
    registers[REGISTER.pc] = at + access.length;
    registers[REGISTER.ps] = (registers[REGISTER.ps] ?? 0) & ~PS_EXCEPTION_MODE;
    await this.setRegisters(registers);
  }

  async #order(packet: string): Promise<void> {
    const answer = await this.#ask(packet);
    if (answer !== 'OK') throw new Error(`QEMU answered "${answer}" to "${packet.slice(0, 40)}"`);
  }

  #ask(packet: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      const timer = setTimeout(() => this.#fail(`no answer to "${packet.slice(0, 40)}"`), ANSWER_TIMEOUT_MS);
      const settle =
        <T>(act: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          this.#waiting = undefined;
          act(value);
        };
      this.#waiting = { resolve: settle(resolve), reject: settle(reject) };
      const sum = Buffer.from(packet, 'latin1').reduce((total, byte) => (total + byte) & 0xff, 0);
      this.#qemu.stdin.write(`$${packet}#${sum.toString(16).padStart(2, '0')}`);
    });
  }

  #receive(text: string): void {
    this.#received += text;
    const packet = /\$([^#]*)#[0-9a-f]{2}/.exec(this.#received);
    if (packet === null) return;
    this.#received = this.#received.slice(packet.index + packet[0].length);
    this.#qemu.stdin.write('+');
    this.#waiting?.resolve(packet[1] ?? '');
  }

  #fail(reason: string): void {
    this.#failure = new Error(`QEMU: ${reason}`);
    this.#waiting?.reject(this.#failure);
  }
}

/** L32I, S32I and their 16-bit forms: all that compiled code uses on peripheral registers. */
function decodeAccess(code: Uint8Array) {
  const [first = 0, second = 0] = code;
  const register = first >> 4;
  const operation = first & 15;
  if (operation === 8 || operation === 9) return { store: operation === 9, register, length: 2 };
  const form = second >> 4;
  if (operation === 2 && (form === 2 || form === 6)) return { store: form === 6, register, length: 3 };
  return undefined;
}
