/** Whole programs as the C compiler makes them: their results against the same work done by Node. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMPILER } from '../../support/lx106.ts';
import { cpuWith, inFolder, type Segment, segmentsOf } from './support/toolchain.ts';

const PROGRAMS = fileURLToPath(new URL('./programs', import.meta.url));
const OPTIONS = '-O2 -ffreestanding -nostdlib -fno-tree-loop-distribute-patterns -Wl,-n -T speed.ld'.split(
  ' ',
);
/** Of speed.c. */
const WINDOW = 32768;
const ENTRY_OFFSET = 24;
const LIMIT = 400_000_000;

/** speed.c's `fill`. */
function filled(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

function checksum(rounds: number): number {
  const one = crc32(filled(4096, 1));
  return Array.from({ length: rounds }, (_, i) => one + i).reduce((sum, value) => (sum + value) >>> 0, 0);
}

function copy(rounds: number): number {
  const out = Buffer.concat([filled(WINDOW / 2, 2), Buffer.alloc(WINDOW / 2)]);
  const words = new Uint32Array(out.buffer, out.byteOffset, WINDOW / 4);
  const half = WINDOW / 8;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < half; i++) words[half + i] = (words[i] ?? 0) + round;
    for (let i = 0; i < half; i++) words[i] = (words[half + i] ?? 0) ^ round;
  }
  return crc32(out);
}

function sort(rounds: number): number {
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    const out = Buffer.from(filled(WINDOW / 4, round));
    new Int16Array(out.buffer, out.byteOffset, WINDOW / 8).sort();
    sum = (Math.imul(sum, 31) + crc32(out)) >>> 0;
  }
  return sum;
}

function inflate(rounds: number, text: Uint8Array): number {
  const one = text.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0) ^ text.length;
  let sum = 0;
  for (let round = 0; round < rounds; round++) sum = (Math.imul(sum, 7) + one) >>> 0;
  return sum;
}

describe.skipIf(COMPILER.skip)(`compiled programs${COMPILER.note}`, () => {
  const text = readFileSync(join(PROGRAMS, 'speed.c'));
  const whole = Buffer.concat([text, filled(2000, 9), text]);
  const packed = deflateRawSync(whole, { level: 9 });
  let segments: readonly Segment[];
  let entry = 0;

  beforeAll(() =>
    inFolder(folder => {
      const elf = join(folder, 'speed.elf');
      execFileSync(COMPILER.path(), [...OPTIONS, 'speed.S', 'speed.c', '-lgcc', '-o', elf], {
        cwd: PROGRAMS,
      });
      segments = segmentsOf(elf);
      entry = readFileSync(elf).readUInt32LE(ENTRY_OFFSET);
    }),
  );

  it.each([
    ['checksum', 0, 60, checksum(60)],
    ['copy', 1, 40, copy(40)],
    ['sort', 2, 5, sort(5)],
    ['inflate', 3, 6, inflate(6, whole)],
  ])('%s ends with the right number', (name, which, rounds, expected) => {
    const { cpu, memory, load } = cpuWith();
    load(segments);
    memory.dram.set(packed);
    cpu.reset(entry);
    cpu.a.set([which, rounds], 2);
    cpu.stopAtBreak = true;
    const begin = performance.now();
    expect(cpu.run(LIMIT)).toBe('break');
    const rate = cpu.cycles / 1000 / (performance.now() - begin);
    console.log(`${name}: ${(cpu.cycles / 1e6).toFixed(1)} M instructions, ${rate.toFixed(0)} M/s`);
    expect((cpu.a[2] ?? 0) >>> 0).toBe(expected >>> 0);
  });
});
