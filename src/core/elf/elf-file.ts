import type { CpuAddress } from '../bytes/address.ts';
import type { Struct } from '../bytes/struct.ts';
import type { Finding } from '../findings.ts';
import type { ELF_HEADER, PROGRAM_HEADER } from './layout.ts';

/** Where a value came from; every stage of the flow keeps it, so that the page can say "from which file?". */
export interface Source {
  /** Unique among the files at hand: the SHA-256 of the contents where it is known. */
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export interface Section {
  /** Number in the section table. */
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: CpuAddress;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly entrySize: number;
}

export type ProgramHeader = Struct<typeof PROGRAM_HEADER>;

/** An ELF file as far as it matters; what it means for the flash is judged elsewhere. */
export interface ElfFile {
  readonly source: Source;
  readonly header: Struct<typeof ELF_HEADER>;
  readonly entry: CpuAddress;
  /**
   * Sections with a place in memory and those of the symbols, in table order but for the names of the symbols, which
   * come last. Sections for tools only (debug information, literals) are counted in the header.
   */
  readonly sections: readonly Section[];
  readonly segments: readonly ProgramHeader[];
  readonly findings: readonly Finding[];
}

export interface ElfSymbol {
  readonly name: string;
  readonly address: CpuAddress;
  /** Bytes; 0 where the compiler gave none (labels in assembly). */
  readonly size: number;
  readonly kind: 'function' | 'object' | 'other';
  readonly section: number;
}
