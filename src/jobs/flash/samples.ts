import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import type { FlashWrite } from '../../core/plan/flash-plan.ts';
import { SPI_BUFFER, type SpiFetch, withSpiRead } from './rom-read.ts';
import { type FlashWork, sameBytes } from './work.ts';

/** Bytes of the flash that are not what they should be. */
export interface WrongSample {
  /** Of the first wrong byte in the flash. */
  readonly offset: number;
  readonly found: number;
  readonly expected: number;
  /** Bytes of the sample that are wrong. */
  readonly wrong: number;
}

/** A line that spoils this many attempts at one sample is given up. */
const MAX_FAILURES = 6;
/** Answers of the ROM carry no sum: what reads wrong is read again before it is believed. */
const LOOKS = 3;

/**
 * Looks at one piece of every sector of a write. The ROM compares the bytes of each block, but its commands have no
 * sum: a block or an erase that went to another place is answered as if all were well, and a sample finds it missing
 * here, or there. @throws LoaderFailure, Problem, the signal's reason.
 */
export async function wrongSample(work: FlashWork, write: FlashWrite): Promise<WrongSample | undefined> {
  work.stage('verifying');
  for (const start of sampleStarts(write.bytes)) {
    work.checkStop();
    const wrong = await withRetries(work, fetch => look(fetch, write, start));
    if (wrong) return wrong;
  }
  return undefined;
}

/** In each sector the last piece that erased flash would not hold: a write that broke off lacks its end. */
export function sampleStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let sector = 0; sector < bytes.length; sector += SECTOR) {
    const end = Math.min(sector + SECTOR, bytes.length);
    const last = sector + SPI_BUFFER * Math.floor((end - 1 - sector) / SPI_BUFFER);
    let start = last;
    while (start > sector && bytes.subarray(start, end).every(byte => byte === 0xff)) start -= SPI_BUFFER;
    starts.push(bytes.subarray(start, end).every(byte => byte === 0xff) ? last : start);
  }
  return starts;
}

async function look(
  fetch: SpiFetch,
  { offset, bytes }: FlashWrite,
  start: number,
): Promise<WrongSample | undefined> {
  const expected = bytes.subarray(start, start + SPI_BUFFER);
  let found = expected;
  for (let looks = 0; looks < LOOKS; looks++) {
    found = await fetch(offset + start, expected.length);
    if (sameBytes(found, expected)) return undefined;
  }
  const first = found.findIndex((byte, i) => byte !== expected[i]);
  return {
    offset: offset + start + first,
    ...{ found: found[first] ?? 0, expected: expected[first] ?? 0 },
    wrong: found.reduce((count, byte, i) => count + (byte === expected[i] ? 0 : 1), 0),
  };
}

async function withRetries<T>(work: FlashWork, action: (fetch: SpiFetch) => Promise<T>): Promise<T> {
  const { session, options } = work;
  for (let failures = 1; ; failures++) {
    try {
      return await withSpiRead(session, options.signal, action);
    } catch (error) {
      if (!(error instanceof LoaderFailure) || failures >= MAX_FAILURES) throw error;
      work.emit({ type: 'retry', finding: error.finding });
      await session.resync(options.signal);
    }
  }
}
