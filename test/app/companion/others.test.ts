/** Several devices at a relay program: one is followed, the others are shown. */
import { describe, expect, it } from 'vitest';
import { Companion } from '../../../src/app/companion/companion.ts';
import type { RelayListener } from '../../../src/app/companion/relay-end.ts';
import { finding } from '../../../src/core/findings.ts';
import type { OtaEvent } from '../../../src/core/ota/connection.ts';
import { shownBuild } from './bench.ts';

function companion() {
  const it = new Companion({ now: () => 0, every: () => () => undefined });
  let tell: RelayListener = () => undefined;
  const orders: string[] = [];
  it.setShown(shownBuild(2));
  it.use(listener => {
    tell = listener;
    return {
      ...{ setImages: () => undefined, know: () => undefined, close: () => undefined },
      trigger: address => orders.push(`trigger ${address}`),
      readPage: address => orders.push(`read ${address}`),
    };
  }, 'program');
  tell({ kind: 'welcome', version: 1, devicePort: 8888, addresses: [], images: [], stay: false });
  const event = (device: string, what: OtaEvent): void =>
    tell({ kind: 'event', at: 0, connection: 1, device, event: what });
  return { it, tell, event, orders };
}

const asked = (slot: 'user1' | 'user2' = 'user2'): OtaEvent => ({
  kind: 'asked',
  method: 'HEAD',
  slot,
  path: '/',
});
const sending = (sent: number): OtaEvent => ({ kind: 'sending', slot: 'user2', sent, length: 1000 });
const OURS = '192.168.123.1';
const OTHER = '192.168.1.7';

describe('the companion among several devices', () => {
  it('follows its own, and shows the others with their progress', () => {
    const { it: at, event } = companion();
    event(OURS, asked());
    event(OTHER, asked());
    event(OTHER, { kind: 'head-answered', slot: 'user2', length: 1000 });
    event(OURS, { kind: 'head-answered', slot: 'user2', length: 1000 });
    event('192.168.1.8', asked('user1'));
    event(OTHER, sending(400));
    event(OURS, sending(100));
    expect(at.view.update).toMatchObject({ stage: 'sending', sent: 100 });
    expect(at.view.others).toMatchObject([
      { device: '192.168.1.8', state: 'asks', slot: 'user1' },
      { device: OTHER, state: 'fetches', sent: 400, length: 1000 },
    ]);
    event(OTHER, { kind: 'finished', slot: 'user2', length: 1000 });
    event(OTHER, { kind: 'refused', why: finding('ota-image-missing', { slot: 'user1' }) });
    expect(at.view.others[0]).toMatchObject({ device: OTHER, state: 'refused' });
    expect(at.view.update).toMatchObject({ stage: 'sending', sent: 100 });
  });

  it('takes the address of a device that asks, as long as none was heard of at the one that was given', () => {
    const { it: at, event } = companion();
    event(OTHER, asked());
    expect(at.view).toMatchObject({ address: OTHER, others: [], update: { stage: 'asked' } });
    expect(at.view.device.running).toBe('user1');
    event(OURS, asked('user1'));
    expect(at.view).toMatchObject({ address: OTHER, others: [{ device: OURS }] });
    expect(at.view.device.running).toBe('user1');
  });

  it('does not take the page of one device for that of another', () => {
    const { it: at, tell } = companion();
    at.readPage();
    at.setAddress(OTHER);
    tell({ kind: 'page-read', address: OURS, build: 7 });
    expect(at.view.build).toBeUndefined();
    tell({
      kind: 'failed',
      what: 'read-page',
      address: OURS,
      why: finding('device-address-bad', { address: OURS }),
    });
    expect(at.view.unreachable).toBeUndefined();
    tell({ kind: 'page-read', address: OTHER, build: 1 });
    expect(at.view.build).toBe(1);
  });
});
