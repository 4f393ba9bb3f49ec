/** What happens between instructions: interrupts, the timer, sleep, the NMI. */
import { beforeAll, describe, expect, it } from 'vitest';
import { CAUSE, SR } from '../../../src/board/cpu/registers.ts';
import { COMPILER } from '../../support/lx106.ts';
import { type Assembled, assembled, standingAt } from './support/assembled.ts';

/** Every vector counts in a register of its own and goes back. */
const SOURCE = `
  .text
  .global start
  .begin no-transform
  .balign 128
vectors:
  .org vectors + 0x20
nmi: addi a11, a11, 1
  rfi 3
  .org vectors + 0x30
  addi a12, a12, 1
  rfe
  .org vectors + 0x50
user: addi a10, a10, 1
  rsr.interrupt a9
  rfe
  .org vectors + 0x70
  addi a13, a13, 1
  rfde
start:
spin: addi a2, a2, 1
next: addi a3, a3, 1
  j spin
sleep: waiti 0
awake: addi a2, a2, 1
  j awake
lower: addi a2, a2, 1
  rsil a4, 0
lowered: addi a3, a3, 1
  j lowered
`;
const UART = 1 << 5;
const TIMER = 1 << 6;
const FRC1 = 1 << 9;
const NMI = 1 << 14;

describe.skipIf(COMPILER.skip)(`interrupts${COMPILER.note}`, () => {
  let program: Assembled;
  beforeAll(async () => {
    program = await assembled(SOURCE);
  });

  it('are taken between two instructions', () => {
    const { cpu } = standingAt(program, 'spin', { intenable: UART });
    cpu.run(1);
    cpu.setInterruptLines(UART);
    cpu.run(1);
    expect([cpu.a[2], cpu.a[3], cpu.a[10]]).toEqual([1, 0, 1]);
    expect(cpu.special(SR.epc1)).toBe(program.at('next'));
    expect(cpu.special(SR.exccause)).toBe(CAUSE.level1Interrupt);
    expect(cpu.special(SR.ps)).toBe(0x30);
    expect(cpu.trace.exception).toBeUndefined();
  });

  it.each([
    ['INTLEVEL 1', 0x21, UART],
    ['exception mode', 0x30, UART],
    ['INTENABLE', 0x20, 0xffff & ~UART],
  ])('wait while masked by %s', (_, ps, intenable) => {
    const { cpu } = standingAt(program, 'spin', { ps, intenable });
    cpu.setInterruptLines(UART);
    cpu.run(30);
    expect([cpu.a[2], cpu.a[10]]).toEqual([10, 0]);
    cpu.setSpecial(SR.ps, 0x20);
    cpu.setSpecial(SR.intenable, UART);
    cpu.run(1);
    expect(cpu.a[10]).toBe(1);
  });

  it('come right behind the instruction that lets them through', () => {
    const { cpu } = standingAt(program, 'lower', { ps: 0x21, intenable: UART });
    cpu.setInterruptLines(UART);
    cpu.run(3);
    expect([cpu.a[2], cpu.a[3], cpu.a[10], cpu.a[4]]).toEqual([1, 0, 1, 0x21]);
    expect(cpu.special(SR.epc1)).toBe(program.at('lowered'));
  });

  it('go through the kernel vector without UM', () => {
    const { cpu } = standingAt(program, 'spin', { ps: 0, intenable: UART });
    cpu.setInterruptLines(UART);
    cpu.run(1);
    expect([cpu.a[12], cpu.a[10]]).toEqual([1, 0]);
  });

  it('fire again and again while a level stays up', () => {
    const { cpu } = standingAt(program, 'spin', { intenable: UART });
    cpu.setInterruptLines(UART);
    cpu.run(30); // three instructions in the handler
    expect([cpu.a[2], cpu.a[10], cpu.a[9]]).toEqual([0, 10, UART]);
    cpu.setInterruptLines(0);
    cpu.run(6); // the handler has been entered once more
    expect([cpu.a[2], cpu.a[10]]).toEqual([1, 11]);
  });

  it('keep an edge until it is cleared, and see it once', () => {
    const { cpu } = standingAt(program, 'spin', { intenable: 0 });
    cpu.setInterruptLines(FRC1);
    cpu.setInterruptLines(0);
    expect(cpu.special(SR.interrupt)).toBe(FRC1);
    cpu.setSpecial(SR.intenable, FRC1);
    cpu.run(1);
    expect(cpu.a[10]).toBe(1);
    cpu.setInterruptLines(FRC1);
    cpu.setSpecial(SR.intclear, FRC1);
    cpu.setInterruptLines(FRC1 | UART); // still up: no edge
    expect(cpu.special(SR.interrupt)).toBe(UART);
  });

  it('cannot clear a level by INTCLEAR nor set a line by INTSET', () => {
    const { cpu } = standingAt(program, 'spin');
    cpu.setInterruptLines(UART);
    cpu.setSpecial(SR.intclear, 0x7fff);
    cpu.setSpecial(SR.interrupt, 0x7fff);
    expect(cpu.special(SR.interrupt)).toBe(UART | (1 << 7));
  });
});

