/** A connection without a socket: what goes out when, how long it waits, and when it closes. */
import { describe, expect, it } from 'vitest';
import {
  type ConnectionAction,
  type ConnectionInput,
  OtaConnection,
  type OtaEvent,
  PATIENCE,
} from '../../../src/core/ota/connection.ts';
import { answerRequest, type OtaDevice, type OtaImages } from '../../../src/core/ota/offer.ts';
import { otaImage } from '../../support/ota-images.ts';

const image = otaImage('user2', { code: 200_000, texts: [[70_001, '200 OK\r\n']] });
const small = otaImage('user2', { code: 64 });

/** A socket that takes everything at once and a clock that jumps; keeps what was written between two pauses. */
class Wire {
  now = 0;
  readonly writes: Uint8Array[] = [];
  readonly events: OtaEvent[] = [];
  readonly pauses: number[] = [];
  settling = 0;
  end: 'close' | 'drop' | undefined;
  readonly connection: OtaConnection;
  #undrained = false;

  constructor(images: OtaImages, device: OtaDevice = {}, settles = false) {
    const answer = (asked: 'user1' | 'user2') => answerRequest(asked, device, images);
    this.connection = new OtaConnection({ answer, explain: why => why.code, settles }, this.now);
  }

  input(input: ConnectionInput): this {
    for (const action of this.connection.handle(input, this.now)) this.#act(action);
    return this;
  }

  text(text: string): this {
    return this.input({ kind: 'bytes', bytes: Uint8Array.from(text, c => c.charCodeAt(0)) });
  }

