/** Runs a program in QEMU and in our CPU, and holds the states against each other after every instruction. */
import { disassemble } from '../../../../src/board/cpu/disassemble.ts';
import { SPECIAL_REGISTERS } from '../../../../src/board/cpu/registers.ts';
import { type QemuState, traceQemu } from './qemu-log.ts';
import { cpuWith, segmentsOf } from './toolchain.ts';

const ENTRY_SPACE = 0x40100000;

/**
 * QEMU's names of the special registers that are compared. Not compared: INTCLEAR and MMID, which nobody can
 * read; CCOUNT and CCOMPARE0, which follow QEMU's own time.
 */
const COMPARED: readonly (readonly [string, number])[] = [...SPECIAL_REGISTERS]
  .filter(([, { name }]) => !['intclear', 'mmid', 'ccount', 'ccompare0'].includes(name))
  .map(([number, { name }]) => [name.toUpperCase(), number] as const);

const ADDRESS_REGISTERS = Array.from({ length: 16 }, (_, i) => `A${String(i).padStart(2, '0')}`);

type Board = ReturnType<typeof cpuWith>;

export interface Comparison {
  readonly steps: number;
  /** The program came to its end, a jump to itself. */
  readonly ended: boolean;
  /** The instructions that ran, as the disassembler names them. */
  readonly names: ReadonlySet<string>;
}

/** Compares that many steps, or up to the program's end. Throws at the first difference. */
export async function compareWithQemu(folder: string, elf: string, limit: number): Promise<Comparison> {
  const board = cpuWith();
  board.load(segmentsOf(elf));
  const names = new Set<string>();
  let steps = -1;
  let last = 0;
  let ended = false;
  await traceQemu(folder, elf, state => {
    const pc = state.register('PC');
    if (steps < 0) {
      if (pc < ENTRY_SPACE || pc >= ENTRY_SPACE + 0x10000) return true; // reset stub
      board.cpu.reset(pc);
      for (const [i, name] of ADDRESS_REGISTERS.entries()) board.cpu.a[i] = state.register(name);
      steps = 0;
    }
    compareState(board, state, steps);
    ended = pc === last;
    if (ended || steps === limit) return false;
    names.add(mnemonicAt(board, pc));
    board.cpu.run(1);
    last = pc;
    steps++;
    return true;
  });
  return { steps, ended, names };
}

function compareState({ cpu, memory }: Board, state: QemuState, step: number): void {
  const differences: string[] = [];
  const compare = (name: string, ours: number): void => {
    const theirs = state.register(name);
    if (ours >>> 0 !== theirs) differences.push(`${name}: ${hex(ours)}, QEMU ${hex(theirs)}`);
  };
  compare('PC', cpu.pc);
  for (const [i, name] of ADDRESS_REGISTERS.entries()) compare(name, cpu.a[i] ?? 0);
  for (const [name, number] of COMPARED) compare(name, cpu.special(number));
  if (differences.length === 0) return;
  const way = cpu.trace.pcs.slice(-4).map(pc => `${hex(pc)} ${textAt(memory.iram, pc)}`);
  throw new Error(`step ${step}: ${differences.join(', ')}\nafter ${way.join('\n      ')}`);
}

const textAt = (iram: Uint8Array, pc: number): string =>
  disassemble(iram.subarray(pc - ENTRY_SPACE, pc - ENTRY_SPACE + 3), pc).text;

const mnemonicAt = ({ memory }: Board, pc: number): string => textAt(memory.iram, pc).split(' ')[0] ?? '';

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
