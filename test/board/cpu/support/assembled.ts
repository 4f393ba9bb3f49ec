/** One assembled program for many tests: the CPU with it in memory, and the addresses of its labels. */
import { execFileSync } from 'node:child_process';
import type { CpuHost } from '../../../../src/board/cpu/cpu.ts';
import { SR } from '../../../../src/board/cpu/registers.ts';
import { findTool } from '../../../support/lx106.ts';
import { assemble, cpuWith, inFolder, type Segment, segmentsOf } from './toolchain.ts';

const NM = findTool('xtensa-lx106-elf-nm', 'binutils-xtensa-lx106');

export interface Assembled {
  readonly segments: readonly Segment[];
  /** Address of a label. */
  at(label: string): number;
}

export async function assembled(source: string): Promise<Assembled> {
  return inFolder(folder => {
    const elf = assemble(folder, source);
    const symbols = new Map<string, number>();
    for (const line of execFileSync(NM.path(), [elf], { encoding: 'utf8' }).split('\n')) {
      const [address = '', , name = ''] = line.split(' ');
      symbols.set(name, Number.parseInt(address, 16));
    }
    const at = (label: string): number => {
      const address = symbols.get(label);
      if (address === undefined) throw new Error(`the program has no label ${label}`);
      return address;
    };
    return { segments: segmentsOf(elf), at };
  });
}

interface Beginning {
  readonly host?: Partial<CpuHost>;
  readonly costs?: { readonly instruction: number; readonly takenBranch: number };
  readonly ps?: number;
  readonly intenable?: number;
}

/** A CPU that stands at the label; VECBASE is the program's `vectors`, PS is 0x20 (UM), nothing is enabled. */
export function standingAt(program: Assembled, label: string, beginning: Beginning = {}) {
  const board = cpuWith(beginning.host, beginning.costs);
  board.load(program.segments);
  board.cpu.reset(program.at(label));
  board.cpu.setSpecial(SR.vecbase, program.at('vectors'));
  board.cpu.setSpecial(SR.ps, beginning.ps ?? 0x20);
  board.cpu.setSpecial(SR.intenable, beginning.intenable ?? 0);
  return board;
}
