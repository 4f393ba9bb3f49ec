import { flashOffset } from '../../core/bytes/address.ts';
import { isFilledWith } from '../../core/bytes/text.ts';
import type { FlashContents } from '../../core/device/flash-contents.ts';
import { lookAtFlash } from '../../core/device/look-flash.ts';
import type { LookAnswer, LookQuery } from '../../core/device/look-query.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { pieces } from '../../core/transfer/differences.ts';
import type { FlashStretch, LoaderSession } from '../loader/session.ts';
import { setFlashSize } from './flash-size.ts';
import { readBySpi } from './rom-read.ts';
import { erasedMd5, sameBytes } from './work.ts';

/** What is on the flash of a connected board, by the stub or, more slowly, through the registers of the chip. */
export async function look(session: LoaderSession, signal?: AbortSignal): Promise<FlashContents> {
  const { size } = session.chip.flash;
  if (size !== undefined) await setFlashSize(session, size, signal);
  const reading = lookAtFlash(size);
  let step = reading.next();
  while (!step.done) step = reading.next(await answer(session, step.value, signal));
  return step.value;
}

async function answer(session: LoaderSession, query: LookQuery, signal?: AbortSignal): Promise<LookAnswer> {
  const stretch = { offset: flashOffset(query.offset), length: query.length };
  if (!session.limits.stubCommands) {
    return query.kind === 'blank'
      ? beginsBlank(session, stretch, signal)
      : readBySpi(session, stretch, signal);
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

/** Without a digest, the beginning of each sector has to tell whether a stretch is erased. */
async function beginsBlank(
  session: LoaderSession,
  { offset, length }: FlashStretch,
  signal?: AbortSignal,
): Promise<boolean> {
  for (const sector of pieces({ start: offset, length }, SECTOR)) {
    const beginning = { offset: flashOffset(sector.start), length: Math.min(BEGINNING, sector.length) };
    if (!isFilledWith(await readBySpi(session, beginning, signal), 0xff)) return false;
  }
  return true;
}
