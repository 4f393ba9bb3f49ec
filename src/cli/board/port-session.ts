/**
 * One client of the serial port, without its connection: bytes in, events out, in their order. A client that opens
 * with a Telnet negotiation is taken for a speaker of RFC 2217; any other one gets and gives raw bytes from its first
 * byte on, FF included. The data path is 8-bit whether or not BINARY was agreed on: RFC 854's rule of CR NUL would
 * cost a program that skips the negotiation a byte of its firmware.
 */
import type { ReceivedByte, SerialFormat } from '../../board/wire/serial-line.ts';
import {
  answerTo,
  COM_PORT_OPTION,
  CONTROL,
  type ComPortName,
  type ComPortRequest,
  LINE,
  PURGE,
  parseRequest,
  signatureAnswer,
} from './com-port.ts';
import {
  BREAK,
  escapeData,
  IAC,
  negotiation,
  opensTelnet,
  subnegotiation,
  TelnetDecoder,
  type TelnetMessage,
  type Verb,
} from './telnet.ts';

export type PortEvent =
  /** For the client. */
  | { readonly kind: 'reply'; readonly bytes: Uint8Array }
  /** For the board. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'baud'; readonly rate: number }
  | { readonly kind: 'format'; readonly format: SerialFormat }
  | { readonly kind: 'signals'; readonly dtr: boolean; readonly rts: boolean }
  | { readonly kind: 'break'; readonly state: 'on' | 'off' | 'once' }
  | { readonly kind: 'purge'; readonly received: boolean; readonly unsent: boolean }
  /** The client wants no bytes for a while, or wants them again. */
  | { readonly kind: 'flow'; readonly stopped: boolean }
  /** It sent what no rule allows; told once. */
  | { readonly kind: 'junk' };

export interface PortDefaults {
  readonly signature: string;
  readonly baud: number;
}

const OPTION = { binary: 0, echo: 1, suppressGoAhead: 3 } as const;
/** What we do when asked to, and what the client may do. Whether there is an echo is up to the board's program. */
const WE_DO: readonly number[] = [OPTION.binary, OPTION.echo, OPTION.suppressGoAhead, COM_PORT_OPTION];
const CLIENT_MAY: readonly number[] = [OPTION.binary, OPTION.suppressGoAhead, COM_PORT_OPTION];

/** Rates that no bridge makes are not taken on. */
const FASTEST = 6_000_000;
const PARITIES: readonly (SerialFormat['parity'] | undefined)[] = [undefined, 'none', 'odd', 'even'];
const STOP_BITS: readonly (SerialFormat['stopBits'] | undefined)[] = [undefined, 1, 2, 1.5];

export class PortSession {
  readonly #signature: string;
  readonly #decoder = new TelnetDecoder();
  #mode: 'unknown' | 'raw' | 'telnet' = 'unknown';
  /** First byte of a connection, when it came alone and may begin a negotiation. */
  #held: Uint8Array = new Uint8Array(0);
  readonly #ours = new Set<number>();
  readonly #theirs = new Set<number>();
  #events: PortEvent[] = [];
  #junkTold = false;
  #baud: number;
  #format: SerialFormat = { dataBits: 8, parity: 'none', stopBits: 1 };
  #dtr = false;
  #rts = false;
  #break = false;
  /** Line states that the client wants to hear of; none until it says so. */
  #lineMask = 0;

  constructor({ signature, baud }: PortDefaults) {
    this.#signature = signature;
    this.#baud = baud;
  }

  /** Whether the client has shown what it speaks. */
  get mode(): 'unknown' | 'raw' | 'telnet' {
    return this.#mode;
  }

