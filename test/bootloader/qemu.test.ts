/**
 * The boot loader's machine code in QEMU against the model: every scenario, and a small image damaged at 2,000 places.
 */
import { describe, expect, it } from 'vitest';
import { DRAM } from '../support/bootloader-images.ts';
import { type Report, runInQemu, Script } from '../support/bootloader-qemu.ts';
import { loadImage } from '../support/image-builder.ts';
import { COMPILER, QEMU } from '../support/lx106.ts';
import { expected, stepsOf } from './expected.ts';
import { layoutOf } from './model.ts';
import { flashOf, SCENARIOS, type Scenario, type Step } from './scenarios.ts';

const MARK = 0x600013e0;
const MARK_WORDS = 6;
const CONFIRM_WORD = 0x600013f4;
const CONFIRMED = 0x600d600d;
const skip = QEMU.skip || COMPILER.skip;
const note = QEMU.note || COMPILER.note;

/** Puts the parts of a flash that are not FF. */
function putFlash(script: Script, flash: Uint8Array): void {
  script.board(flash.length);
  for (let at = 0; at < flash.length; at += 0x1000) {
    const sector = flash.subarray(at, at + 0x1000);
    if (sector.some(byte => byte !== 0xff)) script.patch(at, sector);
  }
}

function add(script: Script, step: Step): void {
  switch (step.do) {
    case 'power-on':
      for (let i = 0; i < MARK_WORDS; i++) script.store(MARK + 4 * i, Math.imul(i + 7, 0x9e3779b1));
      script.boot(1);
      break;
    case 'reset':
      script.boot(step.cause, step.restart !== true);
      break;
    case 'confirm':
      script.store(CONFIRM_WORD, CONFIRMED);
      break;
    case 'clear-mark':
      script.store(MARK, 0);
      break;
    case 'write':
      script.patch(step.at, step.bytes);
      break;
  }
}

function addScenario(script: Script, scenario: Scenario): void {
  putFlash(script, flashOf(scenario));
  for (const step of stepsOf(scenario)) add(script, step);
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
    // What is in RAM is the image, and the app finds the ROM's stack and return address.
    for (const [address, byte] of loadImage(flash.subarray(last.start)).ram) {
      const [memory, base] = address >= 0x40100000 ? [iram, 0x40100000] : [dram, DRAM];
      if (address - base < (memory?.length ?? 0) && memory?.[address - base] !== byte) {
        throw new Error(`byte at ${address.toString(16)} is not the image's`);
      }
    }
    expect(actual?.registers).toEqual([0x3ffffe00, 0x5eed0012, 0x5eed0015]);
    expect(actual?.returnsToRom).toBe(true);
  });
});
