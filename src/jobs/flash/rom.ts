import type { WriteResult } from '../../core/device/flash-event.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { finding } from '../../core/findings.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import type { FlashWrite } from '../../core/plan/flash-plan.ts';
import { Problem } from '../../core/problem.ts';
import { wrongSample } from './samples.ts';
import { send } from './send.ts';
import type { FlashWork } from './work.ts';

const MAX_FAILURES = 6;
/** A failure costs one of these at most: the ROM cannot say what it holds, so a stretch is written again whole. */
const STRETCH = 16 * SECTOR;
/** Whole writes before what reads wrong is laid at the flash's door. */
const ROUNDS = 3;

/**
 * Writes without a stub: the ROM erases, programs, reads back and compares the XOR of each block. It has no digest,
 * so everything is written, whether it is there already or not, and of every sector a sample is read back.
 */
export async function writeByRom(work: FlashWork, write: FlashWrite): Promise<WriteResult> {
  for (let round = 1; ; round++) {
    await writeAll(work, write);
    const wrong = await wrongSample(work, write);
    if (!wrong) return resultOf(write, round === 1 ? 'written' : 'repaired');
    // It may lie where something else was proven already.
    work.doubtful = true;
    if (round === ROUNDS) throw new Problem(finding('flash-worn', wrong));
    work.emit({ type: 'retry', finding: finding('flash-differs', { offset: wrong.offset, length: SECTOR }) });
    work.advance(-write.bytes.length);
  }
}

/** Writes again what something that went wrong elsewhere has touched. */
export async function restoreByRom(work: FlashWork, write: FlashWrite): Promise<WriteResult> {
  if (!(await wrongSample(work, write))) return { ...resultOf(write, 'skipped'), sent: 0 };
  work.advance(-write.bytes.length);
  return writeByRom(work, write);
}

const resultOf = (
  { role, name, offset, bytes }: FlashWrite,
  outcome: WriteResult['outcome'],
): WriteResult => ({ role, name, offset, length: bytes.length, sent: bytes.length, outcome });

async function writeAll(work: FlashWork, { bytes, offset }: FlashWrite): Promise<void> {
  const inOrder = stretches(bytes.length);
  if (inOrder.length > 1) {
    work.stage('erasing');
    await withRetries(work, 0, () => work.session.eraseRegion({ offset, length: SECTOR }));
  }
  for (const span of inOrder)
    await withRetries(work, span.length, () =>
      send(work, { offset, bytes, parts: [{ ...span, blank: false }], plain: true }),
    );
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
      work.doubtful = true;
      work.emit({ type: 'retry', finding: error.finding });
      await work.session.resync(work.options.signal);
      work.advance(-length);
    }
  }
}
