import { flashOffset } from '../../core/bytes/address.ts';
import { hexOf } from '../../core/bytes/hex.ts';
import { md5 } from '../../core/bytes/md5.ts';
import type { WriteResult } from '../../core/device/flash-event.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { finding } from '../../core/findings.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import type { FlashWrite, WriteRole } from '../../core/plan/flash-plan.ts';
import { runs, type Span } from '../../core/transfer/differences.ts';
import { compare, without } from './compare.ts';
import { diagnose } from './diagnose.ts';
import { type Part, send } from './send.ts';
import type { FlashWork } from './work.ts';

/** Failures of the line in a row, without a single sector more, before it is given up. */
const MAX_FAILURES = 6;
/** Erases of one sector before the rest of the job has to tell what is wrong with it. */
const ERASES = 2;

/** What begins with the bytes that a boot loader looks for, and is long enough to be interrupted. */
const STARTABLE: readonly WriteRole[] = ['user1', 'user2', 'plain-head'];

/**
 * Brings one write of the plan onto the flash: what is there already is found by MD5 and left alone, the rest is
 * sent, and all of it is proven by MD5. Interrupted at any moment, an image of a slot has no beginning: nothing
 * starts half of it, and the boot loader falls back to the other slot.
 */
export async function writeImage(work: FlashWork, write: FlashWrite): Promise<WriteResult> {
  const { bytes, offset } = write;
  const all = { start: 0, length: bytes.length };
  const tally = { sent: 0, repaired: false };
  let todo = await compare(work, offset, bytes, 'same');
  work.advance(lengthOf(without(all, todo)));
  const outcome = todo.length === 0 ? 'skipped' : 'written';
  let failures = 0;
  while (todo.length > 0) {
    const before = lengthOf(todo);
    const sent = todo;
    const failure = await attempt(work, () => sendInOrder(work, write, sent, tally.repaired));
    todo = await compare(work, offset, bytes, 'verified');
    const left = lengthOf(todo);
    tally.sent += before - left;
    if (failure) {
      failures = left < before ? 1 : failures + 1;
      if (left > 0 && failures >= MAX_FAILURES) throw failure;
    } else if (left > 0) {
      tellDiffering(work, offset, todo);
      if (tally.repaired) throw await diagnose(work, offset, bytes, todo);
      tally.repaired = true;
    }
    if (left > 0) work.advance(-left);
  }
  return {
    ...{ role: write.role, name: write.name, offset, length: bytes.length, sent: tally.sent },
    ...{ outcome: tally.repaired ? 'repaired' : outcome, md5: hexOf(md5(bytes)) },
  };
}

/** What can start loses its beginning before anything behind it changes, and gets it back last. */
async function sendInOrder(
  work: FlashWork,
  write: FlashWrite,
  todo: readonly Part[],
  plain: boolean,
): Promise<void> {
  const { offset, bytes } = write;
  const behind = clipped(todo, SECTOR);
  if (!STARTABLE.includes(write.role) || behind.length === 0)
    return send(work, { offset, bytes, parts: todo, plain });
  const head = { offset, length: SECTOR };
  for (let tries = 0; tries < ERASES && !(await work.isBlank(head)); tries++) {
    // Said to be done, and not done here: it may have been done somewhere else.
    if (tries > 0) work.doubtful = true;
    work.stage('erasing');
    await work.session.eraseRegion(head);
    work.sectors(head, 'erased');
  }
  const blank = todo.every(part => part.blank);
  const parts = [...behind.map(span => ({ ...span, blank })), { start: 0, length: SECTOR, blank: true }];
  await send(work, { offset, bytes, parts, plain });
}

/** A failure of the line is met by talking anew; what arrived before it is found by MD5. */
async function attempt(work: FlashWork, action: () => Promise<void>): Promise<LoaderFailure | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (!(error instanceof LoaderFailure)) throw error;
    work.doubtful = true;
    work.emit({ type: 'retry', finding: error.finding });
    await work.session.resync(work.options.signal);
    return error;
  }
}

function tellDiffering(work: FlashWork, offset: number, spans: readonly Span[]): void {
  for (const { start, length } of spans)
    work.sectors({ offset: flashOffset(offset + start), length }, 'differs');
  work.doubtful = true;
  const first = spans[0]?.start ?? 0;
  const facts = { offset: offset + first, length: lengthOf(spans) };
  work.emit({ type: 'retry', finding: finding('flash-differs', facts) });
}

/** The parts of spans at or behind `from`. */
const clipped = (spans: readonly Span[], from: number): Span[] =>
  runs(
    spans.flatMap(({ start, length }) => {
      const at = Math.max(start, from);
      const left = start + length - at;
      return left > 0 ? [{ start: at, length: left }] : [];
    }),
  );

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, s) => sum + s.length, 0);
