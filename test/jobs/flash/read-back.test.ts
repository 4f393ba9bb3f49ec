/** Reading back and erasing: every byte under a digest, resumed where it stopped, nothing beside it touched. */
import { describe, expect, it } from 'vitest';
import { flashOffset } from '../../../src/core/bytes/address.ts';
import { planForBoard } from '../../../src/core/plan/for-board.ts';
import { Problem } from '../../../src/core/problem.ts';
import { eraseRange } from '../../../src/jobs/flash/erase.ts';
import { look } from '../../../src/jobs/flash/look.ts';
import { beginReadBack, readBack } from '../../../src/jobs/flash/read-back.ts';
import { runFlash } from '../../../src/jobs/flash/run-flash.ts';
import { connect } from '../../../src/jobs/loader/connect.ts';
import type { SerialLink } from '../../../src/jobs/ports.ts';
import { benchFor, boardFor, connected, holds, optionsFor } from '../../support/flash-job.ts';
import { OWN_LOADER, planOf } from '../../support/flash-plans.ts';
import { patternBytes } from '../../support/programs.ts';
import { stubImage } from '../../support/stub-image.ts';

const FLASH = patternBytes(0x100000, 3);
const stretch = (offset: number, length: number) => ({ offset: flashOffset(offset), length });
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b);

describe('reading back', () => {
  it.each([
    [0, 0x24000],
    [0x1234, 0x5678],
    [0xffff0, 0x10],
  ])('gives what the flash holds from %i, %i bytes', async (offset, length) => {
    const { bench, session } = await benchFor({ flash: FLASH, baud: 921600 });
    const reading = beginReadBack(stretch(offset, length));
    const bytes = await bench.run(readBack(session, reading, optionsFor(bench)));
    expect(same(bytes, FLASH.subarray(offset, offset + length))).toBe(true);
    expect(bench.board.flash.operations).toBe(0);
  });

  it('over a line that loses bytes: right all the same', async () => {
    const faults = [
      { kind: 'bytes-lost', direction: 'from-board', hits: { positions: [60_000, 150_000] } },
    ] as const;
    const { bench, session } = await benchFor({ flash: FLASH, baud: 460800, faults });
    const reading = beginReadBack(stretch(0x10000, 0x30000));
    let retries = 0;
    const onEvent = (e: { readonly type: string }): void => void (e.type === 'retry' && retries++);
    const bytes = await bench.run(readBack(session, reading, optionsFor(bench, { onEvent })));
    expect(same(bytes, FLASH.subarray(0x10000, 0x40000))).toBe(true);
    expect(retries).toBe(2);
  });

  it('goes on where the cable came out', async () => {
    const { bench, session } = await benchFor({ flash: FLASH, baud: 921600 });
    const reading = beginReadBack(stretch(0, 0x40000));
    bench.after(1600, () => bench.board.serial.unplug());
    const failed = await bench.run(readBack(session, reading, optionsFor(bench)).catch(e => e));
    expect(failed).toMatchObject({ finding: { code: 'port-lost' } });
    const { done } = reading;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(0x40000);
    bench.board.serial.plug();
    const again = await bench.run(connected(bench, { baud: 921600 }));
    const before = again.wire;
    const bytes = await bench.run(readBack(again, reading, optionsFor(bench)));
    expect(same(bytes, FLASH.subarray(0, 0x40000))).toBe(true);
    expect(again.wire - before).toBeLessThan(1.05 * (0x40000 - done));
  });

  it('is refused by the ROM, with words', async () => {
    const { bench, session } = await benchFor({ flash: FLASH, stub: false });
    const job = readBack(session, beginReadBack(stretch(0, 64)), optionsFor(bench));
    expect(await bench.run(job.catch(e => e instanceof Problem && e.finding.code))).toBe('flash-needs-stub');
  });
});

describe('erasing', () => {
  it.each([true, false])('just the sectors that were asked for (stub: %s)', async stub => {
    const { bench, session } = await benchFor({ flash: FLASH, stub });
    await bench.run(eraseRange(session, stretch(0x3000, 0x15000), optionsFor(bench)));
    const expected = FLASH.slice().fill(0xff, 0x3000, 0x18000);
    expect(same(bench.board.saveFlash(), expected)).toBe(true);
  });

  it('leaves alone what is erased already', async () => {
    const { bench, session } = await benchFor({ baud: 921600 });
    await bench.run(eraseRange(session, stretch(0, 0x20000), optionsFor(bench)));
    expect(bench.board.flash.operations).toBe(0);
  });

  it('says where the flash does not erase', async () => {
    const faults = [{ kind: 'stuck-bit', offset: 0x3010, bit: 2, value: 0 }] as const;
    const { bench, session } = await benchFor({ flash: FLASH, faults });
    const job = eraseRange(session, stretch(0x3000, 0x1000), optionsFor(bench)).catch(e => e.finding);
    expect(await bench.run(job)).toMatchObject({ code: 'flash-not-erased', facts: { offset: 0x3000 } });
  });
});

describe('the incoming stream', () => {
  /** A link that hands on what comes in pieces of `size` bytes. */
  const cut = (link: SerialLink, size: number): SerialLink => ({
    ...{ identity: link.identity, open: b => link.open(b), close: () => link.close() },
    ...{ setBaud: b => link.setBaud(b), setSignals: s => link.setSignals(s), write: b => link.write(b) },
    get baud() {
      return link.baud;
    },
    onLost: listener => link.onLost(listener),
    onBytes: listener =>
      link.onBytes(bytes => {
        for (let at = 0; at < bytes.length; at += size) listener(bytes.subarray(at, at + size));
      }),
  });

  it.each([1, 2, 3, 5, 7, 11, 13])('may come in pieces of %i bytes', async size => {
    const bench = boardFor({ flash: FLASH });
    const world = { link: cut(bench.link, size), clock: bench.clock };
    const session = await bench.run(connect(world, { baud: 921600, stub: stubImage() }));
    const contents = await bench.run(look(session));
    const plan = planOf('1MB', ['user1'], { iromLength: 0x100 });
    const request = { plan, wish: 'user1', contents, chip: session.chip, ownLoader: OWN_LOADER } as const;
    const report = await bench.run(runFlash(session, planForBoard(request), optionsFor(bench)));
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
  });
});
