/**
 * The interpreter against QEMU's LX106: random programs, the whole state compared after every instruction.
 * TWINSLOT_LONG=1 compares 1,000,000 steps and more.
 */
import { describe, expect, it } from 'vitest';
import { INSTRUCTIONS } from '../../../src/board/cpu/isa.ts';
import { SPECIAL_REGISTERS } from '../../../src/board/cpu/registers.ts';
import { Random } from '../../../src/board/random.ts';
import { COMPILER, QEMU } from '../../support/lx106.ts';
import { compareWithQemu } from './support/compare.ts';
import { LEFT_OUT, randomProgram } from './support/random-program.ts';
import { assemble, inFolder } from './support/toolchain.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
const PROGRAMS = LONG ? 25 : 3;
const STEPS = LONG ? 42_000 : 9_000;
/** 64 bytes each; with literals, IRAM holds about so many. */
const BLOCKS = 500;

describe.skipIf(QEMU.skip || COMPILER.skip)(`random programs${QEMU.note}${COMPILER.note}`, () => {
  it(
    `have the same effect as in QEMU, in ${PROGRAMS * STEPS} steps`,
    async () => {
      const seen = new Set<string>();
      for (let seed = 1; seed <= PROGRAMS; seed++) {
        await inFolder(async folder => {
          const elf = assemble(folder, randomProgram(new Random(seed), BLOCKS));
          for (const name of await compareWithQemu(folder, elf, STEPS)) seen.add(name);
        });
      }
      console.log(`${PROGRAMS * STEPS} steps, ${seen.size} different instructions`);
      expect([...seen].length).toBeGreaterThan(100);
    },
    LONG ? 900_000 : 60_000,
  );
});
void SPECIAL_REGISTERS;
void INSTRUCTIONS;
void LEFT_OUT;
