/** An update whose boot text was missed: the page proves what runs, or one announced reset repeats the boot. */
import { describe, expect, it } from 'vitest';
import { Companion, type SerialWish } from '../../../src/app/companion/companion.ts';
import type { RelayListener } from '../../../src/app/companion/relay-end.ts';
import { NO_BOOTS } from '../../../src/core/bootlog/report.ts';
import type { OtaEvent } from '../../../src/core/ota/connection.ts';
import { shownBuild } from './bench.ts';

const DEVICE = '192.168.123.1';

/** A device on a cable that says nothing of its update, right after it has fetched build 2. */
function fetched() {
  let now = 0;
  let tick = (): void => undefined;
  const wishes: SerialWish[] = [];
  const companion = new Companion({
    now: () => now,
    every: (_, action) => {
      tick = action;
      return () => undefined;
    },
    ask: wish => wishes.push(wish),
  });
  let tell: RelayListener = () => undefined;
  companion.setShown(shownBuild(2));
  companion.use(listener => {
    tell = listener;
    const nothing = (): void => undefined;
    return { setImages: nothing, know: nothing, close: nothing, trigger: nothing, readPage: nothing };
  }, 'program');
  companion.setBoots(NO_BOOTS, 0);
  tell({ kind: 'welcome', version: 1, devicePort: 8888, addresses: [], images: [], stay: false });
  tell({ kind: 'page-read', address: DEVICE, build: 1 });
  const event = (what: OtaEvent): void =>
    tell({ kind: 'event', at: 0, connection: 1, device: DEVICE, event: what });
  event({ kind: 'asked', method: 'HEAD', slot: 'user2', path: '/user2.bin' });
  event({ kind: 'head-answered', slot: 'user2', length: 1000 });
  event({ kind: 'asked', method: 'GET', slot: 'user2', path: '/user2.bin' });
  event({ kind: 'finished', slot: 'user2', length: 1000 });
  const pass = (ms: number): void => {
    for (const end = now + ms; now < end; ) {
      now += 250;
      tick();
    }
  };
  return { companion, wishes, pass, tell };
}

describe('an update whose boot text was missed', () => {
  it('has let the reader go to the rate of the boot text as soon as everything was fetched', () => {
    expect(fetched().wishes).toEqual(['expect-restart']);
  });

  it('is proven by the page at once, and the board is not reset', () => {
    const { companion, wishes, pass, tell } = fetched();
    companion.bootMissed();
    pass(3000);
    tell({ kind: 'page-read', address: DEVICE, build: 2 });
    expect(companion.view.update).toMatchObject({ stage: 'done', proof: { by: 'page', build: 2 } });
    pass(30_000);
    expect(wishes).toEqual(['expect-restart']);
  });

  it('makes one reset when nothing has proven it', () => {
    const { companion, wishes, pass } = fetched();
    companion.bootMissed();
    pass(11_000);
    expect(wishes).toEqual(['expect-restart']);
    pass(30_000);
    expect(wishes).toEqual(['expect-restart', 'repeat-boot']);
  });

  it('does not believe the page of a board whose boot text may still come', () => {
    const { companion, pass, tell } = fetched();
    pass(3000);
    tell({ kind: 'page-read', address: DEVICE, build: 2 });
    expect(companion.view.update?.stage).toBe('checking');
  });
});
