import { describe, expect, it } from 'vitest';
import { HeldPort, portAt, type WebSerial } from '../../src/platform/serial-port.ts';
import { WebSerialLink } from '../../src/platform/web-serial-link.ts';
import { FakePort } from '../support/fake-port.ts';

const settled = (): Promise<void> => new Promise(done => setTimeout(done));

function setup(port = new FakePort()) {
  const link = new WebSerialLink(port.getInfo(), async () => (port.connected ? port : undefined));
  const heard: number[] = [];
  let lost = 0;
  link.onBytes(bytes => heard.push(...bytes));
  link.onLost(() => lost++);
  return { port, link, heard, lost: () => lost };
}

const code = (code: string) => ({ finding: { code } });

describe('a port of the browser', () => {
  it('opens with a large buffer, hears and writes', async () => {
    const { port, link, heard } = setup();
    await link.open(115200);
    port.say(1, 2);
    port.say(3);
    await link.write(Uint8Array.of(7, 8));
    await settled();
    expect(heard).toEqual([1, 2, 3]);
    expect(port.written).toEqual([7, 8]);
    expect(port.journal).toEqual(['open 115200 65536']);
    expect(link.baud).toBe(115200);
  });

  it('sets both lines in one call, and one alone without touching the other', async () => {
    const { port, link } = setup();
    await link.open(115200);
    await link.setSignals({ dtr: false, rts: true });
    await link.setSignals({ dtr: true });
    expect(port.journal.slice(1)).toEqual([
      'signals {"dataTerminalReady":false,"requestToSend":true}',
      'signals {"dataTerminalReady":true}',
    ]);
  });

  it('changes its rate by closing and opening, and puts the lines back at once', async () => {
    const { port, link, heard } = setup();
    await link.open(115200);
    await link.setSignals({ dtr: false, rts: true });
    await link.setSignals({ rts: false });
    port.journal.length = 0;
    await link.setBaud(921600);
    expect(port.journal).toEqual([
      'close',
      'open 921600 65536',
      'signals {"dataTerminalReady":false,"requestToSend":false}',
    ]);
    port.say(5);
    await settled();
    expect(heard).toEqual([5]);
    expect(link.baud).toBe(921600);
  });

  it('waits for a driver that has not put the port away yet', async () => {
    const { port, link } = setup();
    await link.open(115200);
    port.busy = 2;
    await link.setBaud(460800);
    expect(link.baud).toBe(460800);
  });

  it('says that another program holds the port', async () => {
    const { port, link } = setup();
    port.busy = true;
    await expect(link.open(115200)).rejects.toMatchObject(code('port-busy'));
    expect(link.baud).toBeUndefined();
    port.busy = false;
    await link.open(115200);
    expect(link.baud).toBe(115200);
  });

  it('says that the port is not there', async () => {
    const { port, link } = setup();
    port.connected = false;
    await expect(link.open(115200)).rejects.toMatchObject(code('port-lost'));
  });

  it('is lost, not busy, when the cable comes out while it opens', async () => {
    const port = new FakePort();
    port.connected = false;
    const link = new WebSerialLink(port.getInfo(), async () => port);
    await expect(link.open(115200)).rejects.toMatchObject(code('port-lost'));
  });

  it.each(['stream', 'event', 'both'] as const)('is lost once when the cable comes out (%s)', async by => {
    const { port, link, lost } = setup();
    await link.open(115200);
    port.pull(by);
    await settled();
    expect(lost()).toBe(1);
    expect(link.baud).toBeUndefined();
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject(code('port-lost'));
    await expect(link.setSignals({ dtr: true })).rejects.toMatchObject(code('port-lost'));
    port.connected = true;
    await link.open(115200);
    expect(link.baud).toBe(115200);
  });

  it('is lost when a write fails', async () => {
    const { port, link, lost } = setup();
    await link.open(115200);
    await link.close();
    const opened = port.open.bind(port);
    port.open = async options => {
      await opened(options);
      port.jam();
    };
    await link.open(115200);
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject(code('port-lost'));
    expect(lost()).toBe(1);
    expect(link.baud).toBeUndefined();
  });

  it.each(['BufferOverrunError', 'FramingError'] as const)('goes on reading after a %s', async name => {
    const { port, link, heard, lost } = setup();
    await link.open(115200);
    port.say(1);
    await settled();
    port.stumble(name);
    await settled();
    port.say(2);
    await settled();
    expect(heard).toEqual([1, 2]);
    expect(lost()).toBe(0);
  });

  it('gives up a driver whose streams only fail', async () => {
    const { port, link, lost } = setup();
    await link.open(115200);
    for (let i = 0; i < 100 && lost() === 0; i++) {
      port.stumble('FramingError');
      await settled();
    }
    expect(lost()).toBe(1);
    expect(link.baud).toBeUndefined();
  });

  it('is of use without control lines', async () => {
    const { port, link } = setup();
    port.lineless = true;
    await link.open(115200);
    await link.setSignals({ dtr: true, rts: false });
    await link.write(Uint8Array.of(9));
    expect(port.written).toEqual([9]);
  });

  it('closes without a word, also twice, and is not lost then', async () => {
    const { port, link, lost } = setup();
    await link.open(115200);
    await link.close();
    await link.close();
    expect(port.journal).toEqual(['open 115200 65536', 'close']);
    expect(lost()).toBe(0);
  });

  it('refuses to open twice', async () => {
    const { link } = setup();
    await link.open(115200);
    await expect(link.open(9600)).rejects.toThrow(TypeError);
  });
});

describe('the place of a port', () => {
  it('is the n-th among the ports that look the same', async () => {
    const [first, other, second] = [new FakePort(), new FakePort(), new FakePort()];
    other.getInfo = () => ({ usbVendorId: 0x1a86, usbProductId: 0x7523 });
    const serial = { getPorts: async () => [first, other, second] } as unknown as WebSerial;
    const identity = first.getInfo();
    expect(await portAt(serial, { identity, index: 0 })).toBe(first);
    expect(await portAt(serial, { identity, index: 1 })).toBe(second);
    expect(await portAt(serial, { identity, index: 2 })).toBeUndefined();
    expect(await portAt(serial, { identity: other.getInfo(), index: 0 })).toBe(other);
  });

  it('is held by itself: neither moves when another of its kind comes or goes', async () => {
    const serial = new EventTarget() as WebSerial & { ports: FakePort[] };
    const [first, second, late] = [new FakePort(), new FakePort(), new FakePort()];
    let ports = [first, second];
    serial.getPorts = async () => ports;
    const identity = first.getInfo();
    const held = new HeldPort(serial, { identity, index: 1, of: 2 });
    expect(await held.find()).toBe(second);
    ports = [second];
    expect(await held.find()).toBe(second);
    ports = [late, first];
    expect(await held.find()).toBeUndefined();
    held.moveTo({ identity, index: 0, of: 3 });
    expect(await held.find()).toBeUndefined();
    held.moveTo({ identity, index: 0, of: 2 });
    expect(await held.find()).toBe(late);
    // Told of its new place before it was missed.
    ports = [second, first];
    held.moveTo({ identity, index: 0, of: 2 });
    expect(await held.find()).toBe(second);
  });
});
