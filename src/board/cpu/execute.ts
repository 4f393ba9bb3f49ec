/**
 * The interpreter's loop. Everything that happens often is here, by number (operations.ts) and without calls;
 * all the rest is in system.ts. Speed comes from decoded slots, one jump table, and typed arrays in locals.
 * State lives in locals while the loop runs and is written back before anything outside can look at it.
 */

import { IRAM_BASE, IROM_BASE } from './code-cache.ts';
import type { Core } from './core.ts';
import { B4CONST, B4CONSTU } from './decode.ts';
import { DRAM_ADDRESS, DRAM_SIZE, IRAM_ADDRESS, IRAM_SIZE, IROM_ADDRESS, IROM_SIZE } from './plain-memory.ts';
import { executeRare } from './system.ts';

const CONSTANTS = Int32Array.from(B4CONST);
const CONSTANTS_UNSIGNED = Int32Array.from(B4CONSTU);
const DRAM_WORDS = DRAM_SIZE / 4;
const IRAM_WORDS = IRAM_SIZE / 4;
/** Operations of this number and below are branches: taken once they leave the switch. */
const LAST_BRANCH = 27;

/**
 * Executes until `room` cycles are used (a jump may use up to two more), the core asks for attention, or pc is
 * where no instruction can be decoded. `room` is a positive 31-bit number.
 */
