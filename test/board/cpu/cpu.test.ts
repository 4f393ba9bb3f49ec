/** How the CPU runs: budgets, stops, code that changes, the ROM window, what memory refuses. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Cpu } from '../../../src/board/cpu/cpu.ts';
import { SR } from '../../../src/board/cpu/registers.ts';
import { COMPILER } from '../../support/lx106.ts';
import { type Assembled, assembled, standingAt } from './support/assembled.ts';

const SOURCE = `
  .text
  .global start
  .begin no-transform
  .balign 128
vectors:
  .org vectors + 0x80
start:
spin: addi a2, a2, 1
  addi a3, a3, 1
  j spin
access: l32i a4, a5, 0
  addi a2, a2, 1
stay: j stay
l8: l8ui a4, a5, 0
l16: l16ui a4, a5, 0
l16s: l16si a4, a5, 0
l32: l32i a4, a5, 0
s8: s8i a4, a5, 0
s16: s16i a4, a5, 0
s32: s32i a4, a5, 0
jump: jx a5
call: callx0 a5
back: addi a2, a2, 1
  j back
stop: break 1, 2
  addi a2, a2, 1
quos: .byte 0x50, 0x76, 0xd2
patcher: s32i a4, a5, 0
  isync
  jx a6
`;
const IROM = 0x40200000;
/** `addi a7, a7, 1` and `addi a7, a7, 2` */
const ADD_1 = [0x72, 0xc7, 0x01];
const ADD_2 = [0x72, 0xc7, 0x02];

describe.skipIf(COMPILER.skip)(`CPU${COMPILER.note}`, () => {
  let program: Assembled;
  beforeAll(async () => {
    program = await assembled(SOURCE);
  });

  it('uses exactly its budget when every instruction takes one cycle', () => {
    const { cpu } = standingAt(program, 'spin');
    const begin = cpu.cycles;
    for (const budget of [1, 2, 3, 7, 100, 1001]) expect(cpu.run(budget)).toBe('budget');
    expect(cpu.cycles - begin).toBe(1114);
    expect([cpu.a[2], cpu.a[3]]).toEqual([372, 371]);
  });

  it('comes to the same state in one run as in single steps', () => {
    const [whole, steps] = [standingAt(program, 'spin').cpu, standingAt(program, 'spin').cpu];
    whole.run(997);
    for (let i = 0; i < 997; i++) steps.run(1);
    expect([...steps.a, steps.pc, steps.cycles]).toEqual([...whole.a, whole.pc, whole.cycles]);
    expect(steps.trace.pcs).toEqual(whole.trace.pcs);
    expect(whole.trace.pcs).toHaveLength(16);
    expect(whole.trace.pcs.at(-1)).toBe(program.at('spin'));
  });

  it('charges a taken jump what it costs', () => {
    const { cpu } = standingAt(program, 'spin', { costs: { instruction: 1, takenBranch: 3 } });
    const begin = cpu.cycles;
    cpu.run(5 * 100);
    expect([cpu.a[2], cpu.cycles - begin]).toEqual([100, 500]);
    cpu.run(3); // the jump is begun in the last cycle and ended beyond it
    expect(cpu.cycles - begin).toBe(505);
  });

  it('does nothing on an empty budget', () => {
    const { cpu } = standingAt(program, 'spin');
    expect([cpu.run(0), cpu.a[2]]).toEqual(['budget', 0]);
  });

  it('stops after the instruction in which somebody asked for it', () => {
    const board = standingAt(program, 'access', {
      host: {
        load: () => {
          board.cpu.requestStop();
          return 7;
        },
      },
    });
    board.cpu.a[5] = 0x60000000;
    expect(board.cpu.run(100)).toBe('halted');
    expect([board.cpu.a[4], board.cpu.a[2], board.cpu.pc]).toEqual([7, 0, program.at('access') + 3]);
    expect(board.cpu.run(1)).toBe('budget');
    expect(board.cpu.a[2]).toBe(1);
  });

  it('takes an interrupt that a device raises in a load behind that very load', () => {
    const board = standingAt(program, 'access', {
      intenable: 1 << 5,
      host: {
        load: () => {
          board.cpu.setInterruptLines(1 << 5);
          return 7;
        },
      },
    });
    board.cpu.a[5] = 0x60000000;
    board.cpu.run(1);
    expect([board.cpu.a[4], board.cpu.pc]).toEqual([7, program.at('vectors') + 0x50]);
    expect(board.cpu.special(SR.epc1)).toBe(program.at('access') + 3);
  });

  it('shows devices the present cycle and the address of the instruction, and lets them spend time', () => {
    const seen: number[] = [];
    const board = standingAt(program, 'access', {
      host: {
        load: () => {
          seen.push(board.cpu.cycles, board.cpu.pc);
          board.cpu.spend(100);
          return 7;
        },
      },
    });
    board.cpu.a[5] = 0x60000000;
    const begin = board.cpu.cycles;
    board.cpu.run(50);
    expect(seen).toEqual([begin + 1, program.at('access')]);
    expect([board.cpu.cycles - begin, board.cpu.a[2]]).toEqual([101, 0]);
  });

  it('stops at a break for a debugger, and raises the debug exception without one', () => {
    const { cpu } = standingAt(program, 'stop');
    cpu.stopAtBreak = true;
    expect([cpu.run(10), cpu.pc]).toEqual(['break', program.at('stop')]);
    cpu.stopAtBreak = false;
    cpu.run(1);
    expect([cpu.pc, cpu.special(SR.epc2)]).toEqual([program.at('vectors') + 0x10, program.at('stop')]);
  });

  it('calls the ROM where it is emulated, and stops where nothing is', () => {
    const called: number[] = [];
    const rom = (cpu: Cpu): boolean => {
      called.push(cpu.pc);
      if (cpu.pc !== 0x400018b4) return false;
      cpu.a[2] = 41;
      cpu.pc = cpu.a[0] ?? 0;
      return true;
    };
    const { cpu } = standingAt(program, 'call', { host: { rom } });
    cpu.a[5] = 0x400018b4;
    expect([cpu.run(3), cpu.a[2]]).toEqual(['budget', 42]);
    expect(cpu.trace.pcs).toEqual([program.at('call'), 0x400018b4, program.at('back')]);
    cpu.pc = program.at('jump');
    cpu.a[5] = 0x40001234;
    expect([cpu.run(100), cpu.pc]).toEqual(['rom-sentinel', 0x40001234]);
    expect(called).toEqual([0x400018b4, 0x40001234]);
  });
});

