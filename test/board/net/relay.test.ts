/**
 * The relay's connections against the update client: what the relay writes goes through a TCP with windows, segment
 * sizes and system buffers of many kinds, to a device as slow as its flash. The client has to accept each.
 */
import { describe, expect, it } from 'vitest';
import type { Due } from '../../../src/board/clock.ts';
import { costsOf } from '../../../src/board/costs.ts';
import { type ConnectionInput, OtaConnection } from '../../../src/core/ota/connection.ts';
import { answerRequest } from '../../../src/core/ota/offer.ts';
import { otaImage } from '../../support/ota-images.ts';
import { MS } from '../board/test-board.ts';
import { Bench } from './bench.ts';
import { type Answer, bytesOf, type Peer } from './world.ts';

const MARK = '200 OK\r\n';
const image = otaImage('user2', {
  code: 24_000,
  texts: [
    [1400, MARK],
    [8000, MARK],
    [23_000, MARK],
  ],
});

interface Tcp {
  /** Longest segment. */
  readonly segment: number;
  /** Bytes that may be on their way to the device. */
  readonly window: number;
  /** Bytes that the system takes before it sends them. */
  readonly buffer: number;
}

/** A stream socket in front of a peer: what is written is one stream, cut where window and segment size cut it. */
class StreamSocket {
  readonly #peer: Peer;
  readonly #tcp: Tcp;
  readonly #connection: OtaConnection;
  readonly #bench: Bench;
  #stream = new Uint8Array(0);
  #underWay = 0;
  #undrained = false;
  #alarm: Due | undefined;

  constructor(peer: Peer, bench: Bench, tcp: Tcp) {
    this.#peer = peer;
    this.#bench = bench;
    this.#tcp = tcp;
    const answer = (asked: 'user1' | 'user2') => answerRequest(asked, {}, { user2: image });
    this.#connection = new OtaConnection({ answer, explain: why => why.code }, this.#now);
    peer.onTaken = bytes => {
      this.#underWay -= bytes;
      this.#flush();
    };
  }

  get #now(): number {
    return this.#bench.clock.now / MS;
  }

  input(input: ConnectionInput): void {
    for (const action of this.#connection.handle(input, this.#now)) {
      if (action.kind === 'close') this.#peer.end();
      if (action.kind !== 'send') continue;
      const stream = new Uint8Array(this.#stream.length + action.bytes.length);
      stream.set(this.#stream);
      stream.set(action.bytes, this.#stream.length);
      this.#stream = stream;
      this.#undrained = true;
    }
    this.#flush();
    const { clock } = this.#bench;
    clock.cancel(this.#alarm);
    const { wakeAt } = this.#connection;
    if (wakeAt < Number.POSITIVE_INFINITY) {
      // A nanosecond late, or rounding would make it come too early for ever.
      this.#alarm = clock.at(Math.ceil(wakeAt * MS) + 1, () => this.input({ kind: 'time' }));
    }
  }

  #flush(): void {
    const { segment, window, buffer } = this.#tcp;
    for (;;) {
      const length = Math.min(segment, window - this.#underWay, this.#stream.length);
      // A sender does not fill small gaps in the window while much is on its way.
      if (length <= 0 || (length < Math.min(segment, this.#stream.length) && this.#underWay > 0)) break;
      this.#underWay += length;
      this.#peer.send(this.#stream.subarray(0, length));
      this.#stream = this.#stream.slice(length);
    }
    if (!this.#undrained || this.#stream.length > buffer) return;
    this.#undrained = false;
    this.#bench.clock.after(0, () => this.input({ kind: 'drained' }));
  }
}

const relayOver = (bench: Bench, tcp: Tcp): Answer => {
  const sockets = new Map<Peer, StreamSocket>();
  return (peer, request) => {
    const socket = sockets.get(peer) ?? new StreamSocket(peer, bench, tcp);
    sockets.set(peer, socket);
    socket.input({ kind: 'bytes', bytes: bytesOf(request) });
  };
};

const TCPS = [256, 536, 1000, 1460].flatMap(segment =>
  [256, 1460, 2920, 5840].flatMap(window =>
    [0, 4096, 65_536].map((buffer): Tcp => ({ segment, window, buffer })),
  ),
);

describe('the relay and the update client', () => {
  it.each(TCPS)('agree with segments of $segment, a window of $window and a buffer of $buffer', tcp => {
    const bench = new Bench();
    expect(bench.update(relayOver(bench, tcp))).toBe('good');
    expect(bench.written(image.bytes.length)).toEqual(image.bytes);
  });

  it('agree when the flash of the device is twenty times as slow', () => {
    const bench = new Bench({}, costsOf({ flashTimeScale: 20 }));
    expect(bench.update(relayOver(bench, { segment: 1460, window: 2920, buffer: 65_536 }))).toBe('good');
  });

  it('agree with an SDK of before 3, which knows no split header', () => {
    const bench = new Bench({ knowsBegunHeader: false });
    expect(bench.update(relayOver(bench, { segment: 1460, window: 5840, buffer: 65_536 }))).toBe('good');
  });
});
