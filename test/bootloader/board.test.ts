/** The boot loader's machine code on the virtual board against the model: the same scenarios as in QEMU. */
import { describe, expect, it } from 'vitest';
import { loadImage } from '../support/image-builder.ts';
import { expected, stepsOf } from './expected.ts';
import { boardWith } from './loader-board.ts';
import { layoutOf } from './model.ts';
import { flashOf, SCENARIOS } from './scenarios.ts';

/** QEMU has these: a restart that is no reset of the chip, and a board that never was without power. */
const RUNNABLE = SCENARIOS.filter(
  s => !stepsOf(s).some(step => step.do === 'reset' && step.restart) && stepsOf(s)[0]?.do === 'power-on',
);

describe('the boot loader on the virtual board', () => {
  it.each(RUNNABLE)('$name', scenario => {
    const board = boardWith(flashOf(scenario));
    const { boots, flash } = expected(scenario);
    expect(stepsOf(scenario).flatMap(step => board.do(step))).toEqual(
      boots.map(({ end, text }) => ({ end, text })),
    );
    const { copyA } = layoutOf(scenario.map);
    const parameters = board.board.flash.peek(copyA, 0x3000);
    expect(Buffer.compare(parameters, flash.subarray(copyA, copyA + 0x3000))).toBe(0);
    const start = boots.at(-1)?.start;
    if (start === undefined) return;
    const { dram, iram } = board.board.soc.memory;
    for (const [address, byte] of loadImage(flash.subarray(start)).ram) {
      const [memory, base] = address >= 0x40100000 ? [iram, 0x40100000] : [dram, 0x3ffe8000];
      if (address < 0x60000000 && memory[address - base] !== byte) {
        throw new Error(`byte at ${address.toString(16)} is not the image's`);
      }
    }
  });
});
