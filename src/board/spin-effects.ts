/**
 * What an instruction does besides registers, PS and SAR, read off its bytes (Xtensa ISA manual, chapter 7):
 * op0 = b0 3:0, t = b0 7:4, s = b1 3:0, r = b1 7:4, op1 = b2 3:0, op2 = b2 7:4.
 */

export type Effect =
  | 'none'
  /** It stores register `value` at register `base` plus `offset`. */
  | { readonly base: number; readonly offset: number; readonly value: number }
  /** Anything else: other special registers, exceptions, sleep. */
  | 'other';

/** Reading and writing these is part of the state that is compared. */
const COMPARED: readonly number[] = [3, 230]; // SAR, PS
const STORES: Readonly<Record<number, number>> = { 4: 1, 5: 2, 6: 4 }; // s8i, s16i, s32i: r → bytes

export function effectOf(b0: number, b1: number, b2: number): Effect {
  const r = b1 >> 4;
  const s = b1 & 15;
  switch (b0 & 15) {
    case 0:
      return effectOfRrr(b0, b1, b2);
    case 2: {
      const size = STORES[r];
      return size === undefined ? 'none' : { base: s, offset: b2 * size, value: b0 >> 4 };
    }
    case 9: // s32i.n
      return { base: s, offset: r * 4, value: b0 >> 4 };
    case 13: // mov.n, ret.n, nop.n; break.n and ill.n
      return r === 15 && ![0, 3].includes(b0 >> 4) ? 'other' : 'none';
    default:
      return 'none';
  }
}

function effectOfRrr(b0: number, b1: number, b2: number): Effect {
  const [op1, op2] = [b2 & 15, b2 >> 4];
  if (op1 === 0 && op2 === 0) return isPlainSystem(b0, b1 >> 4) ? 'none' : 'other';
  if (op1 === 0) return op2 === 5 ? 'other' : 'none'; // 5: region attributes
  if (op1 === 1) return op2 === 6 ? 'other' : 'none'; // xsr
  const isSpecial = op1 === 3 && op2 <= 1; // rsr, wsr
  return isSpecial && !COMPARED.includes(b1) ? 'other' : 'none';
}

/** Of group ST0: jumps through registers, memw and its like, rsil. Not exceptions, break, syscall, waiti. */
function isPlainSystem(b0: number, r: number): boolean {
  return (r === 0 && b0 !== 0) || r === 2 || r === 6;
}
