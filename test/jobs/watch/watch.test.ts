/** The boot watch over the virtual board, in virtual time. */
import { describe, expect, it } from 'vitest';
import { chatter, type Ear, earAt } from './bench.ts';
import { talkingApp } from './talking-app.ts';

describe('which slot', () => {
  it('says that user1 runs, two seconds behind its jump line and not earlier', async () => {
    const ear = earAt({ user1: chatter(74880, 'user1') });
    await ear.listen(3000);
    const states = ear.of('state').map(({ state }) => state.kind);
    expect(states).toEqual(['started', 'running']);
    expect(ear.watch.state).toMatchObject({ kind: 'running', claim: { slot: 'user1', offset: 0x1000 } });
  });
});

describe('rate of the application', () => {
  it.each([9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600])('finds %i by itself', async baud => {
    const ear = earAt({ user1: chatter(baud, 'user1') });
    await ear.listen(6000);
    expect(ear.of('rate-found').at(-1)?.baud).toBe(baud);
    expect(ear.rates.length).toBeLessThanOrEqual(4);
    expect(ear.lines.at(-1)?.text).toContain('user1 is alive');
    expect(ear.watch.state).toMatchObject({ kind: 'running', claim: { slot: 'user1' } });
  });
});

const HELLO = 'Hello, this is user1\nIt will be updated in a moment, please stand by\n';

const restarting = (baud: number, aliveMs = 800): Uint8Array =>
  talkingApp(
    [
      { baud },
      { say: HELLO },
      { waitMs: aliveMs / 2 },
      { say: HELLO },
      { waitMs: aliveMs / 2 },
      { say: 'upgrade_check\nreboot to use2\nrm match\npm close 7 0 0/9654968\n' },
      { waitMs: 60 },
      { restart: true },
    ],
    7,
  );

/** Selects user2 as the update client does, while user1 speaks: the loader has made copy A the current one. */
const selectUser2 = (ear: Ear, ms: number): void =>
  ear.bench.after(ms, () =>
    ear.bench.board.loadFlash(Uint8Array.of(0xfd, 0xe7, 255, 255, 255, 255, 255, 255), 0xfd000),
  );

describe('the application’s rate', () => {
  it('is taken from memory: one change and no search', async () => {
    const ear = earAt({ user1: chatter(57600, 'user1') }, { remembered: 57600 });
    await ear.listen(3000);
    expect(ear.rates).toEqual(['search 57600']);
  });

  it('is never searched when somebody has set it, even if it is wrong', async () => {
    const ear = earAt({ user1: chatter(57600, 'user1') }, { chosen: 115200 });
    await ear.listen(3000);
    expect(ear.rates).toEqual(['application 115200']);
  });

  it('can be changed while listening', async () => {
    const ear = earAt({ user1: chatter(57600, 'user1') }, { chosen: 115200 });
    ear.bench.after(2000, () => ear.watch.choose(57600));
    await ear.listen(3000);
    expect(ear.rates).toEqual(['application 115200', 'chosen 57600']);
    expect(ear.lines.at(-1)?.text).toContain('user1 is alive');
  });

  it('is found when the reader comes late; then the slot is not known', async () => {
    const ear = earAt({ user1: chatter(115200, 'user1') }, {}, { warmUpMs: 700 });
    await ear.listen(3000);
    expect(ear.of('rate-found').at(-1)?.baud).toBe(115200);
    expect(ear.watch.state.kind).toBe('not-known');
  });

  it('is given up for the boot text’s after four changes, and no more are made', async () => {
    const noise = talkingApp(
      [{ baud: 300_000 }, { say: 'What rate may this be, nobody knows it\n' }, { waitMs: 50 }],
      1,
    );
    const ear = earAt({ user1: noise });
    await ear.listen(20_000);
    expect(ear.rates).toHaveLength(4);
    expect(ear.rates.at(-1)).toBe('not-found 74880');
  });

  it('says how long nobody listened, and how much may have been said', async () => {
    const ear = earAt({ user1: chatter(115200, 'user1') }, {}, { openMs: 40 });
    await ear.listen(2000);
    const [change] = ear.of('rate');
    expect(change).toMatchObject({ baud: 115200, gapMs: 40, mostBytes: 461 });
  });
});

