/** What the lines of the ROM and of the boot loaders add to a report. */
import { flashMode, flashSpeed, loaderBySegments, mapClaim, slotClaim } from './claims.ts';
import type { LoadFact, LogLine } from './events.ts';
import type { BootNote, BootReport, BootStage, LoaderClaim, StartClaim } from './report.ts';

/** Notes behind which the slot that was started does not run, and what the boot has come to. */
const ENDS: Readonly<Partial<Record<BootNote['kind'], BootStage>>> = {
  'unknown-reset': 'failed',
  'rom-gave-up': 'failed',
  'rom-checksum': 'failed',
  'rom-read': 'failed',
  'user-code-done': 'failed',
  'map-not-supported': 'failed',
  'image-magic': 'starting',
  'both-failed': 'failed',
  'bad-flag': 'failed',
  'other-failed': 'failed',
  retry: 'retrying',
  'changes-over': 'retrying',
};

/** The report with what a line of the ROM or of a boot loader says. */
export function withLoadFact(
  report: BootReport,
  fact: LoadFact,
  { number: line, time }: LogLine,
): BootReport {
  switch (fact.kind) {
    case 'load':
      return {
        ...report,
        stage: 'starting',
        segments: [...report.segments, { address: fact.address, length: fact.length, line }],
      };
    case 'checksum':
      return withChecksum(report, fact.value);
    case 'final-checksum':
      return withLoaded({ ...report, loaded: { line } }, line);
    case 'loader':
    case 'own-loader':
    case 'other-world':
      return withLoader(report, fact, line);
    case 'speed':
    case 'flash-mode':
    case 'map':
      return withSetting(report, fact, line);
    case 'jump':
      return withStart(report, {
        target: fact.target,
        line,
        ...(fact.offset !== undefined && { offset: fact.offset }),
        ...(time !== undefined && { time }),
      });
  }
}

/** The report with a note; one that ends the boot takes the claim about the slot back. */
export function withTrouble(report: BootReport, note: BootNote): BootReport {
  // The loader says so right behind its jump line; an application that says the same later means something else.
  if (note.kind === 'image-magic' && report.appLine !== undefined) return report;
  const notes = [...report.notes, note];
  const stage = ENDS[note.kind];
  if (stage === undefined) return { ...report, notes };
  const { slot: _, ...rest } = report;
  return { ...rest, stage, notes };
}

function withChecksum(report: BootReport, checksum: number): BootReport {
  const last = report.segments.at(-1);
  if (!last || last.checksum !== undefined) return report;
  return { ...report, segments: report.segments.with(-1, { ...last, checksum }) };
}

/** The ROM is done: from here on the loader is known by what was loaded, whatever happens to its own lines. */
function withLoaded(report: BootReport, line: number): BootReport {
  if (report.loader) return report;
  const known = loaderBySegments(report.segments);
  if (!known) return report;
  return { ...report, loader: loaderClaim(known.version, 'segments', line) };
}

const OWN = /^twinslot (.+)$/;

const loaderClaim = (version: string, by: 'text' | 'segments', line: number): LoaderClaim => {
  const own = OWN.exec(version)?.[1];
  return own === undefined
    ? { kind: 'sdk', version, by, line }
    : { kind: 'twinslot', version: own, by, line };
};

function withLoader(
  report: BootReport,
  fact: Extract<LoadFact, { kind: 'loader' | 'own-loader' | 'other-world' }>,
  line: number,
): BootReport {
  if (fact.kind === 'other-world') {
    const version = fact.version === undefined ? {} : { version: fact.version };
    return { ...report, stage: 'started', loader: { kind: 'other', world: fact.world, ...version, line } };
  }
  if (fact.kind === 'own-loader')
    return { ...report, loader: { kind: 'twinslot', version: fact.version, by: 'text', line } };
  const before = report.loader;
  if (before?.kind === 'twinslot') return report;
  const said = loaderClaim(fact.version, 'text', line);
  const differs = before?.kind === 'sdk' && !fact.version.startsWith(before.version);
  const renamed: BootReport = { ...report, loader: said };
  return differs ? withTrouble(renamed, { kind: 'loader-differs', line }) : renamed;
}

function withSetting(
  report: BootReport,
  { kind, text }: Extract<LoadFact, { kind: 'speed' | 'flash-mode' | 'map' }>,
  line: number,
): BootReport {
  if (kind === 'speed') {
    const value = flashSpeed(text);
    return value ? { ...report, speed: { value, line } } : report;
  }
  if (kind === 'flash-mode') {
    const value = flashMode(text);
    return value ? { ...report, flashMode: { value, line } } : report;
  }
  if (text === 'flash map not support') return withTrouble(report, { kind: 'map-not-supported', line });
  const map = mapClaim(text, line);
  return map ? { ...report, map } : report;
}

function withStart(report: BootReport, start: StartClaim): BootReport {
  const { slot: _, doubt: __, ...rest } = report;
  const claim = slotClaim(start, report.map, report.loader);
  const started: BootReport = { ...rest, stage: 'started', start };
  if (claim === undefined) return started;
  return typeof claim === 'string'
    ? { ...started, doubt: { reason: claim, line: start.line } }
    : { ...started, slot: claim };
}
