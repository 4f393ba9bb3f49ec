/** Ports of the browser as lanes: chosen, listed, told apart, held by one tab. */
import { describe, expect, it, vi } from 'vitest';
import { Lanes, type LanesWorld } from '../../../src/app/lanes/lanes.ts';
import type { LaneChannel } from '../../../src/app/lanes/surroundings.ts';
import type { WebSerial } from '../../../src/platform/serial-port.ts';
import type { LaneOrder, LanePort, LaneReport } from '../../../src/worker/lane-protocol.ts';
import { FakePort } from '../../support/fake-port.ts';
import { MapStore } from '../../support/lanes-bench.ts';

class FakeSerial extends EventTarget implements WebSerial {
  ports: FakePort[] = [];
  chosen: FakePort | undefined;

  async getPorts(): Promise<FakePort[]> {
    return this.ports;
  }

  async requestPort(): Promise<FakePort> {
    if (!this.chosen) throw new DOMException('No port selected by the user.', 'NotFoundError');
    if (!this.ports.includes(this.chosen)) this.ports.push(this.chosen);
    return this.chosen;
  }
}

/** Locks of one browser; each bench is a tab. */
class Locks {
  readonly held = new Set<string>();

  async lock(name: string): Promise<(() => void) | undefined> {
    if (this.held.has(name)) return undefined;
    this.held.add(name);
    return () => this.held.delete(name);
  }
}

function tab(serial: FakeSerial | undefined, locks = new Locks(), change: Partial<LanesWorld> = {}) {
  const started: LanePort[] = [];
  const orders: LaneOrder[] = [];
  const reporters: ((report: LaneReport) => void)[] = [];
  const ended = vi.fn();
  const lanes = new Lanes({
    ...{ serial, secure: true, store: new MapStore(), now: () => 0 },
    ownLoader: () => Promise.reject(new Error('offline')),
    start: (port, onReport): LaneChannel => {
      started.push(port);
      reporters.push(onReport);
      return { send: order => void orders.push(order), end: ended };
    },
    lock: name => locks.lock(name),
    cable: () => undefined,
    shown: () => undefined,
    checkPlan: async () => undefined,
    addFile: () => undefined,
    onRead: () => undefined,
    onWriting: () => undefined,
    onVirtualFlash: () => undefined,
    ...change,
  });
  const report = (each: LaneReport): void => reporters.at(-1)?.(each);
  return { lanes, started, orders, report, ended };
}

const CH340 = (): FakePort =>
  Object.assign(new FakePort(), { getInfo: () => ({ usbVendorId: 0x1a86, usbProductId: 0x7523 }) });

