/**
 * The interpreter against QEMU's LX106: the whole state compared after every instruction, of random programs and
 * of programs for the corners. TWINSLOT_LONG=1 compares more than 1,000,000 steps.
 */
import { describe, expect, it } from 'vitest';
import { INSTRUCTIONS } from '../../../src/board/cpu/isa.ts';
import { Random } from '../../../src/board/random.ts';
import { COMPILER, QEMU } from '../../support/lx106.ts';
import { compareWithQemu } from './support/compare.ts';
import { DIRECTED, directedProgram } from './support/directed-programs.ts';
import { LEFT_OUT, randomProgram } from './support/random-program.ts';
import { assemble, inFolder } from './support/toolchain.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
const PROGRAMS = LONG ? 25 : 3;
const STEPS = LONG ? 42_000 : 9_000;
/** 64 bytes each; with literals, IRAM holds about so many. */
const BLOCKS = 500;
const TIME = { timeout: LONG ? 900_000 : 60_000 };

const compare = (source: string, steps: number) =>
  inFolder(folder => compareWithQemu(folder, assemble(folder, source), steps));

describe.skipIf(QEMU.skip || COMPILER.skip)(`instructions, as in QEMU${QEMU.note}${COMPILER.note}`, () => {
  it.each(Object.keys(DIRECTED))('have the same effect in the corners: %s', TIME, async name => {
    const { steps, ended } = await compare(directedProgram(name), 20_000);
    console.log(`${name}: ${steps} steps`);
    expect(ended).toBe(true);
  });

  it(`have the same effect in ${PROGRAMS * STEPS} steps of random programs`, TIME, async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      const { names } = await compare(randomProgram(new Random(seed), BLOCKS), STEPS);
      for (const name of names) seen.add(name.split('.')[1] === 'n' ? name : (name.split('.')[0] ?? ''));
    }
    const missing = INSTRUCTIONS.map(({ name }) => name).filter(name => !seen.has(name));
    expect(missing.sort()).toEqual([...LEFT_OUT].sort());
  });
});
