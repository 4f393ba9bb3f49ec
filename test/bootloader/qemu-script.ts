/** Scenarios as scripts for QEMU. */
import type { Script } from '../support/bootloader-qemu.ts';
import type { Step } from './scenarios.ts';

const MARK = 0x600013e0;
const MARK_WORDS = 6;
/** Of the count of watchdog resets. */
const LOOPS_AT = 12;
const CONFIRM_WORD = 0x600013f4;
const CONFIRMED = 0x600d600d;

/** A new board with this flash. */
export function putFlash(script: Script, flash: Uint8Array, seed = 1): void {
  script.board(flash.length, seed);
  for (let at = 0; at < flash.length; at += 0x1000) {
    const sector = flash.subarray(at, at + 0x1000);
    if (sector.some(byte => byte !== 0xff)) script.patch(at, sector);
  }
}

/** What a step does to the board. */
export function addStep(script: Script, step: Step): void {
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
    case 'spoil-mark':
      script.store(MARK + LOOPS_AT, 2);
      break;
    case 'write':
      script.patch(step.at, step.bytes);
      break;
  }
}
