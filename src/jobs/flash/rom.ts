import type { WriteResult } from '../../core/device/flash-event.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import type { FlashWrite } from '../../core/plan/flash-plan.ts';
import { send } from './send.ts';
import type { FlashWork } from './work.ts';

const MAX_FAILURES = 6;
/** A failure costs one of these at most: the ROM cannot say what it holds, so a stretch is written again whole. */
const STRETCH = 16 * SECTOR;

/**
 * Writes without a stub: the ROM erases, programs, reads back and compares the XOR of each block. It has no digest,
 * so everything is written, whether it is there already or not.
 */
export async function writeByRom(work: FlashWork, write: FlashWrite): Promise<WriteResult> {
  const { bytes, offset } = write;
  const inOrder = stretches(bytes.length);
  if (inOrder.length > 1) {
    work.stage('erasing');
    await work.session.eraseRegion({ offset, length: SECTOR });
  }
  for (const span of inOrder)
    await withRetries(work, span.length, () =>
      send(work, { offset, bytes, parts: [{ ...span, blank: false }], plain: true }),
    );
  return {
    ...{ role: write.role, name: write.name, offset, length: bytes.length, sent: bytes.length },
    outcome: 'written',
  };
}

/** All but the first sector in stretches, and then the first sector: without it nothing starts. */
function stretches(length: number): { start: number; length: number }[] {
  const found: { start: number; length: number }[] = [];
  for (let start = SECTOR; start < length; start += STRETCH)
    found.push({ start, length: Math.min(STRETCH, length - start) });
  return [...found, { start: 0, length: Math.min(SECTOR, length) }];
}

async function withRetries(work: FlashWork, length: number, action: () => Promise<void>): Promise<void> {
  for (let failures = 1; ; failures++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof LoaderFailure) || failures >= MAX_FAILURES) throw error;
      work.emit({ type: 'retry', finding: error.finding });
      await work.session.resync(work.options.signal);
      work.advance(-length);
    }
  }
}