describe('a crystal of 40 MHz', () => {
  it('is recognised by its boot text at 115200', async () => {
    const config = { crystal: 40_000_000 } as const;
    const ear = earAt({ user1: chatter(115200, 'user1', config.crystal) }, {}, { config });
    ear.bench.after(2000, () => ear.watch.reset());
    await ear.listen(6000);
    expect(ear.of('crystal-40-mhz')).toHaveLength(1);
    expect(ear.watch.state).toMatchObject({ kind: 'running', claim: { slot: 'user1' } });
    expect(ear.of('rate').every(({ baud }) => baud === 115200)).toBe(true);
  });
});

describe('an update', () => {
  const apps = { user1: restarting(115200), user2: chatter(115200, 'user2') };

  it('goes to the rate of the boot text at once and proves that user2 runs', async () => {
    const ear = earAt(apps);
    selectUser2(ear, 700);
    await ear.listen(6000);
    expect(ear.rates).toEqual(['search 115200', 'restart 74880', 'application 115200']);
    expect(ear.watch.state).toMatchObject({
      kind: 'running',
      claim: { slot: 'user2', confidence: 'strong' },
    });
    expect(ear.of('boot-missed')).toEqual([]);
  });

  it('claims nothing between the announcement and the next boot text', async () => {
    const ear = earAt(apps);
    selectUser2(ear, 700);
    await ear.listen(6000);
    const kinds = ear
      .of('state')
      .map(({ state }) => `${state.kind} ${'claim' in state ? state.claim.slot : ''}`);
    expect(kinds).toEqual(['started user1', 'not-known ', 'started user2', 'running user2']);
  });

  it('says that the boot was missed when opening the port takes too long, and repeats it when asked to', async () => {
    const slow = { openMs: 400 };
    const apps = { user1: restarting(115200, 2500), user2: chatter(115200, 'user2') };
    const silent = earAt(apps, {}, slow);
    selectUser2(silent, 2000);
    await silent.listen(9000);
    expect(silent.of('boot-missed')).toHaveLength(1);
    expect(silent.watch.state.kind).toBe('not-known');

    const ear = earAt(apps, { repeatMissedBoot: true }, slow);
    selectUser2(ear, 2000);
    await ear.listen(12_000);
    expect(ear.of('reset').map(({ why }) => why)).toEqual(['boot-missed']);
    expect(ear.watch.state).toMatchObject({ kind: 'running', claim: { slot: 'user2' } });
  });
});

describe('a port that resets the board when it is opened', () => {
  const onOpen = [
    { dtr: false, rts: true, ms: 5 },
    { dtr: false, rts: false, ms: 0 },
  ] as const;

  it('is noticed, and then the rate stays as it is', async () => {
    const ear = earAt({ user1: chatter(115200, 'user1') }, {}, { onOpen });
    await ear.listen(6000);
    expect(ear.of('reopen-resets')).toHaveLength(1);
    const told = ear.events.findIndex(({ kind }) => kind === 'reopen-resets');
    expect(ear.events.slice(told).filter(({ kind }) => kind === 'rate')).toEqual([]);
  });

  it('never makes it claim a slot that does not run', async () => {
    const ear = earAt({ user1: restarting(115200), user2: chatter(115200, 'user2') }, {}, { onOpen });
    selectUser2(ear, 100);
    await ear.listen(9000);
    for (const { state } of ear.of('state')) {
      if (state.kind === 'running') expect(state.claim.slot).toBe('user2');
    }
  });
});

describe('a reset that was asked for', () => {
  it('is announced before it is made, and read', async () => {
    const ear = earAt({ user1: chatter(115200, 'user1') }, {}, { warmUpMs: 700 });
    ear.bench.after(1500, () => ear.watch.reset());
    await ear.listen(6000);
    const announced = ear.events.findIndex(({ kind }) => kind === 'reset');
    const banner = ear.events.findIndex(
      event =>
        event.kind === 'log' &&
        event.events.some(each => each.kind === 'line' && each.fact?.kind === 'banner'),
    );
    expect(announced).toBeGreaterThan(-1);
    expect(banner).toBeGreaterThan(announced);
    expect(ear.watch.state).toMatchObject({ kind: 'running', claim: { slot: 'user1' } });
  });
});

describe('a cable that comes out', () => {
  it('ends the job with port-lost, and another run goes on', async () => {
    const ear = earAt({ user1: chatter(74880, 'user1') });
    ear.bench.after(1000, () => ear.bench.board.serial.unplug());
    await expect(ear.listen(5000)).rejects.toMatchObject({ finding: { code: 'port-lost' } });
    ear.bench.board.serial.plug();
    await ear.listen(3000);
    expect(ear.watch.state.kind).toBe('running');
  });
});
