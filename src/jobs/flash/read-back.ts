import { flashOffset } from '../../core/bytes/address.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { finding } from '../../core/findings.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import { Problem } from '../../core/problem.ts';
import type { FlashStretch, LoaderSession } from '../loader/session.ts';
import { type FlashOptions, FlashWork } from './work.ts';

/** What was read of a stretch; hand it in again to go on where a reading broke off. */
export interface ReadBack {
  readonly stretch: FlashStretch;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes whose digest was right. */
  done: number;
}

/** A digest covers so much: what is lost at most when the line fails. */
const PART = 16 * SECTOR;
const MAX_FAILURES = 6;

export const beginReadBack = (stretch: FlashStretch): ReadBack => ({
  ...{ stretch, done: 0 },
  bytes: new Uint8Array(stretch.length),
});

/**
 * Reads the flash part by part, each checked by the stub's digest. Fills `reading` from where it stands; after a
 * failure or a stop the same one goes on, with this session or the next.
 */
export async function readBack(
  session: LoaderSession,
  reading: ReadBack,
  options: FlashOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!session.limits.stubCommands) throw new Problem(finding('flash-needs-stub', {}));
  const { stretch, bytes } = reading;
  const work = new FlashWork(session, options, stretch.length);
  work.stage('reading');
  work.advance(reading.done);
  let failures = 0;
  while (reading.done < stretch.length) {
    work.checkStop();
    const offset = flashOffset(stretch.offset + reading.done);
    const part = { offset, length: Math.min(PART, stretch.length - reading.done) };
    try {
      await readPart(session, part, bytes.subarray(reading.done, reading.done + part.length));
      failures = 0;
    } catch (error) {
      if (!(error instanceof LoaderFailure) || ++failures >= MAX_FAILURES) throw error;
      work.emit({ type: 'retry', finding: error.finding });
      await session.resync(options.signal);
      continue;
    }
    reading.done += part.length;
    work.sectors(part, 'read');
    work.advance(part.length);
  }
  return bytes;
}

async function readPart(session: LoaderSession, stretch: FlashStretch, into: Uint8Array): Promise<void> {
  let at = 0;
  await session.readFlash(stretch, part => {
    into.set(part.subarray(0, into.length - at), at);
    at += part.length;
  });
}
