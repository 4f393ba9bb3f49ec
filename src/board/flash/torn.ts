import type { Random } from '../random.ts';

/**
 * What the cells hold when power fails during an operation: every bit is either as before or as it would have
 * become. How far the operation got varies too: a quarter, half or three quarters of the bits are done.
 */
type Mask = (random: Random) => number;
const QUARTER: Mask = random => random.byte() & random.byte();
const HALF: Mask = random => random.byte();
const THREE_QUARTERS: Mask = random => random.byte() | random.byte();
const PROGRESS: readonly Mask[] = [QUARTER, HALF, THREE_QUARTERS];

/** Mixes `before` and `after` bit by bit. */
export function torn(before: Readonly<Uint8Array>, after: Readonly<Uint8Array>, random: Random): Uint8Array {
  const done = PROGRESS[random.below(PROGRESS.length)] ?? HALF;
  const mixed = new Uint8Array(before.length);
  for (let i = 0; i < mixed.length; i++) {
    const old = before[i] ?? 0xff;
    mixed[i] = old ^ ((old ^ (after[i] ?? 0xff)) & done(random));
  }
  return mixed;
}

/** What an erase of a worn sector leaves: each zero bit stays zero with probability `share`. */
export function wornErase(before: Readonly<Uint8Array>, share: number, random: Random): Uint8Array {
  const left = new Uint8Array(before.length).fill(0xff);
  for (let i = 0; i < left.length; i++) {
    const old = before[i] ?? 0xff;
    for (let bit = 1; bit < 0x100; bit <<= 1) {
      if (!(old & bit) && random.chance(share)) left[i] = (left[i] ?? 0xff) & ~bit;
    }
  }
  return left;
}
