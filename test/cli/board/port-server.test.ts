/** The TCP port of a virtual board that lives in real time: programs that come, talk, misbehave and leave. */
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../../src/board/board.ts';
import { type BoardConfig, type BoardPreset, boardConfig } from '../../../src/board/config.ts';
import { LiveBoard } from '../../../src/cli/board/live-board.ts';
import { PortServer } from '../../../src/cli/board/port-server.ts';
import { DTR, RTS, SerialClient, SYNC_ANSWER } from '../../support/serial-client.ts';

/** Values of SET-CONTROL. */
const BREAK = { on: 5, off: 6 };
/** Registers of the board's UART and a bit of them: uart_register.h. */
const [INT_RAW, INT_CLR, BREAK_DETECTED] = [0x04, 0x10, 1 << 7];
/** Of the line state. */
const FRAMING_ERROR = 0x08;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Served {
  readonly live: LiveBoard;
  readonly server: PortServer;
  readonly said: string[];
  connect(how?: 'rfc2217' | 'raw'): Promise<SerialClient>;
}

const serve = async (
  preset: BoardPreset = 'nodemcu',
  changes: Partial<BoardConfig> = {},
): Promise<Served> => {
  const live = new LiveBoard(createVirtualBoard(boardConfig(preset, changes)));
  closers.push(() => live.stop());
  const said: string[] = [];
  const options = { host: '127.0.0.1', port: 0, baud: 115_200, signature: 'Twinslot test' };
  const server = await PortServer.open(live, { ...options, say: sentence => said.push(sentence) });
  closers.push(() => server.close());
  const connect = async (how: 'rfc2217' | 'raw' = 'rfc2217') => {
    const client = await SerialClient.open(server.port, how);
    closers.push(() => client.close());
    return client;
  };
  return { live, server, said, connect };
};

