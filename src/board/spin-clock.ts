/**
 * Delays that count cycles: loops that read CCOUNT and compare it until enough time has passed. Such a loop never comes
 * back to the same registers, but those that follow the clock grow by the same number every time, and the branches
 * that look at them turn at a round that can be reckoned. Instructions that could make anything else of the clock are
 * not followed. Encodings: Xtensa ISA manual, chapter 7.
 */

/** What an instruction of such a loop is. */
export type ClockStep =
  /** Moves, sums, constants, stores, jumps: what it makes of the clock shows in the registers. */
  | 'plain'
  /** rsr.ccount. */
  | 'clock'
  | { readonly kind: 'unsigned' | 'signed' | 'other'; readonly s: number; readonly t: number }
  /** Not followed. */
  | undefined;

/** A branch as it was met: its operands. */
export interface MetBranch {
  readonly pc: number;
  readonly kind: 'unsigned' | 'signed' | 'other';
  readonly s: number;
  readonly t: number;
}

const CCOUNT = 234;
const SIGN = 0x80000000;
const ALL = 0x100000000;

export function clockStep(b0: number, b1: number, b2: number): ClockStep {
  const [t, s, r] = [b0 >> 4, b1 & 15, b1 >> 4];
  switch (b0 & 15) {
    case 0:
      return rrrStep(b0, b1, b2);
    case 1: // l32r
      return 'plain';
    case 2: // s8i, s16i, s32i; movi
      return r === 4 || r === 5 || r === 6 || r === 10 ? 'plain' : undefined;
    case 6: // j; beqz and its like, beqi and its like, bltui and its like
      if ((t & 3) === 0) return 'plain';
      return (t & 3) === 3 && t >> 2 < 2 ? undefined : { kind: 'other', s, t: s };
    case 7: // 2: blt, 3: bltu, 10: bge, 11: bgeu
      if (r === 3 || r === 11) return { kind: 'unsigned', s, t };
      return r === 2 || r === 10 ? { kind: 'signed', s, t } : { kind: 'other', s, t };
    case 9: // s32i.n
    case 10: // add.n
      return 'plain';
    case 12: // movi.n; beqz.n, bnez.n
      return t < 8 ? 'plain' : { kind: 'other', s, t: s };
    case 13: // mov.n; nop.n
      return r === 0 || (r === 15 && t === 3) ? 'plain' : undefined;
    default:
      return undefined;
  }
}

function rrrStep(b0: number, b1: number, b2: number): ClockStep {
  const [op1, op2, r] = [b2 & 15, b2 >> 4, b1 >> 4];
  if (op1 === 0 && op2 === 0) return r === 2 ? 'plain' : undefined; // memw and its like
  if (op1 === 0) return op2 === 8 || op2 === 12 || isMove(b0, b1, op2) ? 'plain' : undefined; // add, sub
  return op1 === 3 && op2 === 0 && b1 === CCOUNT ? 'clock' : undefined;
}

/** `or r, s, s`. */
const isMove = (b0: number, b1: number, op2: number): boolean => op2 === 2 && b0 >> 4 === (b1 & 15);

/**
 * How many more rounds take every branch as the last one did, from the branches of two rounds that followed each
 * other; 0 when that cannot be said.
 * @param round cycles of a round: what registers grow by that follow the clock.
 */
export function steadyRounds(
  first: readonly MetBranch[],
  second: readonly MetBranch[],
  round: number,
): number {
  if (first.length !== second.length) return 0;
  let rounds = Number.POSITIVE_INFINITY;
  for (const [i, branch] of second.entries()) {
    const before = first[i];
    if (before?.pc !== branch.pc) return 0;
    const [s, t] = [(branch.s - before.s) | 0, (branch.t - before.t) | 0];
    if (s === 0 && t === 0) continue;
    if (branch.kind === 'other') return 0;
    const flip = branch.kind === 'signed' ? SIGN : 0;
    const [left, right] = [(branch.s ^ flip) >>> 0, (branch.t ^ flip) >>> 0];
    if (s === round && t === 0) rounds = Math.min(rounds, roundsOf(left, right, round));
    else if (s === 0 && t === round) rounds = Math.min(rounds, roundsOf(right, left + 1, round));
    else return 0;
  }
  return Math.max(0, rounds);
}

/** How often `value` may grow before it gets from below `border` to it, or goes over the end of the numbers. */
const roundsOf = (value: number, border: number, step: number): number =>
  Math.ceil(((value < border ? border : ALL) - value) / step) - 1;
