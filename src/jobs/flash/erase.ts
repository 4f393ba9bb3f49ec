import { flashOffset } from '../../core/bytes/address.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { finding } from '../../core/findings.ts';
import { Problem } from '../../core/problem.ts';
import { pieces } from '../../core/transfer/differences.ts';
import type { FlashStretch, LoaderSession } from '../loader/session.ts';
import { type FlashOptions, FlashWork } from './work.ts';

const STEP = 16 * SECTOR;

/** Erases whole sectors, and proves it where there is a stub. What is erased already is left alone. */
export async function eraseRange(
  session: LoaderSession,
  stretch: FlashStretch,
  options: FlashOptions,
): Promise<void> {
  await eraseStretch(new FlashWork(session, options, stretch.length), stretch);
}

/** The same as a part of a larger job. */
export async function eraseStretch(work: FlashWork, stretch: FlashStretch): Promise<void> {
  const { session } = work;
  work.stage('erasing');
  for (const { start, length } of pieces({ start: stretch.offset, length: stretch.length }, STEP)) {
    work.checkStop();
    const part = { offset: flashOffset(start), length };
    const proves = session.limits.stubCommands;
    if (!(proves && (await work.isBlank(part)))) await session.eraseRegion(part);
    if (proves && !(await work.isBlank(part)))
      throw new Problem(finding('flash-not-erased', { offset: part.offset, length }));
    work.sectors(part, 'erased');
    work.advance(length);
  }
}
