/**
 * The framing of Telnet (RFC 854): bytes in, messages out. It knows which bytes are data and which are not; what an
 * option means is no concern of it.
 */
export const IAC = 0xff;
const SE = 0xf0;
const SB = 0xfa;
/** The first and the last command that stands alone: no operation … go ahead. */
const NOP = 0xf1;
const GO_AHEAD = 0xf9;
/** A break, as the key of an old terminal sends it. */
export const BREAK = 0xf3;

/** Who offers and who asks, with the byte that says so. */
const VERBS = { will: 0xfb, wont: 0xfc, do: 0xfd, dont: 0xfe } as const;
export type Verb = keyof typeof VERBS;
const VERB_OF: ReadonlyMap<number, Verb> = new Map(
  (Object.keys(VERBS) as Verb[]).map(verb => [VERBS[verb], verb]),
);

export type TelnetMessage =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'command'; readonly command: number }
  | { readonly kind: 'negotiation'; readonly verb: Verb; readonly option: number }
  | { readonly kind: 'subnegotiation'; readonly option: number; readonly data: Uint8Array }
  /** Bytes that no rule allows; they are left out. */
  | { readonly kind: 'junk' };

/** A subnegotiation that gets longer has lost its end; what follows is data again. The longest real one is a name. */
const LONGEST = 512;

/** Whether these first two bytes of a connection can only come from a program that speaks Telnet. */
export const opensTelnet = (first: number, second: number): boolean =>
  first === IAC && (second === SB || VERB_OF.has(second));

type State = 'data' | 'iac' | 'verb' | 'option' | 'sub' | 'sub-iac';

/** Takes the stream apart, cut anywhere. */
export class TelnetDecoder {
  #state: State = 'data';
  #verb: Verb = 'will';
  #option = 0;
  #data: number[] = [];
  #messages: TelnetMessage[] = [];
  #plain: number[] = [];

  push(bytes: Uint8Array): readonly TelnetMessage[] {
    for (const byte of bytes) this.#take(byte);
    this.#flush();
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  #take(byte: number): void {
    switch (this.#state) {
      case 'data':
        if (byte === IAC) this.#state = 'iac';
        else this.#plain.push(byte);
        break;
      case 'iac':
        this.#afterIac(byte);
        break;
      case 'verb':
        this.#say({ kind: 'negotiation', verb: this.#verb, option: byte });
        break;
      case 'option':
        this.#option = byte;
        this.#data = [];
        this.#state = 'sub';
        break;
      case 'sub':
        if (byte === IAC) this.#state = 'sub-iac';
        else this.#keep(byte);
        break;
      case 'sub-iac':
        this.#inside(byte);
    }
  }

  #afterIac(byte: number): void {
    const verb = VERB_OF.get(byte);
    if (byte === IAC) {
      this.#plain.push(IAC);
      this.#state = 'data';
    } else if (verb) {
      this.#verb = verb;
      this.#state = 'verb';
    } else if (byte === SB) this.#state = 'option';
    else if (byte >= NOP && byte <= GO_AHEAD) this.#say({ kind: 'command', command: byte });
    else this.#say({ kind: 'junk' });
  }

  #keep(byte: number): void {
    this.#data.push(byte);
    this.#state = 'sub';
    if (this.#data.length > LONGEST) this.#say({ kind: 'junk' });
  }

  /** Behind an IAC in a subnegotiation: its end, an escaped byte, or the next command, when the end got lost. */
  #inside(byte: number): void {
    if (byte === IAC) this.#keep(byte);
    else if (byte === SE)
      this.#say({ kind: 'subnegotiation', option: this.#option, data: Uint8Array.from(this.#data) });
    else {
      this.#say({ kind: 'junk' });
      this.#afterIac(byte);
    }
  }

  #say(message: TelnetMessage): void {
    this.#flush();
    this.#messages.push(message);
    this.#state = 'data';
  }

  #flush(): void {
    if (this.#plain.length === 0) return;
    this.#messages.push({ kind: 'data', bytes: Uint8Array.from(this.#plain) });
    this.#plain = [];
  }
}

/** Data as it travels: every FF twice. */
export function escapeData(bytes: Uint8Array): Uint8Array {
  return bytes.includes(IAC)
    ? Uint8Array.from([...bytes].flatMap(b => (b === IAC ? [IAC, IAC] : [b])))
    : bytes;
}

export const negotiation = (verb: Verb, option: number): Uint8Array =>
  Uint8Array.of(IAC, VERBS[verb], option);

export const subnegotiation = (option: number, data: Uint8Array): Uint8Array =>
  Uint8Array.of(IAC, SB, option, ...escapeData(data), IAC, SE);