describe.skipIf(COMPILER.skip)(`memory${COMPILER.note}`, () => {
  let program: Assembled;
  beforeAll(async () => {
    program = await assembled(SOURCE);
  });

  it.each([
    ['l8', 0x40100000, 3],
    ['l16', 0x40100002, 3],
    ['l16s', 0x4010fffe, 3],
    ['s8', 0x40100001, 3],
    ['s16', 0x40108000, 3],
    ['l8', IROM, 3],
    ['l16', IROM + 2, 3],
    ['s32', IROM, 3],
    ['l16', 0x3ffe8001, 9],
    ['s16', 0x3fffffff, 9],
    ['l32', 0x3ffe8002, 9],
    ['s32', 0x40100001, 9],
    ['l32', IROM + 1, 9],
    ['l32', 0x60000002, 9],
    ['l32', 0, 28],
    ['l8', 0x3ffe7fff, 28],
    ['l32', 0x40110000, 28],
    ['l32', 0x40300000, 28],
    ['s32', 0, 29],
    ['s8', 0x3ffe7fff, 29],
    ['s32', 0xfffffffc, 29],
    ['jump', 0x3ffe8000, 2],
    ['jump', 0, 20],
    ['jump', 0x40110000, 20],
    ['jump', 0x60000000, 20],
  ])('refuses %s at %i with cause %i', (label, address, cause) => {
    const { cpu, memory } = standingAt(program, label);
    memory.mapped = new Uint8Array(0x100000);
    cpu.a[5] = address;
    cpu.run(label === 'jump' ? 2 : 1);
    expect([cpu.special(SR.exccause), cpu.special(SR.excvaddr) >>> 0]).toEqual([cause, address]);
    expect(cpu.special(SR.epc1) >>> 0).toBe(label === 'jump' ? address : program.at(label));
    expect(cpu.pc).toBe(program.at('vectors') + 0x50);
    expect(cpu.trace.exception?.cause).toBe(cause);
  });

  it('keeps the first address of two exceptions, and the second in DEPC', () => {
    const { cpu } = standingAt(program, 'l32', { ps: 0x30 });
    cpu.setSpecial(SR.epc1, 0x1234);
    cpu.run(1);
    expect([cpu.special(SR.epc1), cpu.special(SR.depc)]).toEqual([0x1234, program.at('l32')]);
    expect(cpu.pc).toBe(program.at('vectors') + 0x70);
  });

  it('records an opcode that the LX106 does not have, with its bytes', () => {
    const { cpu } = standingAt(program, 'quos');
    cpu.run(1);
    const { cause, epc, bytes } = cpu.trace.illegal ?? {};
    expect([cause, epc, [...(bytes ?? [])]]).toEqual([0, program.at('quos'), [0x50, 0x76, 0xd2]]);
    expect(cpu.trace.pcs).toEqual([program.at('quos')]);
  });

  it('reads peripherals unsigned and extends the sign itself', () => {
    const { cpu } = standingAt(program, 'l16s', { host: { load: () => 0xfedc } });
    cpu.a[5] = 0x60000000;
    cpu.run(1);
    expect(cpu.a[4]).toBe(-0x124);
  });

  it.each([
    ['s8', 1, 0xef],
    ['s16', 2, 0xbeef],
    ['s32', 4, 0xdeadbeef],
  ])('%s hands a device its bytes only', (label, size, value) => {
    const stores: number[][] = [];
    const store = (...all: number[]): boolean => stores.push(all) > 0;
    const { cpu } = standingAt(program, label, { host: { store } });
    cpu.a[4] = 0xdeadbeef;
    cpu.a[5] = 0x60000000;
    cpu.run(1);
    expect(stores).toEqual([[0x60000000, size, value]]);
  });

  it('runs from flash, sees it repeat on a small chip, and follows another mapping', () => {
    const { cpu, memory } = standingAt(program, 'jump');
    memory.mapped = new Uint8Array(0x80000);
    memory.mapped.set(ADD_1, 0x10);
    cpu.a[5] = IROM + 0x80010;
    cpu.run(2);
    expect(cpu.a[7]).toBe(1);
    memory.mapped = new Uint8Array(0x100000);
    memory.mapped.set(ADD_2, 0x80010);
    cpu.pc = program.at('jump');
    cpu.run(2);
    expect(cpu.a[7]).toBe(3);
  });

  it('finds nothing in flash while the cache is off', () => {
    const { cpu } = standingAt(program, 'jump');
    cpu.a[5] = IROM + 0x10;
    cpu.run(2);
    expect([cpu.special(SR.exccause), cpu.special(SR.epc1)]).toEqual([0, IROM + 0x10]);
    cpu.pc = program.at('l32');
    cpu.setSpecial(SR.ps, 0x20);
    cpu.run(1);
    expect(cpu.special(SR.exccause)).toBe(28);
  });
});

