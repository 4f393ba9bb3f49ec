/** From a port to a loader that answers: every circuit, adapter and crystal, and the reason when it does not work. */
import { describe, expect, it } from 'vitest';
import { type BoardConfig, type BoardPreset, boardConfig } from '../../../src/board/config.ts';
import type { FlashEvent } from '../../../src/core/device/flash-event.ts';
import type { FindingCode } from '../../../src/core/findings.ts';
import { type ConnectOptions, connect } from '../../../src/jobs/loader/connect.ts';
import { createJobBoard, type JobBoard, type JobBoardOptions } from '../../support/job-board.ts';
import { stubImage } from '../../support/stub-image.ts';

const STUB = { baud: 'auto', stub: stubImage(), assistMs: 0 } as const;
const ROM = { baud: 'auto', assistMs: 0 } as const;

interface Attempt {
  readonly bench: JobBoard;
  readonly events: FlashEvent[];
  /** ms of virtual time when each kind of event came first. */
  readonly times: Map<string, number>;
}

const benchOf = (config: BoardConfig, options?: JobBoardOptions): Attempt => ({
  bench: createJobBoard(config, options),
  events: [],
  times: new Map(),
});

const connected = ({ bench, events, times }: Attempt, options: ConnectOptions) => {
  const onEvent = (event: FlashEvent) => {
    events.push(event);
    const name = event.type === 'stage' ? event.stage : event.type;
    if (!times.has(name)) times.set(name, bench.now);
  };
  return bench.run(connect(bench, { ...options, onEvent }));
};

const boardOf = (preset: BoardPreset, changes: Partial<BoardConfig> = {}) => boardConfig(preset, changes);

describe('every board', () => {
  it.each<[BoardPreset, string, number, Partial<{ mac: string; size: number; crystal: number }>]>([
    ['nodemcu', 'classic', 921600, { mac: '5C:CF:7F:12:34:56', size: 0x400000, crystal: 26_000_000 }],
    ['d1-mini', 'classic', 460800, { mac: '2C:F4:32:65:43:21', size: 0x400000 }],
    ['d1-mini-pro', 'classic', 921600, { mac: '84:F3:EB:0A:0B:0C', size: 0x1000000 }],
    ['wroom-02', 'classic', 921600, { size: 0x200000 }],
    ['40mhz', 'classic', 921600, { crystal: 40_000_000 }],
    ['slow-reset', 'slow', 921600, {}],
    ['swapped-lines', 'swapped', 921600, {}],
  ])('%s: reset by "%s", %i baud with the stub', async (preset, reset, baud, facts) => {
    const attempt = benchOf(boardOf(preset));
    const session = await connected(attempt, STUB);
    const { mac, crystal, flash } = session.chip;
    expect(session.kind).toBe('stub');
    expect(session.baud).toBe(baud);
    expect(session.memory).toEqual({ reset, baud });
    expect({ mac, crystal, size: flash.size }).toMatchObject(facts);
    expect(await attempt.bench.run(session.readRegister(0x40001000))).toBe(0xfff0c101);
    const { sent, received } = attempt.bench.traffic;
    expect(session.wire).toBe(sent + received);
  });

  it('an ESP8285 is known by its e-fuses, a strange flash by its id', async () => {
    const attempt = benchOf({ ...boardOf('esp8285'), circuit: 'nodemcu' });
    const session = await connected(attempt, ROM);
    expect(session.chip).toMatchObject({ chip: 'esp8285', flash: { jedecId: 0x144051, size: 0x100000 } });

    const dead = benchOf(boardOf('nodemcu', { faults: [{ kind: 'flash-id', jedecId: 0xffffff }] }));
    expect((await connected(dead, ROM)).chip.flash).toEqual({ jedecId: 0xffffff });
    expect(dead.events).toContainEqual(
      expect.objectContaining({ finding: expect.objectContaining({ code: 'flash-id-strange' }) }),
    );
  });

  it('without the stub the ROM answers, at 115200', async () => {
    const session = await connected(benchOf(boardOf('nodemcu')), ROM);
    expect([session.kind, session.baud]).toEqual(['rom', 115200]);
  });

  it('takes the same virtual time every time', async () => {
    const run = async () => {
      const attempt = benchOf(boardOf('d1-mini'));
      await connected(attempt, STUB);
      return [attempt.bench.now, attempt.bench.traffic];
    };
    expect(await run()).toEqual(await run());
  });
});