export function execute(core: Core, room: number): void {
  const { a, code, memory, trace, costs } = core;
  const { slots } = code;
  const { jumps } = trace;
  const { dram8, dram16, dram32, iram32 } = memory;
  const each = costs.instruction;
  const extra = costs.takenBranch - costs.instruction;
  let irom32 = memory.irom32;
  let began = core.cycles;
  let cycles = 0;
  let limit = room;
  let sar = core.sar;
  let last = trace.next;
  let base = (core.pc - IRAM_ADDRESS) >>> 0 < IRAM_SIZE ? IRAM_BASE : IROM_BASE;
  let slot = (core.pc - base) | 0;
  if (!isDecodable(core.pc)) return;

  while (cycles < limit) {
    const word = slots[slot << 1] as number;
    const constant = slots[(slot << 1) + 1] as number;
    const s = a[(word >> 12) & 15] as number;
    const t = a[(word >> 16) & 15] as number;
    const op = word & 255;
    slot += (word >> 20) & 3;
    cycles += each;
    switch (op) {
      case 0: // undecoded
        cycles -= each;
        code.fill(slot);
        continue;
      case 1: // edge
        cycles -= each;
        limit = cycles;
        continue;
      case 2: // beq
        if (s === t) break;
        continue;
      case 3: // bne
        if (s !== t) break;
        continue;
      case 4: // blt
        if (s < t) break;
        continue;
      case 5: // bge
        if (s >= t) break;
        continue;
      case 6: // bltu
        if (s >>> 0 < t >>> 0) break;
        continue;
      case 7: // bgeu
        if (s >>> 0 >= t >>> 0) break;
        continue;
      case 8: // beqi
        if (s === (CONSTANTS[(word >> 8) & 15] as number)) break;
        continue;
      case 9: // bnei
        if (s !== (CONSTANTS[(word >> 8) & 15] as number)) break;
        continue;
      case 10: // blti
        if (s < (CONSTANTS[(word >> 8) & 15] as number)) break;
        continue;
      case 11: // bgei
        if (s >= (CONSTANTS[(word >> 8) & 15] as number)) break;
        continue;
      case 12: // bltui
        if (s >>> 0 < (CONSTANTS_UNSIGNED[(word >> 8) & 15] as number)) break;
        continue;
      case 13: // bgeui
        if (s >>> 0 >= (CONSTANTS_UNSIGNED[(word >> 8) & 15] as number)) break;
        continue;
      case 14: // beqz
        if (s === 0) break;
        continue;
      case 15: // bnez
        if (s !== 0) break;
        continue;
      case 16: // bltz
        if (s < 0) break;
        continue;
      case 17: // bgez
        if (s >= 0) break;
        continue;
      case 18: // bany
        if ((s & t) !== 0) break;
        continue;
      case 19: // bnone
        if ((s & t) === 0) break;
        continue;
      case 20: // ball
        if ((~s & t) === 0) break;
        continue;
      case 21: // bnall
        if ((~s & t) !== 0) break;
        continue;
      case 22: // bbc
        if (((s >>> t) & 1) === 0) break;
        continue;
      case 23: // bbs
        if (((s >>> t) & 1) !== 0) break;
        continue;
      case 24: // bbci
        if (((s >>> (word >> 22)) & 1) === 0) break;
        continue;
      case 25: // bbsi
        if (((s >>> (word >> 22)) & 1) !== 0) break;
        continue;
      case 26: // j
        break;
      case 27: // call0
        a[0] = base + slot;
        break;
      case 28: // jx, ret
      case 29: // callx0
        jumps[last] = base + slot;
        jumps[last + 1] = s;
        last = (last + 2) & 31;
        if (op === 29) a[0] = base + slot;
        cycles += extra;
        if ((s - IRAM_ADDRESS) >>> 0 < IRAM_SIZE) base = IRAM_BASE;
        else if ((s - IROM_ADDRESS) >>> 0 < IROM_SIZE) base = IROM_BASE;
        else {
          base = s;
          limit = cycles;
        }
        slot = (s - base) | 0;
        continue;
      case 30: // add
        a[(word >> 8) & 15] = s + t;
        continue;
      case 31: // sub
        a[(word >> 8) & 15] = s - t;
        continue;
      case 32: // addx2
        a[(word >> 8) & 15] = (s << 1) + t;
        continue;
      case 33: // addx4
        a[(word >> 8) & 15] = (s << 2) + t;
        continue;
      case 34: // addx8
        a[(word >> 8) & 15] = (s << 3) + t;
        continue;
      case 35: // subx2
        a[(word >> 8) & 15] = (s << 1) - t;
        continue;
      case 36: // subx4
        a[(word >> 8) & 15] = (s << 2) - t;
        continue;
      case 37: // subx8
        a[(word >> 8) & 15] = (s << 3) - t;
        continue;
      case 38: // and
        a[(word >> 8) & 15] = s & t;
        continue;
      case 39: // or
        a[(word >> 8) & 15] = s | t;
        continue;
      case 40: // xor
        a[(word >> 8) & 15] = s ^ t;
        continue;
      case 41: // mull
        a[(word >> 8) & 15] = Math.imul(s, t);
        continue;
      case 42: // mul16u
        a[(word >> 8) & 15] = Math.imul(s & 0xffff, t & 0xffff);
        continue;
      case 43: // mul16s
        a[(word >> 8) & 15] = Math.imul((s << 16) >> 16, (t << 16) >> 16);
        continue;
      case 44: // moveqz
        if (t === 0) a[(word >> 8) & 15] = s;
        continue;
      case 45: // movnez
        if (t !== 0) a[(word >> 8) & 15] = s;
        continue;
      case 46: // movltz
        if (t < 0) a[(word >> 8) & 15] = s;
        continue;
      case 47: // movgez
        if (t >= 0) a[(word >> 8) & 15] = s;
        continue;
      case 48: // addi, addmi
        a[(word >> 16) & 15] = s + constant;
        continue;
      case 49: // movi
        a[(word >> 16) & 15] = constant;
        continue;
      case 50: // neg
        a[(word >> 8) & 15] = 0 - t;
        continue;
      case 51: // abs
        a[(word >> 8) & 15] = t < 0 ? 0 - t : t;
        continue;
      case 52: // slli
        a[(word >> 8) & 15] = s << constant;
        continue;
      case 53: // srai
        a[(word >> 8) & 15] = t >> constant;
        continue;
      case 54: // srli
        a[(word >> 8) & 15] = t >>> constant;
        continue;
      case 55: // extui
        a[(word >> 8) & 15] = (t >>> constant) & (constant >>> 8);
        continue;
      case 56: // sll: by 32 - SAR
        a[(word >> 8) & 15] = sar > 0 && sar <= 32 ? s << (32 - sar) : 0;
        continue;
      case 57: // srl
        a[(word >> 8) & 15] = sar < 32 ? t >>> sar : 0;
        continue;
      case 58: // sra
        a[(word >> 8) & 15] = t >> (sar < 32 ? sar : 31);
        continue;
      case 59: // src: s:t >> SAR
        if (sar === 0) a[(word >> 8) & 15] = t;
        else a[(word >> 8) & 15] = sar < 32 ? (s << (32 - sar)) | (t >>> sar) : s >>> (sar - 32);
        continue;
      case 60: // ssl
        sar = 32 - (s & 31);
        continue;
      case 61: // ssr
        sar = s & 31;
        continue;
      case 62: // ssai
        sar = constant;
        continue;
      case 63: // ssa8l
        sar = (s & 3) << 3;
        continue;
      case 64: // ssa8b
        sar = 32 - ((s & 3) << 3);
        continue;
      case 65: // nsa: sign bits after the first
        a[(word >> 16) & 15] = s === 0 || s === -1 ? 31 : Math.clz32(s ^ (s >> 31)) - 1;
        continue;
      case 66: // nsau
        a[(word >> 16) & 15] = Math.clz32(s);
        continue;
      case 67: // nop, memw, isync …
        continue;
      case 68: // mov.n
        a[(word >> 16) & 15] = s;
        continue;
      case 69: // l32r in IRAM
        a[(word >> 16) & 15] = iram32[constant] as number;
        continue;
      case 70: // l32r in irom
        a[(word >> 16) & 15] = irom32[constant] as number;
        continue;
      // Words of DRAM and IRAM: the address is rotated so that one comparison finds range and alignment.
      case 72: {
        // l32i
        const inDram = s + constant - DRAM_ADDRESS;
        const word4 = (inDram >>> 2) | (inDram << 30);
        if (word4 >>> 0 < DRAM_WORDS) {
          a[(word >> 16) & 15] = dram32[word4] as number;
          continue;
        }
        const inIram = s + constant - IRAM_ADDRESS;
        const code4 = (inIram >>> 2) | (inIram << 30);
        if (code4 >>> 0 < IRAM_WORDS) {
          a[(word >> 16) & 15] = iram32[code4] as number;
          continue;
        }
        break;
      }
      case 73: {
        // s32i
        const inDram = s + constant - DRAM_ADDRESS;
        const word4 = (inDram >>> 2) | (inDram << 30);
        if (word4 >>> 0 < DRAM_WORDS) {
          dram32[word4] = t;
          continue;
        }
        break;
      }
      case 74: {
        // l8ui
        const inDram = s + constant - DRAM_ADDRESS;
        if (inDram >>> 0 < DRAM_SIZE) {
          a[(word >> 16) & 15] = dram8[inDram] as number;
          continue;
        }
        break;
      }
      case 75: {
        // s8i
        const inDram = s + constant - DRAM_ADDRESS;
        if (inDram >>> 0 < DRAM_SIZE) {
          dram8[inDram] = t;
          continue;
        }
        break;
      }
      case 76: {
        // l16ui
        const inDram = s + constant - DRAM_ADDRESS;
        if (inDram >>> 0 < DRAM_SIZE && (inDram & 1) === 0) {
          a[(word >> 16) & 15] = dram16[inDram >>> 1] as number;
          continue;
        }
        break;
      }
      case 77: {
        // l16si
        const inDram = s + constant - DRAM_ADDRESS;
        if (inDram >>> 0 < DRAM_SIZE && (inDram & 1) === 0) {
          a[(word >> 16) & 15] = ((dram16[inDram >>> 1] as number) << 16) >> 16;
          continue;
        }
        break;
      }
      case 78: {
        // s16i
        const inDram = s + constant - DRAM_ADDRESS;
        if (inDram >>> 0 < DRAM_SIZE && (inDram & 1) === 0) {
          dram16[inDram >>> 1] = t;
          continue;
        }
        break;
      }
      default:
    }
    if (op <= LAST_BRANCH) {
      jumps[last] = base + slot;
      slot += constant;
      jumps[last + 1] = base + slot;
      last = (last + 2) & 31;
      cycles += extra;
      continue;
    }
    // The rest, with the whole state where everybody can see it.
    core.pc = (base + slot - ((word >> 20) & 3)) >>> 0;
    core.sar = sar;
    core.cycles = began + cycles;
    trace.next = last;
    core.pc = executeRare(core, word, constant, (base + slot) >>> 0);
    core.remap();
    if (core.attention || !isDecodable(core.pc)) return;
    irom32 = memory.irom32;
    sar = core.sar;
    last = trace.next;
    limit -= cycles;
    began = core.cycles;
    cycles = 0;
    base = (core.pc - IRAM_ADDRESS) >>> 0 < IRAM_SIZE ? IRAM_BASE : IROM_BASE;
    slot = (core.pc - base) | 0;
  }
  core.pc = (base + slot) >>> 0;
  core.sar = sar;
  core.cycles = began + cycles;
  trace.next = last;
}

/** An instruction at this address has a slot. */
export const isDecodable = (pc: number): boolean =>
  (pc - IRAM_ADDRESS) >>> 0 < IRAM_SIZE || (pc - IROM_ADDRESS) >>> 0 < IROM_SIZE;
