import type { Outcome } from './seat.ts';

/** Which build was written. */
export interface StationBuild {
  /** The files that it was made from, as the person knows them. */
  readonly name: string;
  /** SHA-256 of everything that is written, `user1.bin 1f2e…, user2.bin 3d4c…`; empty where the browser computes none. */
  readonly sha256: string;
}

/** One board of the log. */
export interface StationEntry extends Outcome {
  /** When it ended, milliseconds since 1970. */
  readonly time: number;
  readonly seat: string;
  readonly build: StationBuild;
}

export interface StationCounts {
  readonly passed: number;
  readonly failed: number;
  readonly refused: number;
  /** Boards an hour, of those that passed; undefined before it means anything. */
  readonly perHour?: number;
}

/** The rate of one board or of a minute says nothing. */
const FEWEST = 2;
const SHORTEST_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What came of the boards since the station was started. @param startedAt milliseconds since 1970, as `now`. */
export function countEntries(
  entries: readonly StationEntry[],
  startedAt: number | undefined,
  now: number,
): StationCounts {
  const since = entries.filter(({ time }) => startedAt !== undefined && time >= startedAt);
  const of = (result: Outcome['result']): number => since.filter(entry => entry.result === result).length;
  const passed = of('passed');
  const ms = startedAt === undefined ? 0 : now - startedAt;
  return {
    ...{ passed, failed: of('failed'), refused: of('refused') },
    ...(passed >= FEWEST && ms >= SHORTEST_MS && { perHour: (passed * HOUR_MS) / ms }),
  };
}

/** This board has passed with just this build, as far as the log goes back. Builds without a hash are all unknown. */
export const passedBefore = (entries: readonly StationEntry[], build: StationBuild, mac: string): boolean =>
  build.sha256 !== '' &&
  entries.some(
    entry => entry.result === 'passed' && entry.mac === mac && entry.build.sha256 === build.sha256,
  );
