/**
 * A board that waits costs its computer nearly nothing: the CPU's wait loops are skipped, not executed. Here: the
 * loops of the flasher stub, counted in instructions that were really executed.
 */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { VirtualBoard } from '../../../src/board/board.ts';
import { LoaderClient, words } from './loader-client.ts';
import { uploadStub } from './stub.ts';
import { bareBoard } from './test-board.ts';

const SECOND = 1_000_000_000;
const PACKET = 0x4000;
const LONG = 60_000;

/** Inflating one packet and writing what comes out of it takes this many instructions at most. */
const WORK = 3_000_000;

/** Every instruction costs one cycle, so cycles count instructions, but for those that were skipped. */
const COUNTING = { costs: { instruction: 1, takenBranch: 1 } };

/** Counts what a board's CPU executes. */
const counterOf = ({ chip: { cpu } }: VirtualBoard): { executed(work: () => void): number } => {
  let skipped = 0;
  const spend = cpu.spend.bind(cpu);
  cpu.spend = cycles => {
    skipped += cycles;
    spend(cycles);
  };
  return {
    executed: work => {
      const before = cpu.cycles - skipped;
      work();
      return cpu.cycles - skipped - before;
    },
  };
};

const withStub = () => {
  const board = bareBoard(COUNTING);
  board.loadFlash(new Uint8Array(0x100000).fill(0x5a));
  board.power(true);
  const client = new LoaderClient(board);
  client.connect(921_600);
  expect(uploadStub(client)).toBe('OHAI');
  client.sync();
  const counter = counterOf(board);
  /** Instructions of one second in one run: nothing outside interrupts it. */
  const inOneSecond = () => counter.executed(() => board.run(board.clock.now + SECOND));
  return { board, client, inOneSecond };
};

/** Bytes that deflate to about two thirds, as firmware does. */
const firmwareLike = (length: number): Uint8Array => {
  let state = 1;
  return Uint8Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return i % 3 === 0 ? 0x41 : (state >>> 16) & 0xff;
  });
};

describe('an idle board', () => {
  it('executes nearly nothing while the stub waits for a command', () => {
    const { inOneSecond } = withStub();
    expect(inOneSecond()).toBeLessThan(2_000);
  });

  it('does so while it waits for data to inflate, and when it is done with a packet', () => {
    const { board, client, inOneSecond } = withStub();
    const image = firmwareLike(60_000);
    const stream = deflateSync(image, { level: 9 });
    const packets = Math.ceil(stream.length / PACKET);
    expect(packets).toBeGreaterThan(1);
    client.must(0x10, words(image.length, packets, PACKET, 0), 0, LONG);
    expect(inOneSecond()).toBeLessThan(20_000); // the first erase is in it
    for (let i = 0; i < packets; i++) {
      expect(client.data(0x11, i, stream.subarray(i * PACKET, (i + 1) * PACKET), LONG).status).toBe(0);
      // The packet is answered first, and inflated in this second; without skipping it has 52 million instructions.
      expect(inOneSecond()).toBeLessThan(WORK);
      expect(inOneSecond()).toBeLessThan(2_000);
    }
    expect(Buffer.from(board.saveFlash().subarray(0, image.length)).equals(image)).toBe(true);
  });
});
