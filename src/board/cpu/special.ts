/** What reading and writing a special register does. */
import type { Core } from './core.ts';
import { EDGE_LINES, LINE, SPECIAL_REGISTERS, SR } from './registers.ts';

/** rsr. */
export function readSpecial(core: Core, register: number): number {
  switch (register) {
    case SR.sar:
      return core.sar;
    case SR.ccount:
      return core.ccount;
    case SR.interrupt:
      return core.interrupts;
    default:
      return core.special[register] ?? 0;
  }
}

/** wsr. Bits that the register does not have are ignored. */
export function writeSpecial(core: Core, register: number, written: number): void {
  const value = written & (SPECIAL_REGISTERS.get(register)?.mask ?? 0);
  switch (register) {
    case SR.sar:
      core.sar = value;
      return;
    case SR.ps:
      core.ps = value;
      return;
    case SR.ccount:
      core.ccountOffset = (value >>> 0) - (core.cycles % 0x100000000);
      core.setTimer();
      return;
    case SR.interrupt: // INTSET
      core.latch(value & (1 << LINE.software));
      return;
    case SR.intclear:
      core.unlatch(value & ((1 << LINE.software) | EDGE_LINES));
      return;
    case SR.ccompare0:
      core.special[register] = value;
      core.unlatch(1 << LINE.timer);
      core.setTimer();
      return;
    case SR.litbase:
      core.code.setLitbase(value);
      break;
    case SR.configid0: // can be written, has no bits that could change
      return;
    default:
  }
  core.special[register] = value;
  if (CHANGES_WHAT_IS_DUE.has(register)) core.attention = true;
}

const CHANGES_WHAT_IS_DUE: ReadonlySet<number> = new Set([
  SR.intenable,
  SR.ibreakenable,
  SR.dbreakc0,
  SR.icount,
  SR.icountlevel,
]);