describe('how long it takes', () => {
  it('chip, MAC, crystal and flash id are known after 0.6 s at 115200', async () => {
    const attempt = benchOf(boardOf('nodemcu'));
    await connected(attempt, ROM);
    expect(attempt.times.get('chip')).toBeLessThan(600);
  });

  it('a stub that still runs is used at once, at its rate, without a reset', async () => {
    const attempt = benchOf(boardOf('nodemcu'));
    const { bench } = attempt;
    const session = await connected(attempt, STUB);
    session.detach();
    const before = bench.now;
    attempt.events.length = 0;
    const again = await connected(attempt, { ...STUB, remembered: session.memory });
    expect([again.kind, again.baud]).toEqual(['stub', 921600]);
    expect(bench.now - before).toBeLessThan(100);
    expect(attempt.events).not.toContainEqual({ type: 'stage', stage: 'resetting' });
  });

  it('after a reset the rate that is known to work is used from the first byte', async () => {
    const attempt = benchOf(boardOf('nodemcu'));
    const remembered = { baud: 921600, reset: 'classic' };
    const session = await connected(attempt, { ...STUB, remembered });
    expect(session.baud).toBe(921600);
    expect(attempt.events).not.toContainEqual({ type: 'stage', stage: 'changing-baud' });
    expect(attempt.bench.now).toBeLessThan(700);
  });

  it('the strategy that worked the last time comes first', async () => {
    const attempt = benchOf(boardOf('swapped-lines'));
    const session = await connected(attempt, { ...ROM, remembered: { reset: 'swapped' } });
    expect(session.memory.reset).toBe('swapped');
    expect(attempt.bench.now).toBeLessThan(600);
  });
});

describe('the rate', () => {
  it.each([
    [460_800, 460_800],
    [300_000, 230_400],
    [115_200, 115_200],
  ])('an adapter that fails above %i baud ends at %i, and that is remembered', async (limit, expected) => {
    const attempt = benchOf(boardOf('nodemcu', { faults: [{ kind: 'bridge-limit', baud: limit }] }));
    const session = await connected(attempt, STUB);
    expect([session.kind, session.baud]).toEqual(['stub', expected]);
    expect(await attempt.bench.run(session.readRegister(0x40001000))).toBe(0xfff0c101);
    expect(session.memory.baud).toBe(expected);
    expect(session.memory.tooFast).toBe(expected * 2);
    expect(attempt.events).toContainEqual(
      expect.objectContaining({ finding: expect.objectContaining({ code: 'baud-fallback' }) }),
    );
    session.detach();
    const again = await connected(attempt, { ...STUB, remembered: session.memory });
    expect(again.baud).toBe(expected);
  });

  it('a memory that is wrong about the rate costs time and nothing else', async () => {
    const attempt = benchOf(boardOf('nodemcu', { faults: [{ kind: 'bridge-limit', baud: 115_200 }] }));
    const session = await connected(attempt, { ...STUB, remembered: { baud: 921_600, reset: 'classic' } });
    expect([session.kind, session.baud]).toEqual(['stub', 115_200]);
  });

  it.each([
    [921_600, 460_800, 460_800],
    [921_600, 300_000, 230_400],
    [460_800, 115_200, 115_200],
  ])('a wish for %i baud over an adapter that fails above %i ends at %i', async (baud, limit, expected) => {
    const attempt = benchOf(boardOf('nodemcu', { faults: [{ kind: 'bridge-limit', baud: limit }] }));
    const session = await connected(attempt, { ...STUB, baud });
    expect([session.kind, session.baud]).toEqual(['stub', expected]);
    expect(await attempt.bench.run(session.readRegister(0x40001000))).toBe(0xfff0c101);
  });

  it.each([74_880, 115_200, 230_400, 1_500_000])('a wish for %i baud is granted', async baud => {
    const session = await connected(benchOf(boardOf('d1-mini-pro')), { ...STUB, baud });
    expect(session.baud).toBe(baud);
  });
});

