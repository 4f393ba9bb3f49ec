/**
 * The board behind a real `navigator.serial` of a real Chromium: what a page does with a USB board, without one.
 * Bytes on the wire: loader.md, section 4; reset sequences: section 8; MAC: section 9; errors: browser.md, section 1.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VirtualBoard } from '../../src/board/board.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import {
  type Realm,
  type RemoteEnd,
  type SerialBrowser,
  startSerialBrowser,
} from '../support/vserial/serial-browser.ts';
import type { SignalStep } from '../support/vserial/serial-end.ts';
import { C_COMPILER, type PortIdentity } from '../support/vserial/virtual-port.ts';
import { HELLO, twoSlotBoard } from './board/test-board.ts';

const IDENTITIES: readonly PortIdentity[] = [0, 1, 2, 3, 4, 5].map(i => ({
  name: `ttyUSB${i}`,
  vendorId: 0x10c4,
  productId: 0xea60 + i,
}));

const INTO_DOWNLOAD: readonly SignalStep[] = [
  [false, true, 100],
  [true, false, 50],
  [false, null, 50],
];
const INTO_RUN: readonly SignalStep[] = [
  [false, true, 100],
  [null, false, 0],
];

const SYNC_REQUEST = [
  0xc0,
  0,
  8,
  0x24,
  0,
  0,
  0,
  0,
  0,
  7,
  7,
  0x12,
  0x20,
  ...new Array<number>(32).fill(0x55),
  0xc0,
];
const SYNC_ANSWER = '\xc0\x01\x08\x02\x00\x07\x07\x12\x20\x00\x00\xc0';
const REGISTER_ANSWER = '\xc0\x01\x0a[^\xc0]+\xc0';
/** ms; SYNCs before the next reset. */
const ENTRY = { syncs: 5, wait: 300, limit: 60_000 } as const;
const CHIP = 0x40001000;
const CHIP_ANSWER = '\xc0\x01\x0a\x02\x00\x01\xc1\xf0\xff\x00\x00\xc0';
const MAC_WORDS = { mac0: 0x3ff00050, mac1: 0x3ff00054, oui: 0x3ff0005c } as const;

const wordBytes = (value: number): number[] => [0, 8, 16, 24].map(shift => (value >>> shift) & 0xff);

/**
 * Into the loader, as flashers do it: reset, some SYNCs, and all over again until the ROM answers. It measures the rate
 * with the first SYNCs, and a busy machine may make a reset too slow or an answer late: what comes late counts.
 */
const enterLoader = async (end: RemoteEnd): Promise<string> => {
  const until = performance.now() + ENTRY.limit;
  for (;;) {
    await end.signals(...INTO_DOWNLOAD);
    for (let i = 0; i < ENTRY.syncs; i++) {
      await end.write(SYNC_REQUEST);
      const answer = await end.received(SYNC_ANSWER, ENTRY.wait);
      if (answer.includes(SYNC_ANSWER) || performance.now() > until) return answer;
    }
  }
};

/** Asks, and gives the frame of the answer; what else comes, further answers to SYNC for instance, is passed over. */
const askRegister = async (end: RemoteEnd, address: number): Promise<string> => {
  await end.drop();
  // No address in this test holds a byte that SLIP has to escape.
  await end.write([0xc0, 0, 0x0a, 4, 0, 0, 0, 0, 0, ...wordBytes(address), 0xc0]);
  const text = await end.received(REGISTER_ANSWER);
  return new RegExp(REGISTER_ANSWER).exec(text)?.[0] ?? text;
};

const readRegister = async (end: RemoteEnd, address: number): Promise<number> => {
  const frame = (await askRegister(end, address))
    .slice(1, -1)
    .replaceAll('\xdb\xdc', '\xc0')
    .replaceAll('\xdb\xdd', '\xdb');
  return [4, 5, 6, 7].reduce((word, at, i) => (word | (frame.charCodeAt(at) << (8 * i))) >>> 0, 0);
};