  /** What came from the client. */
  push(bytes: Uint8Array): readonly PortEvent[] {
    const all = this.#held.length > 0 ? Uint8Array.of(...this.#held, ...bytes) : bytes;
    this.#held = new Uint8Array(0);
    if (this.#mode === 'unknown') this.#decide(all);
    if (this.#mode === 'unknown') this.#held = all.slice();
    else if (this.#mode === 'raw') this.#say({ kind: 'data', bytes: all });
    else for (const message of this.#decoder.push(all)) this.#take(message);
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** What the board says, as this client has to get it. */
  encode(bytes: Uint8Array): Uint8Array {
    return this.#mode === 'telnet' ? escapeData(bytes) : bytes;
  }

  /** What a client has to get that wants to hear of bytes that were not well formed. */
  lineError({ framingError, parityError, isBreak }: ReceivedByte): Uint8Array | undefined {
    const bits =
      (framingError ? LINE.framingError : 0) |
      (parityError ? LINE.parityError : 0) |
      (isBreak ? LINE.break : 0);
    if ((bits & this.#lineMask) === 0) return undefined;
    return subnegotiation(COM_PORT_OPTION, answerTo('lineState', (bits | LINE.idle) & this.#lineMask));
  }

  #decide(bytes: Uint8Array): void {
    const [first, second] = bytes;
    if (first === undefined || (first === IAC && second === undefined)) return;
    this.#mode = second !== undefined && opensTelnet(first, second) ? 'telnet' : 'raw';
    if (this.#mode === 'raw') return;
    this.#ours.add(OPTION.binary);
    this.#theirs.add(OPTION.binary);
    this.#reply(negotiation('will', OPTION.binary));
    this.#reply(negotiation('do', OPTION.binary));
  }

  #take(message: TelnetMessage): void {
    switch (message.kind) {
      case 'data':
        this.#say({ kind: 'data', bytes: message.bytes });
        break;
      case 'command':
        if (message.command === BREAK) this.#say({ kind: 'break', state: 'once' });
        break;
      case 'negotiation':
        this.#negotiate(message.verb, message.option);
        break;
      case 'subnegotiation':
        if (message.option === COM_PORT_OPTION) this.#comPort(parseRequest(message.data));
        break;
      case 'junk':
        this.#junk();
    }
  }

  /** Answers only what changes something, or two polite programs would thank each other for ever (RFC 1143). */
  #negotiate(verb: Verb, option: number): void {
    const oursAsked = verb === 'do' || verb === 'dont';
    const agreed = oursAsked ? this.#ours : this.#theirs;
    const [yes, no]: readonly [Verb, Verb] = oursAsked ? ['will', 'wont'] : ['do', 'dont'];
    if (verb === 'do' || verb === 'will') {
      if (agreed.has(option)) return;
      const allowed = (oursAsked ? WE_DO : CLIENT_MAY).includes(option);
      if (allowed) agreed.add(option);
      this.#reply(negotiation(allowed ? yes : no, option));
      // Modem inputs of the board's bridge are not connected; a client may wait for a first word about them.
      if (allowed && option === COM_PORT_OPTION && !oursAsked) this.#answer('modemState', 0);
    } else if (agreed.delete(option)) this.#reply(negotiation(no, option));
  }

  #comPort(request: ComPortRequest | undefined): void {
    if (!request) {
      this.#junk();
      return;
    }
    const { name, value } = request;
    switch (name) {
      case 'signature':
        if (request.length === 0)
          this.#reply(subnegotiation(COM_PORT_OPTION, signatureAnswer(this.#signature)));
        break;
      case 'baud':
        this.#setBaud(value);
        break;
      case 'dataSize':
      case 'parity':
      case 'stopSize':
        this.#setFormat(name, value);
        break;
      case 'control':
        this.#control(value);
        break;
      case 'lineState':
        this.#answer(name, LINE.idle);
        break;
      case 'modemState':
        this.#answer(name, 0);
        break;
      case 'suspend':
      case 'resume':
        this.#say({ kind: 'flow', stopped: name === 'suspend' });
        break;
      case 'lineStateMask':
        this.#lineMask = value;
        this.#answer(name, value);
        break;
      case 'modemStateMask':
        this.#answer(name, value);
        break;
      case 'purge':
        this.#purge(value);
    }
  }

  #setBaud(rate: number): void {
    if (rate > 0 && rate <= FASTEST) {
      this.#baud = rate;
      this.#say({ kind: 'baud', rate });
    }
    this.#answer('baud', this.#baud);
  }

  /** A value that the port cannot do changes nothing; the answer is what holds, as for a question (0). */
  #setFormat(name: 'dataSize' | 'parity' | 'stopSize', value: number): void {
    const before = this.#format;
    if (name === 'dataSize' && value >= 5 && value <= 8)
      this.#format = { ...before, dataBits: value as SerialFormat['dataBits'] };
    if (name === 'parity') this.#format = { ...before, parity: PARITIES[value] ?? before.parity };
    if (name === 'stopSize') this.#format = { ...before, stopBits: STOP_BITS[value] ?? before.stopBits };
    if (value !== 0) this.#say({ kind: 'format', format: this.#format });
    const { dataBits, parity, stopBits } = this.#format;
    const holds = {
      dataSize: dataBits,
      parity: PARITIES.indexOf(parity),
      stopSize: STOP_BITS.indexOf(stopBits),
    };
    this.#answer(name, holds[name]);
  }

  #control(value: number): void {
    if (value === CONTROL.dtrOn || value === CONTROL.dtrOff) this.#dtr = value === CONTROL.dtrOn;
    if (value === CONTROL.rtsOn || value === CONTROL.rtsOff) this.#rts = value === CONTROL.rtsOn;
    if (value >= CONTROL.dtrOn && value <= CONTROL.rtsOff && value !== CONTROL.askRts)
      this.#say({ kind: 'signals', dtr: this.#dtr, rts: this.#rts });
    if (value === CONTROL.breakOn || value === CONTROL.breakOff) {
      this.#break = value === CONTROL.breakOn;
      this.#say({ kind: 'break', state: this.#break ? 'on' : 'off' });
    }
    const holds = this.#controlState(value);
    if (holds === undefined) this.#junk();
    else this.#answer('control', holds);
  }

  /** What holds of that which a control request sets or asks for. */
  #controlState(value: number): number | undefined {
    if (value === CONTROL.askFlow || value === CONTROL.noFlow) return CONTROL.noFlow;
    if (CONTROL.flowOut.some(flow => flow === value)) return CONTROL.noFlow;
    if (value >= CONTROL.askBreak && value <= CONTROL.breakOff)
      return this.#break ? CONTROL.breakOn : CONTROL.breakOff;
    if (value >= CONTROL.askDtr && value <= CONTROL.dtrOff) return this.#dtr ? CONTROL.dtrOn : CONTROL.dtrOff;
    if (value >= CONTROL.askRts && value <= CONTROL.rtsOff) return this.#rts ? CONTROL.rtsOn : CONTROL.rtsOff;
    if (value === CONTROL.askFlowIn || value === CONTROL.noFlowIn) return CONTROL.noFlowIn;
    return CONTROL.flowIn.some(flow => flow === value) ? CONTROL.noFlowIn : undefined;
  }

  #purge(value: number): void {
    if (value < PURGE.received || value > PURGE.both) {
      this.#junk();
      return;
    }
    this.#say({ kind: 'purge', received: value !== PURGE.unsent, unsent: value !== PURGE.received });
    this.#answer('purge', value);
  }

  #answer(name: ComPortName, value: number): void {
    this.#reply(subnegotiation(COM_PORT_OPTION, answerTo(name, value)));
  }

  #reply(bytes: Uint8Array): void {
    this.#say({ kind: 'reply', bytes });
  }

  #junk(): void {
    if (!this.#junkTold) this.#say({ kind: 'junk' });
    this.#junkTold = true;
  }

  #say(event: PortEvent): void {
    this.#events.push(event);
  }
}