describe('a board without reset lines', () => {
  it('is waited for: somebody holds FLASH and taps RESET', async () => {
    const attempt = benchOf(boardOf('esp-01'));
    const { bench, events } = attempt;
    const pressed = 6000;
    for (const [ms, button, down] of [
      [pressed, 'flash', true],
      [pressed + 500, 'reset', true],
      [pressed + 600, 'reset', false],
      [pressed + 1500, 'flash', false],
    ] as const) {
      bench.after(ms, () => bench.board.press(button, down));
    }
    const session = await connected(attempt, { ...STUB, assistMs: 60_000 });
    expect(session.kind).toBe('stub');
    expect(session.baud).toBe(921600);
    const assists = events.filter(event => event.type === 'assist');
    expect(assists.map(({ heard }) => heard)).toEqual([false, true]);
    expect(attempt.times.get('chip')).toBeLessThan(pressed + 1500);
    expect(await bench.run(session.run())).toBe(false);
  });

  it('without the stub leaves the loader by a command', async () => {
    const attempt = benchOf(boardOf('esp-01'));
    const { bench } = attempt;
    bench.board.press('flash', true);
    bench.board.press('reset', true);
    await bench.run(bench.clock.sleep(50));
    bench.board.press('reset', false);
    await bench.run(bench.clock.sleep(50));
    bench.board.press('flash', false);
    const session = await connected(attempt, ROM);
    expect(await bench.run(session.run())).toBe(true);
    await expect(connected(attempt, ROM)).rejects.toMatchObject({ name: 'Problem' });
  });

  it('with a stub left at an unknown rate is found', async () => {
    const attempt = benchOf(boardOf('esp-01'));
    const { bench } = attempt;
    bench.board.press('flash', true);
    bench.board.press('reset', true);
    bench.after(100, () => bench.board.press('reset', false));
    await bench.run(bench.clock.sleep(300));
    const session = await connected(attempt, STUB);
    session.detach();
    await bench.run(bench.link.setBaud(115200));
    const again = await connected(attempt, STUB);
    expect([again.kind, again.baud]).toEqual(['stub', 921600]);
  });
});

describe('why it does not work', () => {
  const reasonOf = async (attempt: Attempt, options: ConnectOptions = STUB) => {
    const job = connected(attempt, options);
    const error: unknown = await job.then(
      session => session,
      reason => reason,
    );
    return (error as { finding?: { code: FindingCode; facts: unknown } }).finding;
  };
  const from = 'from-board';
  const to = 'to-board';

  it('reset works, GPIO0 does not: the boot mode names the pin', async () => {
    expect(await reasonOf(benchOf(boardOf('rts-only')))).toMatchObject({
      code: 'connect-boot-mode',
      facts: { mode: 3, pin: 'gpio0-high' },
    });
  });

  it('the board has no power: silence', async () => {
    expect(await reasonOf(benchOf(boardOf('nodemcu'), { warmUpMs: 0 }))).toMatchObject({
      code: 'connect-silence',
    });
  });

  it('no reset line, and the chip talks: the text is quoted', async () => {
    const attempt = benchOf(boardOf('40mhz', { circuit: 'buttons' }));
    const { bench } = attempt;
    for (let ms = 100; ms < 5000; ms += 400) {
      bench.after(ms, () => bench.board.chip.rom.speak('temperature 21.5, door closed\r\n'));
    }
    expect(await reasonOf(attempt)).toMatchObject({
      code: 'connect-program',
      facts: { sample: expect.stringContaining('temperature 21.5, door closed') },
    });
  });

  it('nothing of what we send arrives: the loader waits and hears nothing', async () => {
    const faults = [{ kind: 'bytes-lost', direction: to, hits: { rate: 1 } }] as const;
    expect(await reasonOf(benchOf(boardOf('nodemcu', { faults })))).toMatchObject({ code: 'connect-deaf' });
  });

  it('every byte arrives changed: noise', async () => {
    const faults = [{ kind: 'bytes-corrupted', direction: from, hits: { rate: 1 } }] as const;
    expect(await reasonOf(benchOf(boardOf('nodemcu', { faults })))).toMatchObject({ code: 'connect-noise' });
  });

  it('the port is held by another program, or comes out', async () => {
    const busy = benchOf(boardOf('nodemcu'));
    busy.bench.busy = true;
    expect(await reasonOf(busy)).toMatchObject({ code: 'port-busy' });
    const lost = benchOf(boardOf('nodemcu'));
    lost.bench.board.serial.unplug();
    expect(await reasonOf(lost)).toMatchObject({ code: 'port-lost' });
  });

  it('somebody says stop, at any moment: the reason is theirs and a second run works', async () => {
    for (const ms of [1, 30, 120, 250, 320, 500, 800, 950]) {
      const attempt = benchOf(boardOf('nodemcu'));
      const stop = new AbortController();
      attempt.bench.after(ms, () => stop.abort());
      await expect(connected(attempt, { ...STUB, signal: stop.signal })).rejects.toMatchObject({
        name: 'AbortError',
      });
      expect(attempt.bench.now).toBeLessThan(ms + 60);
      expect((await connected(attempt, STUB)).kind).toBe('stub');
    }
  });
});
