/** One client of the serial port as bytes in and events out: raw, RFC 2217 (numbers of its section 3), and broken. */
import { describe, expect, it } from 'vitest';
import { type PortEvent, PortSession } from '../../../src/cli/board/port-session.ts';

const WILL_COM_PORT = [255, 251, 44];
const ask = (...data: readonly number[]) => [255, 250, 44, ...data, 255, 240];
const reply = (...bytes: readonly number[]) => ({ kind: 'reply', bytes: Uint8Array.from(bytes) });
const answer = (...data: readonly number[]) => reply(...ask(...data));
const data = (...bytes: readonly number[]) => ({ kind: 'data', bytes: Uint8Array.from(bytes) });
const JUNK = { kind: 'junk' };

const newSession = () => new PortSession({ signature: 'board', baud: 115_200 });
const push = (session: PortSession, ...bytes: readonly number[]): readonly PortEvent[] =>
  session.push(Uint8Array.from(bytes));

/** A session that has been agreed on. */
const telnet = (): PortSession => {
  const session = newSession();
  push(session, ...WILL_COM_PORT);
  return session;
};

describe('a client that never negotiates', () => {
  it('gives and gets its bytes unchanged, FF and all', () => {
    const session = newSession();
    expect(push(session, 0xc0, 0xff, 0xfb, 44, 0xff, 0xff)).toEqual([data(0xc0, 0xff, 0xfb, 44, 0xff, 0xff)]);
    expect(push(session, ...WILL_COM_PORT)).toEqual([data(...WILL_COM_PORT)]);
    expect([...session.encode(Uint8Array.of(1, 255, 2))]).toEqual([1, 255, 2]);
    expect(session.mode).toBe('raw');
  });

  it('is raw as well when its first byte is FF, even if the second is late', () => {
    const session = newSession();
    expect(push(session, 0xff)).toEqual([]);
    expect(session.mode).toBe('unknown');
    expect(push(session, 0x00)).toEqual([data(0xff, 0x00)]);
  });
});

describe('a client that opens with a negotiation', () => {
  const opened = [
    reply(255, 251, 0),
    reply(255, 253, 0),
    reply(255, 253, 44),
    answer(107, 0), // modem state, as soon as the option holds
  ];

  it('is agreed with, and is asked for 8-bit data', () => {
    expect(push(newSession(), ...WILL_COM_PORT)).toEqual(opened);
  });

  it('is recognised wherever its first bytes are cut', () => {
    for (const cut of [1, 2]) {
      const session = newSession();
      const events = [
        ...push(session, ...WILL_COM_PORT.slice(0, cut)),
        ...push(session, ...WILL_COM_PORT.slice(cut)),
      ];
      expect(events).toEqual(opened);
    }
  });

  it('gets every FF of the board twice, and may send it twice', () => {
    const session = telnet();
    expect([...session.encode(Uint8Array.of(1, 255, 2))]).toEqual([1, 255, 255, 2]);
    expect(push(session, 1, 255, 255, 2)).toEqual([data(1, 255, 2)]);
  });

  it('keeps CR NUL as it is: firmware is no text', () => {
    expect(push(telnet(), 13, 0, 13, 10)).toEqual([data(13, 0, 13, 10)]);
  });

  it('gets an answer to every wish that is new, a refusal to what is not there, and no answer to an answer', () => {
    const session = telnet();
    expect(push(session, 255, 253, 3)).toEqual([reply(255, 251, 3)]);
    expect(push(session, 255, 253, 3)).toEqual([]);
    expect(push(session, 255, 254, 3)).toEqual([reply(255, 252, 3)]);
    expect(push(session, 255, 254, 3)).toEqual([]);
    expect(push(session, 255, 251, 24)).toEqual([reply(255, 254, 24)]);
    expect(push(session, 255, 253, 34)).toEqual([reply(255, 252, 34)]);
    expect(push(session, 255, 253, 0, 255, 251, 0)).toEqual([]); // the answers to our own wishes
  });
});

