/**
 * The words of RFC 2217, "Telnet Com Port Control Option": what is inside the subnegotiations of option 44. Numbers
 * have their high byte first. The answer to a request has its code plus 100 and the value that holds from now on.
 */
export const COM_PORT_OPTION = 44;
const ANSWER = 100;

/** Requests of a client (RFC 2217, section 3) with the bytes that follow the code; `any` for a text. */
const REQUESTS = {
  signature: { code: 0, length: 'any' },
  baud: { code: 1, length: 4 },
  dataSize: { code: 2, length: 1 },
  parity: { code: 3, length: 1 },
  stopSize: { code: 4, length: 1 },
  control: { code: 5, length: 1 },
  lineState: { code: 6, length: 'any' },
  modemState: { code: 7, length: 'any' },
  suspend: { code: 8, length: 0 },
  resume: { code: 9, length: 0 },
  lineStateMask: { code: 10, length: 1 },
  modemStateMask: { code: 11, length: 1 },
  purge: { code: 12, length: 1 },
} as const satisfies Record<string, { readonly code: number; readonly length: number | 'any' }>;

export type ComPortName = keyof typeof REQUESTS;

export interface ComPortRequest {
  readonly name: ComPortName;
  /** 0 where the request carries no number. */
  readonly value: number;
  /** Bytes behind the code: a signature has any number of them. */
  readonly length: number;
}

/** Values of `control`. */
export const CONTROL = {
  askFlow: 0,
  noFlow: 1,
  askBreak: 4,
  breakOn: 5,
  breakOff: 6,
  askDtr: 7,
  dtrOn: 8,
  dtrOff: 9,
  askRts: 10,
  rtsOn: 11,
  rtsOff: 12,
  askFlowIn: 13,
  noFlowIn: 14,
  /** Kinds of flow control that this port does not have: outbound… */
  flowOut: [2, 3, 17, 19],
  /** …and inbound. */
  flowIn: [15, 16, 18],
} as const;

/** Which buffers `purge` empties. */
export const PURGE = { received: 1, unsent: 2, both: 3 } as const;

/** Bits of the line state; idle: holding and shift register are empty. */
export const LINE = { parityError: 0x04, framingError: 0x08, break: 0x10, idle: 0x60 } as const;

/** Understands the data of a subnegotiation; nothing when it has the wrong length or an unknown code. */
export function parseRequest(data: Uint8Array): ComPortRequest | undefined {
  const names = Object.keys(REQUESTS) as ComPortName[];
  const name = names.find(each => REQUESTS[each].code === data[0]);
  if (!name) return undefined;
  const { length } = REQUESTS[name];
  const rest = data.subarray(1);
  if (length !== 'any' && rest.length !== length) return undefined;
  const value = length === 'any' ? 0 : rest.reduce((sum, byte) => (sum << 8) | byte, 0) >>> 0;
  return { name, value, length: rest.length };
}

/** The data of the answer to a request, with the value that holds. */
export function answerTo(name: ComPortName, value: number): Uint8Array {
  const { code, length } = REQUESTS[name];
  const bytes = length === 4 ? [value >>> 24, value >>> 16, value >>> 8, value] : length === 0 ? [] : [value];
  return Uint8Array.of(code + ANSWER, ...bytes);
}

/** The answer to a client that asks who this is. */
export const signatureAnswer = (text: string): Uint8Array =>
  Uint8Array.of(REQUESTS.signature.code + ANSWER, ...Buffer.from(text, 'latin1'));
