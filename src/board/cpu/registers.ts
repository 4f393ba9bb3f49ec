/**
 * Special registers of the LX106, exception causes, PS bits and vectors. Numbers and widths: Tensilica's public
 * core-isa.h and register list for the LX106; meaning: Xtensa ISA Reference Manual, chapters 4 and 5.
 */

export const SR = {
  sar: 3,
  litbase: 5,
  mmid: 89,
  ibreakenable: 96,
  ddr: 104,
  ibreaka0: 128,
  dbreaka0: 144,
  dbreakc0: 160,
  configid0: 176,
  epc1: 177,
  epc2: 178,
  epc3: 179,
  depc: 192,
  eps2: 194,
  eps3: 195,
  configid1: 208,
  excsave1: 209,
  excsave2: 210,
  excsave3: 211,
  /** Read: INTERRUPT. Written: INTSET. */
  interrupt: 226,
  intclear: 227,
  intenable: 228,
  ps: 230,
  vecbase: 231,
  exccause: 232,
  debugcause: 233,
  ccount: 234,
  prid: 235,
  icount: 236,
  icountlevel: 237,
  excvaddr: 238,
  ccompare0: 240,
} as const;

/** How a special register may be used (r, w, x: rsr, wsr, xsr) and which bits it has. */
interface Special {
  readonly name: string;
  readonly access: string;
  readonly mask: number;
}

const special = (name: string, access = 'rwx', mask = -1): Special => ({ name, access, mask });

/** INTLEVEL, EXCM and UM are all the PS that a core without windows and rings has. */
const PS_MASK = 0x3f;
export const PS_INTLEVEL = 0x0f;
export const PS_EXCM = 0x10;
export const PS_UM = 0x20;
/** 15 interrupts: 0–5 level, 6 CCOMPARE0, 7 software, 8–13 edge, 14 NMI. */
export const INTERRUPTS = 0x7fff;

/** As the assembler names them. INTSET is written where INTERRUPT is read. */
export const SPECIAL_REGISTERS: ReadonlyMap<number, Special> = new Map([
  [SR.sar, special('sar', 'rwx', 0x3f)],
  [SR.litbase, special('litbase', 'rwx', 0xfffff001)],
  [SR.mmid, special('mmid', 'w')],
  [SR.ibreakenable, special('ibreakenable', 'rwx', 1)],
  [SR.ddr, special('ddr')],
  [SR.ibreaka0, special('ibreaka0')],
  [SR.dbreaka0, special('dbreaka0')],
  [SR.dbreakc0, special('dbreakc0', 'rwx', 0xc000003f)],
  [SR.configid0, special('176', 'rw', 0)],
  [SR.epc1, special('epc1')],
  [SR.epc2, special('epc2')],
  [SR.epc3, special('epc3')],
  [SR.depc, special('depc')],
  [SR.eps2, special('eps2', 'rwx', PS_MASK)],
  [SR.eps3, special('eps3', 'rwx', PS_MASK)],
  [SR.configid1, special('208', 'r', 0)],
  [SR.excsave1, special('excsave1')],
  [SR.excsave2, special('excsave2')],
  [SR.excsave3, special('excsave3')],
  [SR.interrupt, special('interrupt', 'rw', INTERRUPTS)],
  [SR.intclear, special('intclear', 'w', INTERRUPTS)],
  [SR.intenable, special('intenable', 'rwx', INTERRUPTS)],
  [SR.ps, special('ps', 'rwx', PS_MASK)],
  [SR.vecbase, special('vecbase', 'rwx', 0xffffff80)],
  [SR.exccause, special('exccause', 'rwx', 0x3f)],
  [SR.debugcause, special('debugcause', 'rwx', 0xf3f)],
  [SR.ccount, special('ccount')],
  [SR.prid, special('prid', 'r', 0)],
  [SR.icount, special('icount')],
  [SR.icountlevel, special('icountlevel', 'rwx', 0xf)],
  [SR.excvaddr, special('excvaddr')],
  [SR.ccompare0, special('ccompare0')],
]);

/** EXCCAUSE. */
export const CAUSE = {
  illegal: 0,
  syscall: 1,
  fetchError: 2,
  loadStoreError: 3,
  level1Interrupt: 4,
  unaligned: 9,
  fetchProhibited: 20,
  loadProhibited: 28,
  storeProhibited: 29,
} as const;

/** DEBUGCAUSE. */
export const DEBUG_CAUSE = { icount: 1, ibreak: 2, dbreak: 4, break: 8, breakN: 16 } as const;

/** Offsets from VECBASE. */
export const VECTOR = { debug: 0x10, nmi: 0x20, kernel: 0x30, user: 0x50, double: 0x70 } as const;

export const VECBASE_AT_RESET = 0x40000000;
/** INTLEVEL 15 and EXCM: nothing interrupts the first instructions. */
export const PS_AT_RESET = 0x1f;
/** INTERRUPT bits. */
export const LINE = { timer: 6, software: 7, nmi: 14 } as const;
export const LEVEL_LINES = 0x003f;
export const EDGE_LINES = 0x3f00;
export const LEVEL1_LINES = 0x3fff;
export const DEBUG_LEVEL = 2;
export const NMI_LEVEL = 3;
