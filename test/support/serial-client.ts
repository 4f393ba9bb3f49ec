/**
 * A program at the far end of the board's TCP port: RFC 2217 as a client speaks it, or raw bytes, and the little of
 * the loader's protocol that shows that bytes go both ways. Written apart from the server's codec.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const [IAC, SB, SE, WILL, WONT, DO, DONT] = [0xff, 0xfa, 0xf0, 0xfb, 0xfc, 0xfd, 0xfe];
const COM_PORT = 44;
const VERBS = [WILL, WONT, DO, DONT];

export const DTR = { on: 8, off: 9 } as const;
export const RTS = { on: 11, off: 12 } as const;

/** For what takes milliseconds: the machine may have other things to do. */
const PATIENCE_MS = 60_000;
/** Latin-1: one character a byte. */
const SYNC_REQUEST = `\xc0\x00\x08\x24\x00\x00\x00\x00\x00\x07\x07\x12\x20${'\x55'.repeat(32)}\xc0`;
export const SYNC_ANSWER = '\xc0\x01\x08\x02\x00\x07\x07\x12\x20\x00\x00\xc0';

export class SerialClient {
  /** What the board said, as far as it has not been dropped. */
  text = '';
  /** Answers of RFC 2217: code and value bytes. */
  readonly answers: number[][] = [];
  /** Negotiations that came: verb, option. */
  readonly negotiations: number[][] = [];
  closed = false;
  readonly socket: Socket;
  readonly #telnet: boolean;
  #rest: number[] = [];
  /** Something came, or the connection ended. */
  #changed: () => void = () => undefined;

  private constructor(socket: Socket, telnet: boolean) {
    this.socket = socket;
    this.#telnet = telnet;
    socket.on('data', bytes => {
      this.#take(bytes);
      this.#changed();
    });
    socket.on('close', () => {
      this.closed = true;
      this.#changed();
    });
    socket.on('error', () => undefined);
  }

  static async open(port: number, how: 'rfc2217' | 'raw'): Promise<SerialClient> {
    const socket = connect(port, '127.0.0.1');
    const client = new SerialClient(socket, how === 'rfc2217');
    await once(socket, 'connect');
    if (how === 'rfc2217') {
      client.sendRaw(IAC, WILL, COM_PORT);
      await client.until(() =>
        client.negotiations.some(([verb, option]) => verb === DO && option === COM_PORT),
      );
    }
    return client;
  }

  async close(): Promise<void> {
    this.socket.destroy();
    if (!this.closed) await once(this.socket, 'close');
  }

  sendRaw(...bytes: readonly number[]): void {
    this.socket.write(Uint8Array.from(bytes));
  }

  /** Serial data, latin-1. */
  write(text: string): void {
    const bytes = [...text].flatMap(character => {
      const byte = character.charCodeAt(0);
      return byte === IAC && this.#telnet ? [IAC, IAC] : [byte];
    });
    this.socket.write(Uint8Array.from(bytes));
  }

  /** A request of RFC 2217; waits for its answer and gives its value. */
  async ask(code: number, ...value: readonly number[]): Promise<number> {
    const before = this.answers.length;
    const escaped = value.flatMap(byte => (byte === IAC ? [IAC, IAC] : [byte]));
    this.sendRaw(IAC, SB, COM_PORT, code, ...escaped, IAC, SE);
    const find = () => this.answers.slice(before).find(([answered]) => answered === code + 100);
    await this.until(() => find() !== undefined);
    return (find() ?? []).slice(1).reduce((sum, byte) => (sum * 256 + byte) >>> 0, 0);
  }

  async setBaud(rate: number): Promise<number> {
    return await this.ask(1, rate >>> 24, (rate >>> 16) & 0xff, (rate >>> 8) & 0xff, rate & 0xff);
  }