describe('a client that speaks RFC 2217', () => {
  it.each([0, 60])(
    'resets a board into the loader line by line, %i ms apart, and reads its MAC at two rates',
    async apart => {
      const { live, connect } = await serve();
      const client = await connect();
      for (const rate of [115_200, 460_800]) {
        expect(await client.setBaud(rate)).toBe(rate);
        await client.resetIntoDownload(apart);
        expect(await client.sync()).toBe(true);
        expect(await client.readRegister(0x40001000)).toBe(0xfff0c101);
        expect(await client.readMac()).toBe(live.board.config.mac);
      }
    },
  );

  it('cannot do so with a board whose lines are swapped, as with a real one', async () => {
    const client = await (await serve('swapped-lines')).connect();
    await client.resetIntoDownload(60);
    expect(await client.sync(1)).toBe(false);
  });

  it('can send a break of any length', async () => {
    const { live, connect } = await serve();
    const client = await connect();
    const { uart0 } = live.board.soc;
    await client.until(() => false, 100); // until the ROM has set up its UART
    uart0.write(INT_CLR, -1);
    await client.ask(5, BREAK.on);
    await client.until(() => false, 30);
    await client.ask(5, BREAK.off);
    await expect.poll(() => uart0.peek(INT_RAW) & BREAK_DETECTED).not.toBe(0);
  });

  it('reads at 74880 what the ROM says after a reset, and garbage at another rate', async () => {
    const { connect } = await serve();
    const client = await connect();
    await client.ask(10, FRAMING_ERROR);
    for (const [rate, readable] of [
      [74_880, true],
      [9_600, false],
    ] as const) {
      await client.setBaud(rate);
      await client.ask(5, RTS.on);
      client.text = '';
      client.answers.length = 0;
      await client.ask(5, RTS.off);
      const heard = () => /ets Jan {2}8 2013,rst cause:[12], boot mode:\(3,/.test(client.text);
      const garbled = () => client.answers.some(([code, value]) => code === 106 && value === FRAMING_ERROR);
      await client.until(() => (readable ? heard() : garbled() && client.text.length > 5));
      expect(heard()).toBe(readable);
      if (!readable) expect(garbled()).toBe(true);
    }
  });

  it('holds the board in reset as long as RTS is on', async () => {
    const { live, connect } = await serve();
    const client = await connect();
    await client.ask(5, RTS.on);
    await client.until(() => live.board.state.kind === 'held');
    expect(live.board.state.kind).toBe('held');
  });

  it('is told who the port is', async () => {
    const client = await (await serve()).connect();
    await client.ask(0);
    const signature = client.answers.find(([code]) => code === 100)?.slice(1) ?? [];
    expect(String.fromCharCode(...signature)).toBe('Twinslot test');
  });

  it('leaves a board that runs alone when it closes the port with both lines asserted', async () => {
    const { live, connect } = await serve();
    const client = await connect();
    await client.ask(5, DTR.on);
    await client.ask(5, RTS.on);
    await client.until(() => false, 500); // both lines stand, as most programs leave them
    const states: string[] = [];
    live.board.onState = ({ kind }) => states.push(kind);
    await client.close();
    const next = await connect();
    await next.until(() => false, 100);
    expect(states).toEqual([]);
  });
});

describe('a client that sends plain bytes', () => {
  it('talks to the loader when somebody has held FLASH over RESET', async () => {
    const { live, connect } = await serve('esp-01');
    live.reset(true);
    const client = await connect('raw');
    await client.until(() => false, 150);
    expect(await client.sync()).toBe(true);
    expect(await client.readMac()).toBe('18:FE:34:A1:B2:C3');
    expect(client.text).not.toContain('\xff\xfb');
  });

  it('cannot hurt the board with garbage', async () => {
    const { live, said, connect } = await serve();
    live.reset(true);
    const client = await connect('raw');
    let state = 1;
    const garbage = Array.from({ length: 4000 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return String.fromCharCode((state >>> 16) & 0xff);
    });
    client.write(`x${garbage.join('')}`);
    await client.until(() => false, 500);
    live.reset(true);
    await client.until(() => false, 450);
    expect(await client.sync()).toBe(true);
    expect(said).toHaveLength(1); // that it came
  });
});

describe('a client that misbehaves', () => {
  it('is named in one sentence when its Telnet is nonsense, and keeps the port', async () => {
    const { said, connect } = await serve();
    const client = await connect();
    client.sendRaw(255, 250, 44, 99, 1, 255, 240, 255, 7, 255, 240);
    await client.resetIntoDownload();
    expect(await client.sync()).toBe(true);
    expect(said.filter(sentence => sentence.includes('no rule allows'))).toHaveLength(1);
  });

  it('does not fill the memory when it sends faster than the line is', async () => {
    const { live, connect } = await serve();
    const client = await connect('raw');
    client.write('U'.repeat(1_000_000));
    await client.until(() => false, 300);
    expect(live.board.serial.pending).toBeGreaterThan(10_000);
    expect(live.board.serial.pending).toBeLessThan(200_000);
  });

  it('gets nothing while it has suspended the flow, and then what was said', async () => {
    const { connect } = await serve();
    const client = await connect();
    await client.setBaud(74_880);
    client.sendRaw(255, 250, 44, 8, 255, 240);
    await client.ask(5, RTS.on);
    await client.ask(12, 3);
    client.text = '';
    await client.ask(5, RTS.off);
    await client.until(() => client.text !== '', 300);
    expect(client.text).toBe('');
    client.sendRaw(255, 250, 44, 9, 255, 240);
    expect(await client.until(() => client.text.includes('ets Jan'))).toBe(true);
  });
});

describe('two programs', () => {
  it('cannot have the port at once: the second gets a sentence, the first stays', async () => {
    const { said, connect } = await serve();
    const first = await connect();
    await first.resetIntoDownload();
    const second = await connect('raw');
    await second.until(() => second.closed);
    expect(second.text).toMatch(
      /^Twinslot: this virtual board is in use by 127\.0\.0\.1:\d+; .* Close that one first\.\r\n$/,
    );
    expect(said.at(-1)).toMatch(/^127\.0\.0\.1:\d+ was turned away: 127\.0\.0\.1:\d+ has the port/);
    expect(await first.sync()).toBe(true);
  });

  it('can have it one after the other; the second finds the rate of the start', async () => {
    const { live, connect } = await serve();
    const first = await connect();
    await first.setBaud(9600);
    await first.resetIntoDownload();
    await first.close();
    const second = await connect('raw');
    live.reset(true);
    await second.until(() => false, 450);
    expect(await second.sync()).toBe(true);
    expect(second.text).toContain(SYNC_ANSWER);
  });

  it('cannot listen on one TCP port', async () => {
    const other = createServer();
    await new Promise<void>(done => other.listen(0, '127.0.0.1', done));
    closers.push(() => new Promise(done => other.close(done)));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { live } = await serve();
    const options = { host: '127.0.0.1', port, baud: 115_200, signature: '', say: () => undefined };
    await expect(PortServer.open(live, options)).rejects.toThrow(
      `TCP port ${port} on 127.0.0.1 is in use by another program, perhaps another virtual board; take a different one: --port ${port + 1}`,
    );
  });
});