const readMac = async (end: RemoteEnd): Promise<string> => {
  const mac0 = await readRegister(end, MAC_WORDS.mac0);
  const mac1 = await readRegister(end, MAC_WORDS.mac1);
  const mac3 = await readRegister(end, MAC_WORDS.oui);
  const selected = ((mac1 >>> 16) & 0xff) === 0 ? 0x18fe34 : 0xacd074;
  const oui = mac3 === 0 ? selected : mac3 & 0xffffff;
  const bytes = [oui >>> 16, oui >>> 8, oui, mac1 >>> 8, mac1, mac0 >>> 24];
  return bytes.map(byte => (byte & 0xff).toString(16).padStart(2, '0').toUpperCase()).join(':');
};

const missing = skipBrowserTests || C_COMPILER.skip;

describe.skipIf(missing)(`the board behind Web Serial${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  const boards: BoardPort[] = [];
  let plugged = 0;

  beforeAll(async () => {
    browser = await startSerialBrowser(IDENTITIES);
  });

  afterAll(async () => {
    await browser?.close();
    for (const board of boards) await board.unplug();
  });

  /** Plugs a board into the next port. */
  const plug = (board: VirtualBoard): { port: BoardPort; productId: number } => {
    const identity = IDENTITIES[plugged++];
    if (!identity) throw new Error('no port is left: add identities');
    const port = new BoardPort(board, browser.plug(identity));
    boards.push(port);
    return { port, productId: identity.productId };
  };

  describe.each<Realm>(['page', 'worker'])('held by the %s', realm => {
    it('is reset into the loader, answers SYNC, and says its MAC', async () => {
      const board = twoSlotBoard('1.7', HELLO, { bridge: 'cp2102' });
      const { productId } = plug(board);
      const end = await browser.end(realm);
      await end.open(productId, 115200);
      expect(await enterLoader(end)).toContain(SYNC_ANSWER);
      expect(await askRegister(end, CHIP)).toBe(CHIP_ANSWER);
      expect(await readMac(end)).toBe(board.config.mac);
      await end.close();
      await end.leave();
    });

    it('says at 74880 which slot runs, gives garbage at another rate, and is missed when the cable comes out', async () => {
      const { port, productId } = plug(twoSlotBoard('1.7', HELLO, { bridge: 'cp2102' }));
      const end = await browser.end(realm);
      await end.open(productId, 74880);
      await end.signals(...INTO_RUN);
      const text = await end.received('hello from user1 build 1\r\n');
      expect(text).toMatch(/\r\n ets Jan {2}8 2013,rst cause:[12], boot mode:\(3,\d\)\r\n/);
      expect(text).toContain('2nd boot version : 1.7');
      expect(text).toContain('jump to run user1 @ 1000\r\n');
      expect(text).toContain('hello from user1 build 1\r\n');
      await end.close();

      await end.open(productId, 115200);
      await end.signals(...INTO_RUN);
      const garbage = await end.received('.{300}');
      expect(garbage.length).toBeGreaterThan(100);
      expect(garbage).not.toContain('ets Jan');
      expect(garbage).not.toContain('jump to run');

      const [loss] = await Promise.all([end.loss(), port.unplug()]);
      expect(loss).toEqual({
        error: 'NetworkError: The device has been lost.',
        connected: false,
        closed: 'closed',
      });
      await end.leave();
    });
  });

  it('is two boards on two ports, each with its own MAC, both at once', async () => {
    const macs = ['5C:CF:7F:00:00:01', 'AC:D0:74:00:00:02'];
    const ports = macs.map(mac => plug(twoSlotBoard('1.7', HELLO, { mac })));
    const read = await Promise.all(
      ports.map(async ({ productId }) => {
        const end = await browser.end('worker');
        await end.open(productId, 115200);
        expect(await enterLoader(end)).toContain(SYNC_ANSWER);
        const mac = await readMac(end);
        await end.close();
        await end.leave();
        return mac;
      }),
    );
    expect(read).toEqual(macs);
  });
});
