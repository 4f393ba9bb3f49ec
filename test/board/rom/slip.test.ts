/** The board's side of SLIP (loader.md, section 1). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlipReceiver, slipFrame } from '../../../src/board/rom/slip.ts';

const framesOf = (bytes: Iterable<number>, capacity = 0x2000): number[][] => {
  const receiver = new SlipReceiver(capacity);
  const frames: number[][] = [];
  for (const byte of bytes) {
    const frame = receiver.push(byte);
    if (frame) frames.push([...frame]);
  }
  return frames;
};

describe('SLIP', () => {
  it('escapes C0 and DB', () => {
    expect([...slipFrame(Uint8Array.of(1, 0xc0, 0xdb, 2))]).toEqual([
      0xc0, 1, 0xdb, 0xdc, 0xdb, 0xdd, 2, 0xc0,
    ]);
  });

  it('brings back whatever was sent, behind any noise', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1 })), fc.uint8Array(), (bodies, noise) => {
        const line = [
          ...noise.filter(byte => byte !== 0xc0),
          ...bodies.flatMap(body => [...slipFrame(body)]),
        ];
        expect(framesOf(line)).toEqual(bodies.map(body => [...body]));
      }),
    );
  });

  it('drops a frame with a broken escape and takes the next one', () => {
    expect(framesOf([0xc0, 1, 0xdb, 7, 2, 0xc0, 3, 0xc0])).toEqual([[3]]);
  });

  it('drops a frame that is longer than the buffer', () => {
    expect(framesOf([0xc0, 1, 2, 3, 4, 0xc0, 5, 0xc0], 3)).toEqual([[5]]);
    expect(framesOf([0xc0, 1, 2, 3, 0xc0], 3)).toEqual([[1, 2, 3]]);
  });
});