describe.skipIf(COMPILER.skip)(`NMI${COMPILER.note}`, () => {
  let program: Assembled;
  beforeAll(async () => {
    program = await assembled(SOURCE);
  });

  it('comes through in the handler of another interrupt, and goes back into it', () => {
    const { cpu } = standingAt(program, 'spin', { intenable: UART });
    cpu.setInterruptLines(UART);
    cpu.run(1);
    cpu.setInterruptLines(UART | NMI);
    cpu.run(1);
    expect([cpu.a[10], cpu.a[11]]).toEqual([1, 1]);
    expect(cpu.special(SR.epc3)).toBe(program.at('user') + 3);
    expect(cpu.special(SR.eps3)).toBe(0x30);
    expect(cpu.special(SR.ps)).toBe(0x33);
    cpu.run(1);
    expect([cpu.pc, cpu.special(SR.ps)]).toEqual([program.at('user') + 3, 0x30]);
    cpu.setInterruptLines(0);
    cpu.run(2);
    expect(cpu.pc).toBe(program.at('spin'));
  });

  it('asks neither INTENABLE nor INTLEVEL, and comes once for each edge', () => {
    const { cpu } = standingAt(program, 'spin', { ps: 0x2f, intenable: 0 });
    cpu.setInterruptLines(NMI);
    cpu.run(30);
    expect(cpu.a[11]).toBe(1);
    cpu.setInterruptLines(0);
    cpu.setInterruptLines(NMI);
    cpu.run(30);
    expect(cpu.a[11]).toBe(2);
  });
});

describe.skipIf(COMPILER.skip)(`timer and sleep${COMPILER.note}`, () => {
  let program: Assembled;
  beforeAll(async () => {
    program = await assembled(SOURCE);
  });

  it('raises line 6 when CCOUNT reaches CCOMPARE0, in the very cycle', () => {
    const { cpu } = standingAt(program, 'spin', { intenable: TIMER });
    cpu.setSpecial(SR.ccompare0, cpu.special(SR.ccount) + 50);
    cpu.run(49);
    expect([cpu.special(SR.interrupt), cpu.a[10]]).toEqual([0, 0]);
    cpu.run(2);
    expect([cpu.special(SR.interrupt), cpu.a[10]]).toEqual([TIMER, 1]);
    cpu.setSpecial(SR.ccompare0, 0);
    expect(cpu.special(SR.interrupt)).toBe(0);
  });

  it('fires in a long run as in single steps', () => {
    const { cpu } = standingAt(program, 'spin', { intenable: TIMER });
    cpu.setSpecial(SR.ccompare0, cpu.special(SR.ccount) + 50);
    cpu.run(1000);
    expect(cpu.a[2]).toBe(17); // 50 instructions, then nothing but the handler
    expect(cpu.special(SR.epc1)).toBe(program.at('spin') + 6);
  });

  it('goes round with CCOUNT, which can be set', () => {
    const { cpu } = standingAt(program, 'spin', { intenable: TIMER });
    cpu.setSpecial(SR.ccount, -20);
    cpu.setSpecial(SR.ccompare0, 10);
    cpu.run(29);
    expect([cpu.special(SR.ccount), cpu.a[10]]).toEqual([9, 0]);
    cpu.run(2);
    expect(cpu.a[10]).toBe(1);
  });

  it('sleeps in waiti for as long as it may run', () => {
    const { cpu } = standingAt(program, 'sleep', { ps: 0x21, intenable: UART });
    const begin = cpu.cycles;
    expect(cpu.run(1000)).toBe('waiti');
    expect(cpu.run(500)).toBe('waiti');
    expect([cpu.cycles - begin, cpu.a[2], cpu.asleep]).toEqual([1500, 0, true]);
    expect(cpu.special(SR.ps)).toBe(0x20);
  });

  it('goes on behind the waiti after the interrupt that woke it', () => {
    const { cpu } = standingAt(program, 'sleep', { intenable: UART });
    cpu.run(10);
    cpu.setInterruptLines(UART);
    expect(cpu.run(1)).toBe('budget');
    expect([cpu.special(SR.epc1), cpu.a[10]]).toEqual([program.at('awake'), 1]);
    cpu.setInterruptLines(0);
    cpu.run(3);
    expect([cpu.a[2], cpu.asleep]).toEqual([1, false]);
  });

  it('sleeps on when a masked interrupt comes', () => {
    const { cpu } = standingAt(program, 'sleep', { intenable: 0 });
    cpu.run(10);
    cpu.setInterruptLines(UART);
    expect(cpu.run(10)).toBe('waiti');
  });

  it('is woken by the timer within one run', () => {
    const { cpu } = standingAt(program, 'sleep', { intenable: TIMER });
    cpu.setSpecial(SR.ccompare0, cpu.special(SR.ccount) + 600);
    expect(cpu.run(599)).toBe('waiti');
    expect(cpu.run(10)).toBe('budget');
    expect(cpu.a[10]).toBeGreaterThan(0);
  });
});
