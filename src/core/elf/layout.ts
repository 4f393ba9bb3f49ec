import { structLayout } from '../bytes/struct.ts';

/** Tool Interface Standard (TIS) Executable and Linking Format, version 1.2; Xtensa values: binutils `elf/xtensa.h`. */
const TIS = 'ELF specification 1.2';

/** 7F 'E' 'L' 'F' as a little-endian word. */
export const ELF_MAGIC = 0x464c457f;
export const ELF_CLASS_32 = 1;
export const ELF_LITTLE_ENDIAN = 1;
export const ET_EXEC = 2;
/** e_machine of Tensilica Xtensa: ESP8266, but ESP32, S2 and S3 too. */
export const EM_XTENSA = 94;

export const SHT_NULL = 0;
export const SHT_SYMTAB = 2;
export const SHT_STRTAB = 3;
export const SHT_NOBITS = 8;
export const SHF_ALLOC = 2;

/** Names of machines whose files people drop by mistake. */
export const MACHINE_NAMES: Readonly<Record<number, string>> = {
  3: 'Intel x86',
  8: 'MIPS',
  40: 'ARM',
  62: 'x86-64',
  83: 'AVR',
  94: 'Xtensa',
  183: 'ARM 64 bit',
  243: 'RISC-V',
};

export const ELF_TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'object file',
  2: 'program',
  3: 'shared library',
  4: 'core dump',
};

export const ELF_HEADER = structLayout('elf-header', 52, {
  magic: { offset: 0, size: 4, values: { 1179403647: '7F ELF' }, only: true, source: TIS },
  class: { offset: 4, size: 1, values: { 1: '32 bit' }, only: true, source: TIS },
  byteOrder: { offset: 5, size: 1, values: { 1: 'little endian' }, only: true, source: TIS },
  identVersion: { offset: 6, size: 1, show: 'count', source: TIS },
  type: { offset: 16, size: 2, values: { 2: 'program' }, only: true, source: TIS },
  machine: { offset: 18, size: 2, values: { 94: 'Xtensa' }, only: true, source: TIS },
  version: { offset: 20, size: 4, show: 'count', source: TIS },
  entry: { offset: 24, size: 4, show: 'address', source: TIS },
  programTableOffset: { offset: 28, size: 4, source: TIS },
  sectionTableOffset: { offset: 32, size: 4, source: TIS },
  flags: { offset: 36, size: 4, source: TIS },
  headerSize: { offset: 40, size: 2, show: 'count', source: TIS },
  programHeaderSize: { offset: 42, size: 2, show: 'count', source: TIS },
  programHeaderCount: { offset: 44, size: 2, show: 'count', source: TIS },
  sectionHeaderSize: { offset: 46, size: 2, show: 'count', source: TIS },
  sectionHeaderCount: { offset: 48, size: 2, show: 'count', source: TIS },
  sectionNamesIndex: { offset: 50, size: 2, show: 'count', source: TIS },
});

export const SECTION_HEADER = structLayout('section-header', 40, {
  nameOffset: { offset: 0, size: 4, source: TIS },
  type: { offset: 4, size: 4, show: 'count', source: TIS },
  flags: { offset: 8, size: 4, source: TIS },
  address: { offset: 12, size: 4, show: 'address', source: TIS },
  offset: { offset: 16, size: 4, source: TIS },
  size: { offset: 20, size: 4, show: 'count', source: TIS },
  link: { offset: 24, size: 4, show: 'count', source: TIS },
  info: { offset: 28, size: 4, show: 'count', source: TIS },
  alignment: { offset: 32, size: 4, show: 'count', source: TIS },
  entrySize: { offset: 36, size: 4, show: 'count', source: TIS },
});

export const PROGRAM_HEADER = structLayout('program-header', 32, {
  type: { offset: 0, size: 4, show: 'count', source: TIS },
  offset: { offset: 4, size: 4, source: TIS },
  virtualAddress: { offset: 8, size: 4, show: 'address', source: TIS },
  physicalAddress: { offset: 12, size: 4, show: 'address', source: TIS },
  fileSize: { offset: 16, size: 4, show: 'count', source: TIS },
  memorySize: { offset: 20, size: 4, show: 'count', source: TIS },
  flags: { offset: 24, size: 4, source: TIS },
  alignment: { offset: 28, size: 4, show: 'count', source: TIS },
});

export const SYMBOL = structLayout('symbol', 16, {
  nameOffset: { offset: 0, size: 4, source: TIS },
  value: { offset: 4, size: 4, show: 'address', source: TIS },
  size: { offset: 8, size: 4, show: 'count', source: TIS },
  type: { offset: 12, size: 1, bits: { low: 0, count: 4 }, source: TIS },
  binding: { offset: 12, size: 1, bits: { low: 4, count: 4 }, source: TIS },
  other: { offset: 13, size: 1, source: TIS },
  sectionIndex: { offset: 14, size: 2, show: 'count', source: TIS },
});