  /** The socket takes what was sent; false when nothing was. */
  drain(): boolean {
    if (!this.#undrained) return false;
    this.#undrained = false;
    this.input({ kind: 'drained' });
    return true;
  }

  wait(ms: number): this {
    this.now += ms;
    return this.input({ kind: 'time' });
  }

  /** Takes all there is, pauses included, until the connection waits for the device. */
  takeAll(): this {
    for (;;) {
      if (this.drain()) continue;
      const pause = this.connection.wakeAt - this.now;
      if (pause > 1999) return this;
      this.pauses.push(this.writes.length);
      this.wait(pause);
    }
  }

  get sent(): Uint8Array {
    return Uint8Array.from(this.writes.flatMap(bytes => [...bytes]));
  }

  get kinds(): string[] {
    return this.events.map(event => (event.kind === 'refused' ? event.why.code : event.kind));
  }

  #act(action: ConnectionAction): void {
    if (action.kind === 'tell') this.events.push(action.event);
    else if (action.kind === 'send') {
      if (this.#undrained) throw new Error('written before the socket had taken the last');
      this.writes.push(action.bytes);
      this.#undrained = true;
    } else if (action.kind === 'settle') this.settling++;
    else this.end = action.kind;
  }
}

const HEAD = 'HEAD /user2.bin HTTP/1.0\r\nConnection: close\r\n\r\n\r';
const GET = HEAD.replace('HEAD', 'GET');
const headerOf = (wire: Wire): string => String.fromCharCode(...(wire.writes[0] ?? []));

describe('HEAD', () => {
  it('is answered by the header in one write, and nothing else', () => {
    const wire = new Wire({ user2: image }).text(HEAD).takeAll();
    expect(wire.writes).toHaveLength(1);
    expect(headerOf(wire)).toContain(`Content-Length: ${image.bytes.length}\r\n`);
    expect(wire.kinds).toEqual(['asked', 'head-answered']);
  });

  it('leaves closing to the device, for 2 seconds', () => {
    const wire = new Wire({ user2: image }).text(HEAD).takeAll();
    expect(wire.wait(PATIENCE.afterHead - 1).end).toBeUndefined();
    expect(wire.wait(1).end).toBe('close');
  });

  it('closes when the device has', () => {
    const wire = new Wire({ user2: image }).text(HEAD).takeAll();
    expect(wire.input({ kind: 'ended' }).end).toBe('close');
  });

  it('may be followed by GET on the same connection', () => {
    const wire = new Wire({ user2: small }).text(HEAD).takeAll().text(GET).takeAll();
    expect(wire.kinds).toEqual(['asked', 'head-answered', 'asked', 'sending', 'sending']);
    const [head, ...get] = wire.writes;
    expect(Buffer.concat(get)).toEqual(Buffer.concat([head ?? small.bytes, small.bytes]));
  });
});

describe('GET', () => {
  it('sends header and body exactly, the header in a write of its own, and waits for the device', () => {
    const wire = new Wire({ user2: image }).text(GET).takeAll();
    expect(headerOf(wire).endsWith('\r\n\r\n')).toBe(true);
    expect(wire.sent.subarray(headerOf(wire).length)).toEqual(image.bytes);
    expect(wire.end).toBeUndefined();
    expect(wire.kinds.at(-1)).toBe('sending');
    wire.wait(PATIENCE.afterBody - 1);
    expect(wire.end).toBeUndefined();
    wire.input({ kind: 'ended' });
    expect(wire.end).toBe('close');
    wire.input({ kind: 'gone', reset: false });
    expect(wire.events.at(-1)).toEqual({ kind: 'finished', slot: 'user2', length: image.bytes.length });
  });

  it('is finished when the device restarts without completing its close', () => {
    const wire = new Wire({ user2: image }).text(GET).takeAll().input({ kind: 'ended' });
    expect(wire.kinds.at(-1)).toBe('sending');
    wire.wait(PATIENCE.closing);
    expect([wire.kinds.at(-1), wire.end]).toEqual(['finished', 'drop']);
    expect(wire.input({ kind: 'gone', reset: false }).kinds.filter(kind => kind === 'finished')).toHaveLength(
      1,
    );
  });

  it.each(['ended', 'nothing'])('is stopped when what was on its way was refused, after %s', first => {
    const wire = new Wire({ user2: image }).text(GET).takeAll();
    if (first === 'ended') wire.input({ kind: 'ended' });
    wire.input({ kind: 'gone', reset: true });
    expect(wire.kinds.at(-1)).toBe('stopped');
    expect(wire.kinds).not.toContain('finished');
  });

  it('pauses in the middle of "200 OK" and before the last 256 bytes', () => {
    const wire = new Wire({ user2: image }).text(GET).takeAll();
    expect(wire.pauses).toHaveLength(2);
    const [first = 0, second = 0] = wire.pauses;
    const before = Buffer.concat(wire.writes.slice(0, first)).toString('latin1');
    expect(before.slice(-16)).toMatch(/200( OK?)?\r?$/);
    expect(wire.writes.length).toBe(second + 1);
    expect(wire.writes.at(-1)).toHaveLength(256);
  });

  it('goes on after a cut when all has arrived, where that can be known, and not by time', () => {
    const wire = new Wire({ user2: image }, {}, true).text(GET).takeAll();
    expect([wire.settling, wire.writes.length]).toEqual([1, 4]);
    wire
      .wait(PATIENCE.stalled - 1)
      .input({ kind: 'settled' })
      .takeAll();
    expect(wire.settling).toBe(2);
    wire.input({ kind: 'settled' }).takeAll();
    expect(wire.sent.subarray(headerOf(wire).length)).toEqual(image.bytes);
  });

  it('is given up when what was sent before a cut never arrives', () => {
    const wire = new Wire({ user2: image }, {}, true).text(GET).takeAll().wait(PATIENCE.stalled);
    expect([wire.kinds.at(-1), wire.end]).toEqual(['stopped', 'drop']);
  });

  it('tells every step of progress, ascending to the last byte', () => {
    const wire = new Wire({ user2: image }).text(GET).takeAll();
    const sent = wire.events.flatMap(event => (event.kind === 'sending' ? [event.sent] : []));
    expect(sent.length).toBeGreaterThan(5);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
    expect(sent.at(-1)).toBe(image.bytes.length);
  });

  it('writes no more before the socket has taken what was sent', () => {
    const wire = new Wire({ user2: image }).text(GET);
    expect(wire.writes).toHaveLength(1);
    wire.wait(60_000);
    expect(wire.writes).toHaveLength(1);
    wire.drain();
    expect(wire.writes).toHaveLength(2);
  });

  it('is stopped when the device goes in the middle, and says how far it came', () => {
    const wire = new Wire({ user2: image }).text(GET);
    for (let i = 0; i < 3; i++) wire.drain();
    wire.input({ kind: 'gone', reset: true });
    const length = image.bytes.length;
    expect(wire.events.at(-1)).toEqual({
      kind: 'stopped',
      slot: 'user2',
      sent: 65_536,
      length,
      by: 'device',
    });
    wire.input({ kind: 'drained' });
    expect(wire.writes).toHaveLength(4);
  });

  it('is given up when nothing moves for 90 seconds', () => {
    const wire = new Wire({ user2: image }).text(GET);
    wire.drain();
    expect(wire.wait(PATIENCE.stalled - 1).end).toBeUndefined();
    expect(wire.wait(1).end).toBe('drop');
    expect(wire.events.at(-1)).toMatchObject({ kind: 'stopped', by: 'time', sent: 0 });
  });

  it('is not disturbed by bytes that come in the meantime', () => {
    const wire = new Wire({ user2: small }).text(GET);
    wire.text(`\r${GET}${'x'.repeat(9000)}`).takeAll();
    expect(wire.kinds).toEqual(['asked', 'sending', 'sending']);
    expect(wire.sent.subarray(headerOf(wire).length)).toEqual(small.bytes);
  });
});

describe('what is turned down', () => {
  it.each([
    ['GET / HTTP/1.0\r\n\r\n', '404', 'ota-request-path'],
    ['PUT /user2.bin HTTP/1.0\r\n\r\n', '403', 'ota-request-method'],
    ['hello\n', '400', 'ota-request-not-http'],
    ['x'.repeat(5000), '400', 'ota-request-too-long'],
    ['GET /user1.bin HTTP/1.0\r\n\r\n', '503', 'ota-image-missing'],
  ])('%j gets %s without a length, and is closed', (text, status, code) => {
    const wire = new Wire({ user2: image }).text(text);
    expect(headerOf(wire)).toContain(`HTTP/1.0 ${status} `);
    expect(headerOf(wire)).toContain(`\r\n\r\n${code}\n`);
    expect(headerOf(wire)).not.toMatch(/content-length/i);
    expect(wire.end).toBe('close');
    expect(wire.kinds.at(-1)).toBe(code);
  });

  it('a browser is closed without a word', () => {
    const wire = new Wire({ user2: image }).text(
      'GET /user2.bin HTTP/1.1\r\nOrigin: http://a.example\r\n\r\n',
    );
    expect(wire.writes).toEqual([]);
    expect(wire.end).toBe('close');
  });

  it('a device that asks for the slot it runs gets the reason, and no image', () => {
    const wire = new Wire({ user2: image }, { running: 'user2' }).text(GET);
    expect(wire.kinds).toEqual(['asked', 'ota-slot-running']);
    expect(wire.sent.length).toBeLessThan(300);
  });

  it('HEAD is turned down without a body', () => {
    const wire = new Wire({}).text(HEAD);
    expect(headerOf(wire).endsWith('\r\n\r\n')).toBe(true);
  });

  it('a request that does not end is closed after 10 seconds, and dropped if that does not help', () => {
    const wire = new Wire({ user2: image }).text('GET /user2.bin HTTP/1.0\r\n');
    wire.wait(PATIENCE.request);
    expect(wire.kinds).toEqual(['ota-request-slow']);
    expect(wire.end).toBe('close');
    expect(wire.wait(PATIENCE.closing).end).toBe('drop');
  });

  it('a connection without a word is closed after 10 seconds, and nobody is told', () => {
    const wire = new Wire({ user2: image }).wait(PATIENCE.request);
    expect(wire.end).toBe('close');
    expect(wire.events).toEqual([]);
  });
});
