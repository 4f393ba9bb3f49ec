/** Telnet's framing: bytes of RFC 854 and RFC 2217, whole, cut anywhere, and broken. */
import { describe, expect, it } from 'vitest';
import {
  escapeData,
  negotiation,
  opensTelnet,
  subnegotiation,
  TelnetDecoder,
  type TelnetMessage,
} from '../../../src/cli/board/telnet.ts';

const data = (...bytes: readonly number[]) => ({ kind: 'data', bytes: Uint8Array.from(bytes) });
const JUNK = { kind: 'junk' };

const decode = (...pieces: readonly Uint8Array[]): TelnetMessage[] => {
  const decoder = new TelnetDecoder();
  return pieces.flatMap(piece => decoder.push(piece));
};

/** Neighbouring data as one: where the stream was cut does not matter. */
const joined = (messages: readonly TelnetMessage[]): TelnetMessage[] => {
  const all: TelnetMessage[] = [];
  for (const message of messages) {
    const last = all.at(-1);
    if (last?.kind === 'data' && message.kind === 'data')
      all[all.length - 1] = { kind: 'data', bytes: Uint8Array.of(...last.bytes, ...message.bytes) };
    else all.push(message);
  }
  return all;
};

/** Everything that there is, one behind the other; FF escaped in data and in a subnegotiation; some junk. */
const STREAM = Uint8Array.of(
  ...[0x41, 0xff, 0xff, 0x0d, 0x00],
  ...[0xff, 0xfb, 44],
  ...[0xff, 0xfd, 0xff],
  ...[0xff, 0xf3],
  ...[0xff, 0xfa, 44, 1, 0, 0xff, 0xff, 0xc2, 0, 0xff, 0xf0],
  ...[0xff, 0xff, 0xff, 0xff],
  ...[0xff, 0x01],
  ...[0x42],
  ...[0xff, 0xfa, 44, 5, 0xff, 0xfe, 3],
  ...[0xff, 0xf0],
  ...[0x43],
);
const MESSAGES = [
  data(0x41, 0xff, 0x0d, 0x00),
  { kind: 'negotiation', verb: 'will', option: 44 },
  { kind: 'negotiation', verb: 'do', option: 0xff },
  { kind: 'command', command: 0xf3 },
  { kind: 'subnegotiation', option: 44, data: Uint8Array.of(1, 0, 0xff, 0xc2, 0) },
  data(0xff, 0xff),
  JUNK, // IAC 01
  data(0x42),
  JUNK, // a subnegotiation that another command cuts off…
  { kind: 'negotiation', verb: 'dont', option: 3 }, // …which counts
  JUNK, // an end without a beginning
  data(0x43),
];

describe('the Telnet decoder', () => {
  it('tells data, commands, negotiations, subnegotiations and junk apart', () => {
    expect(joined(decode(STREAM))).toEqual(MESSAGES);
  });

  it('does so wherever the stream is cut, once or between all bytes', () => {
    for (let cut = 0; cut <= STREAM.length; cut++) {
      const pieces = [STREAM.subarray(0, cut), STREAM.subarray(cut)];
      expect(joined(decode(...pieces)), `cut at ${cut}`).toEqual(MESSAGES);
    }
    expect(joined(decode(...[...STREAM].map(byte => Uint8Array.of(byte))))).toEqual(MESSAGES);
  });

  it('gives up a subnegotiation that never ends, and takes what follows as data', () => {
    const endless = Uint8Array.of(0xff, 0xfa, 44, ...new Array<number>(600).fill(7));
    const [first, second] = decode(endless);
    expect(first).toEqual(JUNK);
    expect(second?.kind === 'data' && second.bytes.length).toBeGreaterThan(0);
  });
});

describe('the Telnet encoder', () => {
  it('writes what the decoder reads', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(decode(escapeData(all))).toEqual([data(...all)]);
    expect(decode(negotiation('wont', 1))).toEqual([{ kind: 'negotiation', verb: 'wont', option: 1 }]);
    expect(decode(subnegotiation(44, all))).toEqual([{ kind: 'subnegotiation', option: 44, data: all }]);
  });

  it('is byte for byte what RFC 854 says', () => {
    expect([...negotiation('will', 44)]).toEqual([255, 251, 44]);
    expect([...negotiation('do', 0)]).toEqual([255, 253, 0]);
    expect([...subnegotiation(44, Uint8Array.of(101, 0, 255))]).toEqual([
      255, 250, 44, 101, 0, 255, 255, 255, 240,
    ]);
    expect([...escapeData(Uint8Array.of(1, 255, 2))]).toEqual([1, 255, 255, 2]);
  });
});

describe('the first two bytes of a connection', () => {
  it.each([
    [0xff, 0xfb, true],
    [0xff, 0xfe, true],
    [0xff, 0xfa, true],
    [0xff, 0xff, false],
    [0xff, 0xf3, false],
    [0xc0, 0x00, false],
    [0x07, 0xfb, false],
  ])('%i %i are a negotiation: %s', (first, second, expected) => {
    expect(opensTelnet(first, second)).toBe(expected);
  });
});