describe('ports', () => {
  it('are listed with the names of their bridges, and numbered when they look the same', async () => {
    const serial = new FakeSerial();
    serial.ports = [new FakePort(), CH340(), new FakePort()];
    const { lanes } = tab(serial);
    await vi.waitFor(() =>
      expect(lanes.view.ports.map(({ bridge, number }) => [bridge, number])).toEqual([
        ['CP210x', 1],
        ['CH340', undefined],
        ['CP210x', 2],
      ]),
    );
    expect(lanes.view.serial).toBe('ready');
  });

  it('come and go with their cables', async () => {
    const serial = new FakeSerial();
    const { lanes } = tab(serial);
    serial.ports = [CH340()];
    serial.dispatchEvent(new Event('connect'));
    await vi.waitFor(() => expect(lanes.view.ports.length).toBe(1));
    serial.ports = [];
    serial.dispatchEvent(new Event('disconnect'));
    await vi.waitFor(() => expect(lanes.view.ports.length).toBe(0));
  });

  it('are passed to the worker by identity and place', async () => {
    const serial = new FakeSerial();
    serial.ports = [new FakePort(), CH340()];
    serial.chosen = new FakePort();
    const { lanes, started, orders } = tab(serial);
    await lanes.choosePort();
    const identity = { usbVendorId: 0x10c4, usbProductId: 0xea60 };
    expect(started).toEqual([{ kind: 'usb', identity, index: 1, of: 2 }]);
    await vi.waitFor(() => expect(orders.map(({ type }) => type)).toEqual(['connect']));
    expect(lanes.view.lanes.map(({ id, phase }) => [id, phase])).toEqual([['10c4:ea60 1', 'connecting']]);
    expect(lanes.view.ports.map(({ id }) => id)).toEqual(['10c4:ea60 0', '1a86:7523 0']);
  });

  it('that look the same keep their lanes when one of them goes, and a new one takes its place', async () => {
    const serial = new FakeSerial();
    const [first, second, third] = [new FakePort(), new FakePort(), new FakePort()];
    serial.ports = [first, second, third];
    const { lanes, orders } = tab(serial);
    for (const id of ['10c4:ea60 0', '10c4:ea60 1', '10c4:ea60 2']) await lanes.openPort(id);
    await vi.waitFor(() => expect(orders.length).toBe(3));
    const moves = (): unknown[] =>
      orders.splice(0).flatMap(order => (order.type === 'port' ? [order.port] : []));
    moves();
    serial.ports = [first, third];
    serial.dispatchEvent(new Event('disconnect'));
    await vi.waitFor(() => expect(orders.length).toBe(2));
    const identity = { usbVendorId: 0x10c4, usbProductId: 0xea60 };
    expect(moves()).toEqual([0, 1].map(index => ({ kind: 'usb', identity, index, of: 2 })));
    expect(lanes.view.ports).toEqual([]);
    serial.ports = [new FakePort(), first, third];
    serial.dispatchEvent(new Event('connect'));
    await vi.waitFor(() => expect(orders.length).toBe(3));
    expect(moves()).toEqual([0, 1, 2].map(index => ({ kind: 'usb', identity, index, of: 3 })));
    expect(lanes.view.ports).toEqual([]);
  });

  it('may be none: help is due when the chooser was closed', async () => {
    const { lanes } = tab(new FakeSerial());
    await lanes.choosePort();
    expect(lanes.view).toMatchObject({ nothingChosen: true, lanes: [] });
  });

  it('do not exist in browsers without Web Serial, and on pages that are not secure', () => {
    expect(tab(undefined).lanes.view.serial).toBe('missing');
    expect(tab(undefined, new Locks(), { secure: false }).lanes.view.serial).toBe('insecure');
  });

  it('belong to one tab at a time', async () => {
    const serial = new FakeSerial();
    serial.ports = [new FakePort()];
    const locks = new Locks();
    const [first, second] = [tab(serial, locks), tab(serial, locks)];
    await first.lanes.openPort('10c4:ea60 0');
    await second.lanes.openPort('10c4:ea60 0');
    expect(second.lanes.view.lanes[0]).toMatchObject({ phase: 'taken', finding: { code: 'port-other-tab' } });
    expect(second.started).toEqual([]);
    first.lanes.close('10c4:ea60 0');
    first.report({ type: 'closed' });
    expect(first.ended).toHaveBeenCalled();
    second.lanes.connect('10c4:ea60 0');
    await vi.waitFor(() => expect(second.lanes.view.lanes[0]?.phase).toBe('connecting'));
    expect(second.lanes.view.lanes[0]?.finding).toBeUndefined();
  });

  it('are several lanes at once, each with its own worker', async () => {
    const serial = new FakeSerial();
    serial.ports = [new FakePort(), new FakePort()];
    const { lanes, started } = tab(serial);
    await lanes.openPort('10c4:ea60 0');
    await lanes.openPort('10c4:ea60 1');
    await lanes.openPort('10c4:ea60 1');
    expect(started.length).toBe(2);
    expect(lanes.view.lanes.map(({ port }) => port.number)).toEqual([1, 2]);
  });

  it('are forgotten when somebody says so', async () => {
    const serial = new FakeSerial();
    const port = new FakePort();
    const forget = vi.fn(async () => {
      serial.ports = [];
    });
    serial.ports = [Object.assign(port, { forget })];
    const { lanes } = tab(serial);
    await lanes.openPort('10c4:ea60 0');
    await lanes.forget('10c4:ea60 0');
    expect(forget).toHaveBeenCalledOnce();
    expect(lanes.view).toMatchObject({ lanes: [], ports: [] });
  });

  it('take a fault of the lane as its end, with its message', async () => {
    const serial = new FakeSerial();
    serial.ports = [new FakePort()];
    const { lanes, report, ended, started } = tab(serial);
    await lanes.openPort('10c4:ea60 0');
    report({ type: 'fault', message: 'a slip' });
    expect(lanes.view.lanes[0]).toMatchObject({ phase: 'fault', fault: 'a slip' });
    expect(lanes.stop('10c4:ea60 0')).toBe(false);
    expect(ended).toHaveBeenCalledOnce();
    await lanes.openPort('10c4:ea60 0');
    expect(started.length).toBe(2);
    expect(lanes.view.lanes[0]?.phase).toBe('connecting');
  });
});
