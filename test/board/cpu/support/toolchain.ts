/** Programs for the CPU: assembled and linked by the GNU tool chain, loaded into the interpreter's memory. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cpu, type CpuHost } from '../../../../src/board/cpu/cpu.ts';
import { COMPILER, findTool } from '../../../support/lx106.ts';

export const OBJDUMP = findTool('xtensa-lx106-elf-objdump', 'binutils-xtensa-lx106');

/** Runs with a folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-cpu-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Assembles and links; returns the path of the ELF. Section `.reset` goes to QEMU's reset vector, `.text` to
 * IRAM, `.data` to DRAM. Nothing is relaxed: what is written is what is assembled.
 */
export function assemble(folder: string, source: string): string {
  const input = join(folder, 'program.s');
  const output = join(folder, 'program.elf');
  writeFileSync(input, source);
  const places = ['-Ttext=0x40100000', '-Tdata=0x3ffe8000', '--section-start=.reset=0x50000000'];
  const options = [
    '-nostdlib',
    '-Wa,--no-transform',
    '-Wl,--no-relax,-n',
    ...places.map(place => `-Wl,${place}`),
  ];
  run(COMPILER.path(), [...options, '-Wl,-e,start', '-o', output, input]);
  return output;
}

/** Runs a tool; says only the beginning of a long complaint. */
function run(tool: string, options: readonly string[]): void {
  const { status, stderr } = spawnSync(tool, options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} failed: ${stderr.slice(0, 600)}`);
}

export interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** What is to be loaded, from the program headers. */
export function segmentsOf(elf: string): readonly Segment[] {
  const file = readFileSync(elf);
  return Array.from({ length: file.readUInt16LE(44) }, (_, i) => {
    const at = file.readUInt32LE(28) + file.readUInt16LE(42) * i;
    const [offset, address, , size] = [4, 8, 12, 16].map(field => file.readUInt32LE(at + field));
    return { address: address ?? 0, bytes: file.subarray(offset, (offset ?? 0) + (size ?? 0)) };
  });
}

const NOTHING_THERE: CpuHost = { load: () => undefined, store: () => false, rom: () => false };

/** A CPU with its memory; every instruction takes one cycle unless `costs` says otherwise. */
export function cpuWith(host: Partial<CpuHost> = {}, costs = { instruction: 1, takenBranch: 1 }) {
  const memory = {
    dram: new Uint8Array(0x18000),
    iram: new Uint8Array(0x10000),
    mapped: undefined as Uint8Array | undefined,
  };
  const cpu = new Cpu(memory, { ...NOTHING_THERE, ...host }, costs);
  const load = (segments: readonly Segment[]): void => {
    for (const { address, bytes } of segments) {
      if (address >= 0x3ffe8000 && address < 0x40000000) memory.dram.set(bytes, address - 0x3ffe8000);
      else if (address >= 0x40100000 && address < 0x40110000) memory.iram.set(bytes, address - 0x40100000);
      cpu.invalidate(address, bytes.length);
    }
  };
  return { cpu, memory, load };
}