  /** Waits for something to come true as bytes come; gives whether it did. */
  async until(done: () => boolean, limitMs = PATIENCE_MS): Promise<boolean> {
    const end = performance.now() + limitMs;
    while (!done() && !this.closed && performance.now() < end) {
      const over = new AbortController();
      const change = new Promise<void>(changed => {
        this.#changed = changed;
      });
      await Promise.race([change, pause(end - performance.now(), over.signal)]);
      over.abort();
    }
    return done();
  }

  /** The classic sequence, line by line, waiting for each answer (loader.md, section 8). */
  async resetIntoDownload(between = 0): Promise<void> {
    for (const [line, wait] of [
      [DTR.off, between],
      [RTS.on, 100],
      [DTR.on, between],
      [RTS.off, 50],
      [DTR.off, 0],
    ] as const) {
      await this.ask(5, line);
      await pause(wait);
    }
  }

  /** Sends SYNC until it is answered, however late, and lets the rest of the eight answers pass. */
  async sync(tries = 200): Promise<boolean> {
    this.text = '';
    for (let i = 0; i < tries; i++) {
      this.write(SYNC_REQUEST);
      if (!(await this.until(() => this.text.includes(SYNC_ANSWER), 300))) continue;
      await this.until(() => this.text.split(SYNC_ANSWER).length > 8, 300);
      return true;
    }
    return false;
  }

  async readRegister(address: number): Promise<number> {
    this.text = '';
    const word = [0, 8, 16, 24].map(shift => String.fromCharCode((address >>> shift) & 0xff)).join('');
    this.write(`\xc0\x00\x0a\x04\x00\x00\x00\x00\x00${word}\xc0`);
    const frame = () =>
      this.text.split('\xc0').find((part, i, all) => part.startsWith('\x01\x0a') && i + 1 < all.length);
    await this.until(() => frame() !== undefined);
    const body = (frame() ?? '').replaceAll('\xdb\xdc', '\xc0').replaceAll('\xdb\xdd', '\xdb');
    return [4, 5, 6, 7].reduce((sum, at, i) => (sum | (body.charCodeAt(at) << (8 * i))) >>> 0, 0);
  }

  /** The MAC out of the e-fuses (loader.md, section 9). */
  async readMac(): Promise<string> {
    const mac0 = await this.readRegister(0x3ff00050);
    const mac1 = await this.readRegister(0x3ff00054);
    const mac3 = await this.readRegister(0x3ff0005c);
    const selected = ((mac1 >>> 16) & 0xff) === 0 ? 0x18fe34 : 0xacd074;
    const oui = mac3 === 0 ? selected : mac3;
    const bytes = [oui >>> 16, oui >>> 8, oui, mac1 >>> 8, mac1, mac0 >>> 24];
    return bytes.map(byte => (byte & 0xff).toString(16).padStart(2, '0').toUpperCase()).join(':');
  }

  #take(bytes: Uint8Array): void {
    if (!this.#telnet) {
      this.text += Buffer.from(bytes).toString('latin1');
      return;
    }
    this.#rest.push(...bytes);
    while (this.#rest.length > 0) {
      const used = this.#first(this.#rest);
      if (used === 0) return;
      this.#rest = this.#rest.slice(used);
    }
  }

  /** Understands what stands first; gives its length, 0 while its end is missing. */
  #first(bytes: readonly number[]): number {
    const [first, second, third] = bytes;
    if (first !== IAC) {
      this.text += String.fromCharCode(first ?? 0);
      return 1;
    }
    if (second === IAC) {
      this.text += '\xff';
      return 2;
    }
    if (second !== undefined && VERBS.includes(second)) {
      if (third === undefined) return 0;
      this.negotiations.push([second, third]);
      return 3;
    }
    if (second !== SB) return second === undefined ? 0 : 2;
    for (let at = 3; at + 1 < bytes.length; at++) {
      if (bytes[at] !== IAC) continue;
      if (bytes[at + 1] === SE) {
        this.answers.push(bytes.slice(3, at).filter((byte, i, all) => byte !== IAC || all[i - 1] !== IAC));
        return at + 2;
      }
      at++;
    }
    return 0;
  }
}

const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await setTimeout(ms, undefined, signal && { signal }).catch(() => undefined);
};
