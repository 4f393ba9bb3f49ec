import { flashOffset } from '../../core/bytes/address.ts';
import { isFilledWith } from '../../core/bytes/text.ts';
import type { FlashContents } from '../../core/device/flash-contents.ts';
import { lookAtFlash } from '../../core/device/look-flash.ts';
import type { LookAnswer, LookQuery } from '../../core/device/look-query.ts';
import type { LoaderSession } from '../loader/session.ts';
import { readBySpi } from './rom-read.ts';
import { erasedMd5, sameBytes } from './work.ts';

/** What is on the flash of a connected board, by the stub or, more slowly, through the registers of the chip. */
export async function look(session: LoaderSession, signal?: AbortSignal): Promise<FlashContents> {
  const { size } = session.chip.flash;
  if (size !== undefined) await session.spiSetParams(size, signal);
  const reading = lookAtFlash(size);
  let step = reading.next();
  while (!step.done) step = reading.next(await answer(session, step.value, signal));
  return step.value;
}

async function answer(session: LoaderSession, query: LookQuery, signal?: AbortSignal): Promise<LookAnswer> {
  const stretch = { offset: flashOffset(query.offset), length: query.length };
  if (!session.limits.stubCommands) {
    // Without a digest, the beginning has to tell whether a stretch is erased.
    const length = query.kind === 'blank' ? Math.min(BEGINNING, query.length) : query.length;
    const bytes = await readBySpi(session, { ...stretch, length }, signal);
    return query.kind === 'blank' ? isFilledWith(bytes, 0xff) : bytes;
  }
  if (query.kind === 'blank') {
    return sameBytes(await session.md5(stretch, signal), erasedMd5(query.length));
  }
  const bytes = new Uint8Array(query.length);
  let at = 0;
  await session.readFlash(
    stretch,
    part => {
      bytes.set(part, at);
      at += part.length;
    },
    signal,
  );
  return bytes;
}

const BEGINNING = 64;