describe.skipIf(COMPILER.skip)(`code that changes${COMPILER.note}`, () => {
  let program: Assembled;
  beforeAll(async () => {
    program = await assembled(SOURCE);
  });
  /** Free IRAM behind the program. */
  const FREE = 0x40104000;

  it.each([0, 1, 2, 3])('runs the new instruction after a store, at byte %i of a word', offset => {
    const { cpu, memory } = standingAt(program, 'jump');
    const at = FREE + offset - 0x40100000;
    memory.iram.set(ADD_1, at);
    cpu.a[5] = cpu.a[6] = FREE + offset;
    cpu.run(2);
    expect(cpu.a[7]).toBe(1);
    // the program stores the word in which the constant's byte lies, and goes there again
    const place = (at + 2) & ~3;
    const word = memory.iram.slice(place, place + 4);
    word[(at + 2) & 3] = 2;
    cpu.a[4] = new DataView(word.buffer).getInt32(0, true);
    cpu.a[5] = 0x40100000 + place;
    cpu.pc = program.at('patcher');
    cpu.run(4);
    expect(cpu.a[7]).toBe(3);
  });

  it('needs to be told of changes from outside', () => {
    const { cpu, memory } = standingAt(program, 'jump');
    memory.iram.set(ADD_1, 0x4000);
    cpu.a[5] = FREE;
    cpu.run(2);
    memory.iram.set(ADD_2, 0x4000);
    cpu.invalidate(FREE + 2, 1); // its last byte only
    cpu.pc = FREE;
    cpu.run(1);
    expect(cpu.a[7]).toBe(3);
  });

  it('raises the fetch error where an instruction hangs over the end of IRAM', () => {
    const { cpu, memory } = standingAt(program, 'jump');
    memory.iram.set(ADD_1.slice(0, 2), 0xfffe);
    cpu.a[5] = 0x4010fffe;
    cpu.run(2);
    expect([cpu.special(SR.exccause), cpu.special(SR.epc1)]).toEqual([2, 0x4010fffe]);
  });

  it('leaves the end of IRAM as it would any memory: by the next address', () => {
    const { cpu, memory } = standingAt(program, 'jump');
    memory.iram.set(ADD_1, 0xfffd);
    cpu.a[5] = 0x4010fffd;
    cpu.run(3);
    expect([cpu.a[7], cpu.special(SR.exccause), cpu.special(SR.epc1)]).toEqual([1, 20, 0x40110000]);
  });
});
