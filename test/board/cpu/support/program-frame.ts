/**
 * What every test program has around it: the way from QEMU's reset vector, a pool of literals, exception
 * handlers, registers with known contents. Code is in blocks of 64 bytes; every handler goes on with the block
 * after the one that was interrupted, so nothing that goes wrong in a block keeps the program from going on.
 */

export const BLOCK = 64;

const HANDLERS = `
  .balign 128
vectors:
  .org vectors + 0x10
  j on_debug
  .org vectors + 0x20
  j on_debug
  .org vectors + 0x30
  j on_exception
  .org vectors + 0x50
  j on_exception
  .org vectors + 0x70
  j on_double
${handler('on_exception', 'epc1', 'excsave1', 'rfe')}
${handler('on_double', 'depc', 'excsave2', 'rfde')}
${handler('on_debug', 'epc2', 'excsave3', 'rfi 2').replace(' movi', ' movi a0, 0\n wsr.icountlevel a0\n movi')}
`;

/** Goes on with the block after the one that was interrupted, and takes the software interrupt back. */
function handler(name: string, epc: string, save: string, back: string): string {
  const advance = `rsr.${epc} a0\n srli a0, a0, 6\n addi a0, a0, 1\n slli a0, a0, 6\n wsr.${epc} a0`;
  const clear = 'movi a0, 0x80\n wsr.intclear a0';
  return `${name}:\n wsr.${save} a0\n ${clear}\n ${advance}\n rsr.${save} a0\n ${back}`;
}

/** Literals of a program; each comes once. */
export class LiteralPool {
  readonly #places = new Map<string, number>();

  /** The assembler's expression for the address of this word: a number or a label. */
  place(value: string | number): string {
    const text = typeof value === 'number' ? `0x${(value >>> 0).toString(16)}` : value;
    const index = this.#places.get(text) ?? this.#places.size;
    this.#places.set(text, index);
    return `lit + ${4 * index}`;
  }

  toString(): string {
    return [...this.#places.keys()].map(value => ` .word ${value}`).join('\n');
  }
}

/** `l32r` of any number or label. */
export const load = (pool: LiteralPool, register: string, value: string | number): string =>
  ` l32r ${register}, ${pool.place(value)}`;

/**
 * A whole program: a14 points to 1 KiB in IRAM (`words`), a15 to 2 KiB in DRAM (`memory`), VECBASE to handlers,
 * PS has UM set. `registers`: a0 to a13. `code` begins at the label `b0`, at the start of a block.
 */
export function frame(pool: LiteralPool, registers: readonly number[], code: string): string {
  const start = [
    `${load(pool, 'a2', 'vectors')}\n wsr.vecbase a2\n movi a2, 0x20\n wsr.ps a2`,
    ...registers.map((value, i) => load(pool, `a${i}`, value)),
    `${load(pool, 'a14', 'words')}\n${load(pool, 'a15', 'memory')}\n j b0`,
  ].join('\n');
  return [
    ' .section .reset, "ax"\n j 1f\n .balign 4\n0: .word start\n1: l32r a0, 0b\n jx a0',
    ' .data\nmemory: .space 2048',
    ' .text\n .global start\n .begin no-transform\nwords: .space 1024',
    `lit:\n${pool}`,
    HANDLERS,
    `start:\n${start}\n .balign ${BLOCK}\nb0:`,
    code,
  ].join('\n');
}

/**
 * A program that goes through the groups of lines once and then stays in `j .`. A group that raises an exception
 * must fit a block (60 bytes); the others may be as long as they like.
 */
export function once(pool: LiteralPool, groups: readonly (readonly string[])[]): string {
  const code = groups.map((lines, i) => `g${i}:\n${lines.join('\n')}\n j g${i + 1}\n .balign ${BLOCK}, 0`);
  return frame(pool, Array(14).fill(0), [...code, `g${groups.length}: j g${groups.length}`].join('\n'));
}
