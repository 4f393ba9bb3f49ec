/**
 * Requests and answers: eight bytes of header, data, and with answers two bytes of status behind the data.
 * Source: espressif/esptool, serial-protocol.rst; espressif/esp-flasher-stub `src/command_handler.c`.
 */
import { readLittleEndian, structLayout, writeStruct } from '../bytes/struct.ts';
import { xorChecksum } from '../bytes/xor-checksum.ts';
import { COMMANDS, type CommandName, commandRow } from './commands.ts';
import type { LoaderKind } from './limits.ts';
import { slipFrame } from './slip.ts';

const PROTOCOL = 'esptool serial-protocol.rst';
const HEADER = structLayout('loader-packet', 8, {
  direction: { offset: 0, size: 1, values: { 0: 'request', 1: 'answer' }, only: true, source: PROTOCOL },
  op: { offset: 1, size: 1, source: PROTOCOL },
  length: { offset: 2, size: 2, source: PROTOCOL },
  /** Checksum of a request, value of an answer. */
  value: { offset: 4, size: 4, source: PROTOCOL },
});
const REQUEST = 0;
const ANSWER = 1;
const STATUS_SIZE = 2;
/** First byte of the status of an answer that is about an unknown command, and the ROM's code for it. */
const ROM_UNKNOWN = 0x05;
const STUB_UNKNOWN = [0xc3, 0xff];

/** 32-bit words, little endian. */
export function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return bytes;
}

/** A command, framed and ready for the line. */
export const request = (name: CommandName, data: Uint8Array = NOTHING): Uint8Array<ArrayBuffer> =>
  slipFrame(requestHeader(name, data.length, 0), data);

/** A *_DATA command: size, sequence and two words without meaning, then the payload, under a checksum. */
export function dataRequest(
  name: 'FLASH_DATA' | 'FLASH_DEFL_DATA' | 'MEM_DATA',
  sequence: number,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const head = words(payload.length, sequence, 0, 0);
  return slipFrame(requestHeader(name, head.length + payload.length, xorChecksum(payload)), head, payload);
}

const NOTHING = new Uint8Array(0);

function requestHeader(name: CommandName, length: number, checksum: number): Uint8Array {
  const bytes = new Uint8Array(HEADER.size);
  writeStruct(HEADER, bytes, 0, { direction: REQUEST, op: COMMANDS[name].op, length, value: checksum });
  return bytes;
}

/** Eight of them come back; the run of 55 is what the ROM measures our rate by. */
export const SYNC_REQUEST: Uint8Array = request(
  'SYNC',
  Uint8Array.of(7, 7, 0x12, 0x20, ...Array(32).fill(0x55)),
);

/** What a frame is, seen from a command that was sent. */
export type Answer =
  /** Not for this command: a late answer, text, or the rest of something. */
  | { readonly kind: 'other' }
  | { readonly kind: 'good'; readonly value: number; readonly data: Uint8Array }
  | { readonly kind: 'refused'; readonly code: number }
  /** The loader does not know the command. */
  | { readonly kind: 'unknown' };

const OTHER: Answer = { kind: 'other' };

/**
 * Judges a frame that came after a command was sent. The ROM answers an unknown command under the op of the answer
 * before, eight times if that was SYNC: `01 05` under another op counts as "unknown" only where `loader` is the ROM
 * and does not have the command.
 */
export function judge(frame: Uint8Array, name: CommandName, loader: LoaderKind): Answer {
  const row = commandRow(name);
  const extra = row.answer ?? 0;
  if (frame.length < HEADER.size + STATUS_SIZE || frame[0] !== ANSWER) return OTHER;
  const length = readLittleEndian(frame, 2, 2);
  if (length !== frame.length - HEADER.size) return OTHER;
  const body = frame.subarray(HEADER.size);
  // Errors come without the data.
  const [failed = 0, reason = 0] = body.subarray(length >= extra + STATUS_SIZE ? extra : 0);
  const code = loader === 'rom' ? reason : failed;
  if (frame[1] !== row.op) {
    return loader === 'rom' && !row.rom && failed !== 0 && reason === ROM_UNKNOWN
      ? { kind: 'unknown' }
      : OTHER;
  }
  if (failed !== 0) {
    return loader === 'stub' && STUB_UNKNOWN.includes(code) ? { kind: 'unknown' } : { kind: 'refused', code };
  }
  // Two bytes of status, or four: so much the ROMs of other chips send, and those are to be told by their name.
  if (length !== extra + STATUS_SIZE && length !== extra + 2 * STATUS_SIZE) return OTHER;
  return { kind: 'good', value: readLittleEndian(frame, 4, 4), data: body.slice(0, extra) };
}

/** Who answered a SYNC: the ROM leaves its first data word in the value field, stubs send 0. */
export const syncedWith = (value: number): LoaderKind => (value === 0 ? 'stub' : 'rom');

/** First frame of a stub that has started: `OHAI`. */
export const isGreeting = (frame: Uint8Array): boolean =>
  frame.length === 4 && frame.every((byte, i) => byte === 'OHAI'.charCodeAt(i));
