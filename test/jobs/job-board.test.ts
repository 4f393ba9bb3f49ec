/** The harness itself: time is the board's, and nothing waits for ever. */
import { expect, it } from 'vitest';
import { createJobBoard } from '../support/job-board.ts';

it('sleeps in virtual time, to the nanosecond', async () => {
  const bench = createJobBoard();
  const { clock } = bench;
  await bench.run(clock.sleep(12.5));
  expect(bench.now).toBeCloseTo(12.5, 6);
});

it('gives up a sleep when its signal aborts', async () => {
  const bench = createJobBoard();
  const stop = new AbortController();
  bench.after(5, () => stop.abort());
  await expect(bench.run(bench.clock.sleep(1000, stop.signal))).rejects.toMatchObject({ name: 'AbortError' });
  expect(bench.now).toBeCloseTo(5, 3);
});

it('hears the board after a reset, only while the port is open, and the same every time', async () => {
  const listen = async () => {
    const bench = createJobBoard();
    const { link, clock } = bench;
    const heard: [number, number][] = [];
    link.onBytes(bytes => heard.push([bench.now, bytes.length]));
    const job = async () => {
      await link.open(74880);
      await link.setSignals({ dtr: false, rts: true });
      await clock.sleep(50);
      await link.setSignals({ dtr: false, rts: false });
      await clock.sleep(20);
      await link.close();
      await clock.sleep(100);
    };
    await bench.run(job());
    return heard;
  };
  const heard = await listen();
  expect(heard.length).toBeGreaterThan(1);
  expect(Math.max(...heard.map(([at]) => at))).toBeLessThan(75);
  expect(await listen()).toEqual(heard);
});

it('says that the port is lost when the cable comes out, and opens again when it is back', async () => {
  const bench = createJobBoard();
  const { link, board } = bench;
  await bench.run(link.open(115200));
  let lost = 0;
  link.onLost(() => lost++);
  bench.after(2, () => board.serial.unplug());
  await bench.run(bench.clock.sleep(5));
  expect(lost).toBe(1);
  await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ finding: { code: 'port-lost' } });
  await expect(bench.run(link.open(115200))).rejects.toMatchObject({ finding: { code: 'port-lost' } });
  board.serial.plug();
  await bench.run(link.open(115200));
  expect(link.baud).toBe(115200);
});

it('fails a job that waits for nothing', async () => {
  const bench = createJobBoard();
  await expect(bench.run(new Promise(() => {}))).rejects.toThrow(/has not ended/);
});
