/** Damaged logs: the right slot or none, never the wrong one. */
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../../src/core/esp8266/flash-map.ts';
import { random } from '../../support/random.ts';
import { boot, bytesOf, crlf, LOGS } from './logs.ts';
import { historyOf } from './read.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
const ROUNDS = LONG ? 20_000 : 400;

/** Bits turned over, bytes dropped and bytes doubled, each once in so many bytes. */
function damaged(bytes: Uint8Array, seed: number, every: number): Uint8Array {
  const chance = random(seed);
  const out: number[] = [];
  for (const byte of bytes) {
    if (!chance.once(every)) out.push(byte);
    else {
      const kind = chance.below(3);
      if (kind === 0) out.push(byte ^ (1 << chance.below(8)));
      if (kind === 1) out.push(byte, byte);
    }
  }
  return Uint8Array.from(out);
}

const claimOf = (bytes: Uint8Array): Slot | undefined => historyOf(bytes).boots.at(-1)?.slot?.slot;

const proving = LOGS.filter(log => log.slot !== undefined);

describe.each(LOGS)('$name', ({ text, slot }) => {
  it('is never taken for another slot when a single bit is wrong', () => {
    const bytes = bytesOf(text);
    for (let bit = 0; bit < 8 * bytes.length; bit += LONG ? 1 : 7) {
      const copy = bytes.slice();
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const claim = claimOf(copy);
      if (claim !== undefined) expect([slot, lastJump(text)]).toContain(claim);
    }
  });

  it('is never taken for another slot when a single byte is missing', () => {
    const bytes = bytesOf(text);
    for (let at = 0; at < bytes.length; at++) {
      const claim = claimOf(Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]));
      if (claim !== undefined) expect([slot, lastJump(text)]).toContain(claim);
    }
  });
});

/** What the loader chose last, even if the line behind it takes that back: such a line may be lost. */
const lastJump = (text: string): Slot | undefined =>
  [...text.matchAll(/jump to run (user[12])/g)].at(-1)?.[1] as Slot | undefined;

describe('noise on the line', () => {
  it.each([400, 120, 40, 15])('once in %i bytes: the right slot or none', every => {
    let right = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const log = proving[round % proving.length];
      if (!log) continue;
      const claim = claimOf(damaged(bytesOf(log.text), 1000 * every + round, every));
      if (claim === undefined) continue;
      expect(claim, `${log.name}, round ${round}`).toBe(log.slot);
      right++;
    }
    // It is no proof to say nothing: what can be read is read.
    expect(right).toBeGreaterThan(every >= 400 ? ROUNDS / 2 : every >= 120 ? ROUNDS / 4 : 0);
  });

  it('does not hide a change of the slot behind the boot before', () => {
    const text = crlf(
      boot(2, { version: '1.7', slot: 'user1' }) +
        'hello\nreboot to use2\n' +
        boot(2, { version: '1.7', slot: 'user2' }) +
        'hello again\n',
    );
    for (let round = 0; round < ROUNDS; round++) {
      expect([undefined, 'user2']).toContain(claimOf(damaged(bytesOf(text), round, 12)));
    }
  });
});

describe('a stretch that nobody read', () => {
  const first = crlf(`${boot(2, { version: '1.6', slot: 'user1' })}hello\n`);
  const second = crlf(`${boot(4, { version: '1.6', slot: 'user2' })}hello\n`);

  it('of any length at the beginning of a boot leaves its own slot or none', () => {
    for (let from = 0; from <= second.length; from++) {
      const claim = claimOf(bytesOf(first + second.slice(from)));
      // Behind the address nothing of the second boot is left: then the first is all that was seen.
      const seen = second.slice(from).includes('@');
      if (seen) expect([undefined, 'user2'], `from ${from}`).toContain(claim);
    }
  });
});
