/** The boot loader's machine code in QEMU against the model: every scenario. */
import { describe, expect, it } from 'vitest';
import { DRAM } from '../support/bootloader-images.ts';
import { type Report, runInQemu, Script } from '../support/bootloader-qemu.ts';
import { loadImage } from '../support/image-builder.ts';
import { COMPILER, QEMU } from '../support/lx106.ts';
import { expected, stepsOf } from './expected.ts';
import { layoutOf } from './model.ts';
import { addStep, putFlash } from './qemu-script.ts';
import { flashOf, SCENARIOS, type Scenario } from './scenarios.ts';

const skip = QEMU.skip || COMPILER.skip;
const note = QEMU.note || COMPILER.note;

function addScenario(script: Script, scenario: Scenario): void {
  putFlash(script, flashOf(scenario));
  for (const step of stepsOf(scenario)) addStep(script, step);
  script
    .dumpFlash(layoutOf(scenario.map).copyA, 0x3000)
    .dumpMemory(DRAM, 0x4000)
    .dumpMemory(0x40100000, 0x200);
}

describe.skipIf(skip)(`the boot loader in QEMU${note}`, () => {
  const script = new Script();
  for (const scenario of SCENARIOS) addScenario(script, scenario);
  let reports: readonly Report[] | undefined;
  const reportOf = (scenario: Scenario): Report => {
    reports ??= runInQemu(script).reports;
    const report = reports[SCENARIOS.indexOf(scenario)];
    if (!report) throw new Error(`no report of ${scenario.name}`);
    return report;
  };

  it.each(SCENARIOS)('$name', scenario => {
    const report = reportOf(scenario);
    const { boots, flash } = expected(scenario);
    expect(report.boots.map(({ end, text }) => ({ end, text }))).toEqual(
      boots.map(({ end, text }) => ({ end, text })),
    );
    const { copyA } = layoutOf(scenario.map);
    const [parameters, dram, iram] = report.dumps;
    expect(Buffer.compare(parameters ?? Buffer.alloc(0), flash.subarray(copyA, copyA + 0x3000))).toBe(0);
    const last = boots.at(-1);
    const actual = report.boots.at(-1);
    if (last?.start === undefined) return;
    // What is in RAM is the image, and the app finds the ROM's stack and return address, and no interrupts.
    for (const [address, byte] of loadImage(flash.subarray(last.start)).ram) {
      const [memory, base] = address >= 0x40100000 ? [iram, 0x40100000] : [dram, DRAM];
      if (address - base < (memory?.length ?? 0) && memory?.[address - base] !== byte) {
        throw new Error(`byte at ${address.toString(16)} is not the image's`);
      }
    }
    expect(actual?.registers).toEqual([0x3ffffe00, 0x5eed0012, 0x5eed0015, 0]);
    expect(actual?.returnsToRom).toBe(true);
  });
});
