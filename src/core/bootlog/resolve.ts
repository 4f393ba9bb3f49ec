/** Addresses of a crash as names of functions, and the stack read for the way that led there. */
import { type CpuAddress, cpuAddress } from '../bytes/address.ts';
import type { RangeReader } from '../bytes/range-reader.ts';
import type { ElfFile, ElfSymbol } from '../elf/elf-file.ts';
import type { ExceptionReport } from './exception.ts';

export interface ResolvedAddress {
  readonly address: CpuAddress;
  readonly name: string;
  /** Bytes behind the start of the function. */
  readonly offset: number;
}

/** A word on the stack that may be a return address. */
export interface CallSite extends ResolvedAddress {
  /** Where the word lies. */
  readonly at: number;
  /** Whether the instruction before it is a call: then it most likely is one. */
  readonly afterCall: boolean;
}

export interface CrashTrace {
  /** Where it happened. */
  readonly pc?: ResolvedAddress;
  /** Return address in a register (a0), where it was printed. */
  readonly caller?: ResolvedAddress;
  /** From the innermost call outward; words that follow no call are left out if there are some that do. */
  readonly calls: readonly CallSite[];
}

/** What is known of the program's code. */
export interface Program {
  /** Name of the function at an address. */
  symbolAt(address: number): ResolvedAddress | undefined;
  /** Whether the instruction that ends at this address is a call; undefined when the code is not at hand. */
  isAfterCall(address: number): boolean | undefined;
}

/** IRAM, ROM and flash: nothing else holds code. */
const CODE_START = 0x40000000;
const CODE_END = 0x40300000;
const isCode = (word: number): boolean => word >= CODE_START && word < CODE_END;

/** Names and return addresses for a crash, from the ELF of the program that crashed. */
export function traceCrash(report: ExceptionReport, program: Program): CrashTrace {
  const { epc1 } = report.registers;
  const [a0] = report.general;
  const pc = epc1 === undefined ? undefined : program.symbolAt(epc1);
  const caller = a0 === undefined ? undefined : program.symbolAt(a0);
  return { ...(pc && { pc }), ...(caller && { caller }), calls: callsOn(report, program) };
}

function callsOn(report: ExceptionReport, program: Program): readonly CallSite[] {
  const sites: CallSite[] = [];
  for (const { address, words } of report.stack) {
    words.forEach((word, i) => {
      const symbol = isCode(word) ? program.symbolAt(word) : undefined;
      if (!symbol) return;
      const afterCall = program.isAfterCall(word) ?? true;
      sites.push({ ...symbol, at: address + 4 * i, afterCall });
    });
  }
  const sure = sites.filter(site => site.afterCall);
  return sure.length > 0 ? sure : sites;
}

/** The program in an ELF file, with its symbols. */
export function programOf(elf: ElfFile, reader: RangeReader, symbols: readonly ElfSymbol[]): Program {
  const functions = symbols
    .filter(symbol => symbol.kind !== 'object' && isCode(symbol.address))
    .sort((a, b) => a.address - b.address || rank(b) - rank(a));
  return {
    symbolAt: address => symbolAt(functions, elf, address),
    isAfterCall: address => isAfterCall(elf, reader, address),
  };
}

/** Of several names at one address a function's counts most. */
const rank = ({ kind, size }: ElfSymbol): number => (kind === 'function' ? 2 : 0) + (size > 0 ? 1 : 0);

function symbolAt(sorted: readonly ElfSymbol[], elf: ElfFile, address: number): ResolvedAddress | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.address ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  const last = sorted[low - 1];
  if (!last) return undefined;
  // Of several at one address the best one comes first.
  let best = low - 1;
  while (best > 0 && sorted[best - 1]?.address === last.address) best--;
  const found = sorted[best] ?? last;
  const end = found.size > 0 ? found.address + found.size : sectionEnd(elf, found.section);
  if (address >= end && !(found.size > 0 && address === end)) return undefined;
  return { address: cpuAddress(address), name: found.name, offset: address - found.address };
}

function sectionEnd(elf: ElfFile, index: number): number {
  const section = elf.sections.find(each => each.index === index);
  return section ? section.address + section.size : 0;
}

/** CALL0 and CALLX0, three bytes each. Source: Xtensa ISA reference. */
const CALL_LENGTH = 3;
const SHT_PROGBITS = 1;

function isAfterCall(elf: ElfFile, reader: RangeReader, address: number): boolean | undefined {
  const start = address - CALL_LENGTH;
  const section = elf.sections.find(
    each => each.type === SHT_PROGBITS && start >= each.address && address <= each.address + each.size,
  );
  if (!section) return undefined;
  const bytes = reader.read(section.offset + start - section.address, CALL_LENGTH);
  const [first = 0, second = 0, third = 0] = bytes;
  const isCall0 = (first & 0x3f) === 0x05;
  const isCallx0 = first === 0xc0 && (second & 0xf0) === 0 && third === 0;
  return isCall0 || isCallx0;
}