describe('settings of the port', () => {
  it('takes a baud rate and says which one holds', () => {
    const session = telnet();
    expect(push(session, ...ask(1, 0, 0, 0, 0))).toEqual([answer(101, 0, 1, 194, 0)]);
    expect(push(session, ...ask(1, 0, 14, 16, 0))).toEqual([
      { kind: 'baud', rate: 921_600 },
      answer(101, 0, 14, 16, 0),
    ]);
    // 0x00FF00FF and above is faster than any bridge
    expect(push(session, ...ask(1, 0, 255, 255, 0, 255, 255))).toEqual([answer(101, 0, 14, 16, 0)]);
  });

  it('takes data bits, parity and stop bits; what it cannot do changes nothing', () => {
    const session = telnet();
    expect(push(session, ...ask(2, 7))).toEqual([
      { kind: 'format', format: { dataBits: 7, parity: 'none', stopBits: 1 } },
      answer(102, 7),
    ]);
    expect(push(session, ...ask(3, 3))).toEqual([
      { kind: 'format', format: { dataBits: 7, parity: 'even', stopBits: 1 } },
      answer(103, 3),
    ]);
    expect(push(session, ...ask(4, 3)).at(-1)).toEqual(answer(104, 3)); // 1.5
    expect(push(session, ...ask(4, 2)).at(-1)).toEqual(answer(104, 2));
    expect(push(session, ...ask(2, 9)).at(-1)).toEqual(answer(102, 7));
    expect(push(session, ...ask(3, 4)).at(-1)).toEqual(answer(103, 3)); // mark
    expect(push(session, ...ask(3, 0))).toEqual([answer(103, 3)]);
    expect(push(session, ...ask(4, 0))).toEqual([answer(104, 2)]);
  });

  it('moves DTR and RTS, and remembers them', () => {
    const session = telnet();
    expect(push(session, ...ask(5, 8))).toEqual([{ kind: 'signals', dtr: true, rts: false }, answer(105, 8)]);
    expect(push(session, ...ask(5, 11))).toEqual([
      { kind: 'signals', dtr: true, rts: true },
      answer(105, 11),
    ]);
    expect(push(session, ...ask(5, 7))).toEqual([answer(105, 8)]);
    expect(push(session, ...ask(5, 9))).toEqual([{ kind: 'signals', dtr: false, rts: true }, answer(105, 9)]);
    expect(push(session, ...ask(5, 10))).toEqual([answer(105, 11)]);
    expect(push(session, ...ask(5, 12)).at(-1)).toEqual(answer(105, 12));
  });

  it('holds a break until it is let go, and knows the BREAK key', () => {
    const session = telnet();
    expect(push(session, ...ask(5, 5))).toEqual([{ kind: 'break', state: 'on' }, answer(105, 5)]);
    expect(push(session, ...ask(5, 4))).toEqual([answer(105, 5)]);
    expect(push(session, ...ask(5, 6))).toEqual([{ kind: 'break', state: 'off' }, answer(105, 6)]);
    expect(push(session, 255, 243)).toEqual([{ kind: 'break', state: 'once' }]);
  });

  it.each([
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 1],
    [17, 1],
    [19, 1],
    [13, 14],
    [14, 14],
    [15, 14],
    [16, 14],
    [18, 14],
  ])('has no flow control: %i is answered with %i', (wish, holds) => {
    expect(push(telnet(), ...ask(5, wish))).toEqual([answer(105, holds)]);
  });

  it('purges either buffer or both', () => {
    const session = telnet();
    expect(push(session, ...ask(12, 1))[0]).toEqual({ kind: 'purge', received: true, unsent: false });
    expect(push(session, ...ask(12, 2))[0]).toEqual({ kind: 'purge', received: false, unsent: true });
    expect(push(session, ...ask(12, 3))).toEqual([
      { kind: 'purge', received: true, unsent: true },
      answer(112, 3),
    ]);
  });

  it('says who it is, its line and modem states, takes masks, and stops when told to', () => {
    const session = telnet();
    expect(push(session, ...ask(0))).toEqual([answer(100, ...Buffer.from('board'))]);
    expect(push(session, ...ask(0, 65, 66))).toEqual([]); // its own name
    expect(push(session, ...ask(6))).toEqual([answer(106, 0x60)]);
    expect(push(session, ...ask(7))).toEqual([answer(107, 0)]);
    expect(push(session, ...ask(10, 0x1e))).toEqual([answer(110, 0x1e)]);
    expect(push(session, ...ask(11, 255, 255))).toEqual([answer(111, 255, 255)]);
    expect(push(session, ...ask(8), ...ask(9))).toEqual([
      { kind: 'flow', stopped: true },
      { kind: 'flow', stopped: false },
    ]);
  });

  it('tells of bytes that were not well formed, to who wants to hear of them', () => {
    const session = telnet();
    const bad = { value: 0, framingError: true, parityError: false, isBreak: true };
    expect(session.lineError(bad)).toBeUndefined();
    push(session, ...ask(10, 0x0c)); // framing and parity errors
    expect([...(session.lineError(bad) ?? [])]).toEqual(ask(106, 0x08));
    expect([...(session.lineError({ ...bad, framingError: false, parityError: true }) ?? [])]).toEqual(
      ask(106, 0x04),
    );
    push(session, ...ask(10, 0x70)); // breaks, and that all was sent
    expect([...(session.lineError(bad) ?? [])]).toEqual(ask(106, 0x70));
    push(session, ...ask(10, 0));
    expect(session.lineError(bad)).toBeUndefined();
  });

  it('gives the same events wherever a dialogue is cut', () => {
    const dialogue = [
      ...WILL_COM_PORT,
      ...ask(1, 0, 1, 194, 0),
      0xc0,
      ...ask(5, 8),
      0xc0,
      ...ask(12, 3),
      1,
      2,
    ];
    const whole = push(newSession(), ...dialogue);
    const merge = (events: readonly PortEvent[]) =>
      events.flatMap<unknown>(event =>
        'bytes' in event ? [...event.bytes].map(byte => `${event.kind} ${byte}`) : [event],
      );
    for (let cut = 1; cut < dialogue.length; cut++) {
      const session = newSession();
      const events = [...push(session, ...dialogue.slice(0, cut)), ...push(session, ...dialogue.slice(cut))];
      expect(merge(events), `cut at ${cut}`).toEqual(merge(whole));
    }
  });
});

describe('a client that sends nonsense', () => {
  it.each([
    ['an unknown request', ask(99, 1)],
    ['a request that is too short', ask(1, 0, 0)],
    ['an empty request', ask()],
    ['a control that does not exist', ask(5, 77)],
    ['a purge of nothing', ask(12, 9)],
    ['a Telnet command that does not exist', [255, 7]],
  ])('is told once: %s', (_, bytes) => {
    const session = telnet();
    expect(push(session, ...bytes)).toEqual([JUNK]);
    expect(push(session, ...bytes)).toEqual([]);
    expect(push(session, 65)).toEqual([data(65)]);
  });
});
