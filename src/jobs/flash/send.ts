import { type FlashOffset, flashOffset, roundUp } from '../../core/bytes/address.ts';
import { escapedLength, writeMs } from '../../core/transfer/cost.ts';
import { pieces, type Span } from '../../core/transfer/differences.ts';
import { cutPackets } from '../../core/transfer/packets.ts';
import type { FlashStretch } from '../loader/session.ts';
import type { FlashWork } from './work.ts';

/** Bytes for a place in the flash, prepared for the line. */
interface Load {
  readonly stretch: FlashStretch;
  readonly bytes: Uint8Array;
  /** Nothing is to be erased there. */
  readonly blank: boolean;
  /** zlib, when that is less on the line. */
  readonly packed?: Uint8Array;
}

/** A span of a write, and whether the flash is known to be erased there: the stub finds out by itself anyway. */
export interface Part extends Span {
  readonly blank: boolean;
}

/** What is to be sent of a write. */
export interface Shipment {
  readonly offset: FlashOffset;
  readonly bytes: Uint8Array;
  readonly parts: readonly Part[];
  /** Without compression: the second attempt leaves out whatever might have gone wrong in it. */
  readonly plain: boolean;
}

/**
 * Sends parts of a write and waits until they are programmed. The next part is compressed while the present one
 * travels. The parts are not proven by this: see `compare`.
 * @throws LoaderFailure when the loader refused or was silent; what is there then is found by MD5.
 */
export async function send(work: FlashWork, { offset, bytes, parts, plain }: Shipment): Promise<void> {
  work.stage('writing');
  const prepared = (part: Part | undefined): Promise<Load> | undefined => {
    if (!part) return undefined;
    const load = prepare(work, loadOf(offset, bytes, part), plain);
    // It is awaited after the part before it, which may fail first.
    load.catch(() => undefined);
    return load;
  };
  let next = prepared(parts[0]);
  for (let i = 0; next; i++) {
    const load = await next;
    next = prepared(parts[i + 1]);
    work.checkStop();
    work.sectors(load.stretch, 'writing');
    await (load.packed ? sendPacked(work, load, load.packed) : sendPlain(work, load));
    work.sectors(load.stretch, 'written');
  }
  await work.session.flush();
}

function loadOf(offset: FlashOffset, bytes: Uint8Array, { start, length, blank }: Part): Load {
  // The chip programs words: what is missing of the last one stays erased.
  const padded = new Uint8Array(roundUp(length, 4)).fill(0xff);
  padded.set(bytes.subarray(start, start + length));
  return { stretch: { offset: flashOffset(offset + start), length: padded.length }, bytes: padded, blank };
}

async function prepare(work: FlashWork, load: Load, plain: boolean): Promise<Load> {
  const { limits } = work.session;
  if (plain || !limits.stubCommands) return load;
  const packed = await work.options.deflate(load.bytes);
  const cost = (wire: Uint8Array): number => writeMs(work.line, escapedLength(wire), limits.flashBlock);
  return cost(packed) < cost(load.bytes) ? { ...load, packed } : load;
}

async function sendPacked(
  work: FlashWork,
  { stretch, bytes, blank }: Load,
  packed: Uint8Array,
): Promise<void> {
  const { session } = work;
  const whole = { ...stretch, packed: packed.length, blank };
  const packets = cutPackets(whole, session.baud, session.limits.flashBlock);
  await session.deflBegin(stretch, packed.length);
  let [told, start] = [0, 0];
  for (const [i, length] of packets.entries()) {
    if (i > 0) work.checkStop();
    const until = Math.round((bytes.length * (start + length)) / packed.length);
    await session.deflData(i, packed.subarray(start, start + length), until - told);
    work.advance(until - told);
    [told, start] = [until, start + length];
  }
}

async function sendPlain(work: FlashWork, { stretch, bytes }: Load): Promise<void> {
  const { session } = work;
  const blocks = pieces({ start: 0, length: bytes.length }, session.limits.flashBlock);
  await session.flashBegin(stretch);
  for (const [i, { start, length }] of blocks.entries()) {
    if (i > 0) work.checkStop();
    await session.flashData(i, bytes.subarray(start, start + length));
    work.advance(length);
  }
}
