/** The model of the stub against the stub itself: what is chosen by calculation has to be calculated rightly. */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { flashOffset } from '../../../src/core/bytes/address.ts';
import { cutPackets } from '../../../src/core/transfer/packets.ts';
import { stubMs } from '../../../src/core/transfer/stub-time.ts';
import { benchFor } from '../../support/flash-job.ts';

const LENGTH = 0x1e000;
const BLOCK = 0x4000;

/** Six bits of chance in each byte: what it deflates to is spread evenly, as the model takes it. */
function evenBytes(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return 0x20 + ((state >>> 16) & 63);
  });
}

const bytes = evenBytes(LENGTH);
const packed = new Uint8Array(deflateSync(bytes));
const uniform = (size: number): number[] =>
  Array.from({ length: Math.ceil(packed.length / size) }, (_, i) => Math.min(size, packed.length - i * size));

describe.each([
  ['erased', true],
  ['full', false],
] as const)('on a flash that is %s', (_, blank) => {
  it.each([460_800, 921_600])('the stub takes as long as calculated, at %i baud', async baud => {
    const stretch = { offset: flashOffset(0x2000), length: LENGTH };
    const whole = { ...stretch, packed: packed.length, blank };
    for (const packets of [uniform(BLOCK), uniform(5000), cutPackets(whole, baud, BLOCK)]) {
      const flash = blank ? {} : { flash: new Uint8Array(0x100000).fill(0x5a) };
      const { bench, session } = await benchFor({ baud, ...flash });
      await bench.run(session.deflBegin(stretch, packed.length));
      const from = bench.now;
      let at = 0;
      for (const [i, length] of packets.entries()) {
        await bench.run(
          session.deflData(i, packed.subarray(at, at + length), (LENGTH * length) / packed.length),
        );
        at += length;
      }
      await bench.run(session.flush());
      const took = bench.now - from;
      // The model's erases are a tenth longer, on purpose.
      const ratio = stubMs(whole, packets, baud) / took;
      expect(ratio).toBeGreaterThan(0.97);
      expect(ratio).toBeLessThan(blank ? 1.03 : 1.08);
      expect(
        Buffer.from(bench.board.saveFlash())
          .subarray(0x2000, 0x2000 + LENGTH)
          .equals(bytes),
      ).toBe(true);
    }
  });
});
