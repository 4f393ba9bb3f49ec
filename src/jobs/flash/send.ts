import { type FlashOffset, flashOffset, roundUp } from '../../core/bytes/address.ts';
import { escapedLength, writeMs } from '../../core/transfer/cost.ts';
import { pieces, type Span } from '../../core/transfer/differences.ts';
import type { FlashStretch } from '../loader/session.ts';
import type { FlashWork } from './work.ts';

/** Bytes for a place in the flash, prepared for the line. */
interface Load {
  readonly stretch: FlashStretch;
  readonly bytes: Uint8Array;
  /** zlib, when that is less on the line. */
  readonly packed?: Uint8Array;
}

/** What is to be sent of a write. */
export interface Shipment {
  readonly offset: FlashOffset;
  readonly bytes: Uint8Array;
  readonly spans: readonly Span[];
  /** Without compression: the second attempt leaves out whatever might have gone wrong in it. */
  readonly plain: boolean;
}

/**
 * Sends spans of a write and waits until they are programmed. The next span is compressed while the present one
 * travels. The spans are not proven by this: see `compare`.
 * @throws LoaderFailure when the loader refused or was silent; what is there then is found by MD5.
 */
export async function send(work: FlashWork, { offset, bytes, spans, plain }: Shipment): Promise<void> {
  work.stage('writing');
  const prepared = (span: Span | undefined): Promise<Load> | undefined => {
    if (!span) return undefined;
    const load = prepare(work, loadOf(offset, bytes, span), plain);
    // It is awaited after the span before it, which may fail first.
    load.catch(() => undefined);
    return load;
  };
  let next = prepared(spans[0]);
  for (let i = 0; next; i++) {
    const load = await next;
    next = prepared(spans[i + 1]);
    work.checkStop();
    work.sectors(load.stretch, 'writing');
    await (load.packed ? sendPacked(work, load, load.packed) : sendPlain(work, load));
    work.sectors(load.stretch, 'written');
  }
  await work.session.flush();
}

function loadOf(offset: FlashOffset, bytes: Uint8Array, { start, length }: Span): Load {
  // The chip programs words: what is missing of the last one stays erased.
  const padded = new Uint8Array(roundUp(length, 4)).fill(0xff);
  padded.set(bytes.subarray(start, start + length));
  return { stretch: { offset: flashOffset(offset + start), length: padded.length }, bytes: padded };
}

async function prepare(work: FlashWork, load: Load, plain: boolean): Promise<Load> {
  const { limits } = work.session;
  if (plain || !limits.stubCommands) return load;
  const packed = await work.options.deflate(load.bytes);
  const cost = (wire: Uint8Array): number => writeMs(work.line, escapedLength(wire), limits.flashBlock);
  return cost(packed) < cost(load.bytes) ? { ...load, packed } : load;
}

async function sendPacked(work: FlashWork, { stretch, bytes }: Load, packed: Uint8Array): Promise<void> {
  const { session } = work;
  const packets = pieces({ start: 0, length: packed.length }, session.limits.flashBlock);
  await session.deflBegin(stretch, packed.length);
  let told = 0;
  for (const [i, { start, length }] of packets.entries()) {
    if (i > 0) work.checkStop();
    const until = Math.round((bytes.length * (start + length)) / packed.length);
    await session.deflData(i, packed.subarray(start, start + length), until - told);
    work.advance(until - told);
    told = until;
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
