/**
 * From events to boots: a pure function, one event after the other. What a log proves about the slot, and what it
 * does not, is the table of boot.md, section 8.
 */
import { withApplicationFact } from './application.ts';
import { bootMode, ignoresPins, resetCause } from './claims.ts';
import type { BootEvent, BootFact, LogLine } from './events.ts';
import { withLoadFact, withTrouble } from './loading.ts';
import { afterRateChange, sightOf } from './rate.ts';
import type { BootHistory, BootReport, BootStage } from './report.ts';

/** Boots that are kept. */
const MOST_BOOTS = 32;

/** The history with one more event. Lines that say nothing new give the same object again. */
function reduceBoot(history: BootHistory, event: BootEvent): BootHistory {
  if (event.kind === 'rate') return afterRateChange(history, event.baud);
  const { line, fact } = event;
  const begun = fact && beginsBoot(history.boots.at(-1), fact) ? withNewBoot(history, line, fact) : history;
  const report = begun.boots.at(-1);
  if (!report) return begun;
  const changed = fact ? withFact(report, fact, line) : withPlainLine(report, line);
  return sightOf(changed === report ? begun : withLast(begun, changed), line);
}

function withLast(history: BootHistory, report: BootReport): BootHistory {
  const boots = history.boots.slice();
  boots[boots.length - 1] = report;
  return { boots, dropped: history.dropped, rate: history.rate };
}

/** All events of a log. */
export const reduceBoots = (history: BootHistory, events: readonly BootEvent[]): BootHistory =>
  events.reduce(reduceBoot, history);

/** Whether a line belongs to a later boot than the latest one known: its banner may have been missed. */
function beginsBoot(report: BootReport | undefined, fact: BootFact): boolean {
  const handedOver = report?.start !== undefined || report?.appLine !== undefined;
  switch (fact.kind) {
    case 'banner':
      return true;
    case 'load':
      return report === undefined || report.loaded !== undefined || report.loader !== undefined || handedOver;
    case 'checksum':
    case 'final-checksum':
      return report === undefined || report.loader !== undefined || handedOver;
    case 'own-loader':
      return report === undefined || saidItself(report) || handedOver;
    case 'loader':
      // Twinslot's loader first says its own name, and then the version that it stands for.
      return report === undefined || (saidItself(report) && !isBareTwinslot(report)) || handedOver;
    case 'speed':
    case 'flash-mode':
    case 'map':
      return report === undefined || report.start !== undefined;
    default:
      return report === undefined && fact.kind !== 'stray-jump' && fact.kind !== 'missed-boot';
  }
}

const saidItself = ({ loader }: BootReport): boolean =>
  loader !== undefined && (loader.kind === 'other' || loader.by === 'text');

const isBareTwinslot = ({ loader, speed, map }: BootReport): boolean =>
  loader?.kind === 'twinslot' && speed === undefined && map === undefined;

function withNewBoot(history: BootHistory, line: LogLine, fact: BootFact): BootHistory {
  const { boots, dropped } = history;
  const last = boots.at(-1);
  const time = line.time === undefined ? {} : { time: line.time };
  const ended = last ? [...boots.slice(0, -1), { ...last, ended: { line: line.number, ...time } }] : [];
  const report: BootReport = {
    number: boots.length + dropped + 1,
    firstLine: line.number,
    ...(line.time !== undefined && { startedAt: line.time }),
    stage: 'starting',
    segments: [],
    notes: [],
    ...(fact.kind === 'banner' && startOf(fact, line.number)),
  };
  const all = [...ended, report];
  const over = Math.max(0, all.length - MOST_BOOTS);
  return {
    boots: all.slice(over),
    dropped: dropped + over,
    // Boot text that can be read: this is the rate of the boot.
    rate: { noise: 0, clean: false },
  };
}

function startOf(
  { cause: number, mode: first, second }: Extract<BootFact, { kind: 'banner' }>,
  line: number,
): Pick<BootReport, 'reset' | 'mode' | 'stage'> {
  const cause = resetCause(number);
  const mode = bootMode(first);
  return {
    reset: { cause, number, line },
    mode: { mode, first, second, line },
    stage: stageOf(cause, mode),
  };
}

/** What the ROM does next. */
function stageOf(cause: ReturnType<typeof resetCause>, mode: ReturnType<typeof bootMode>): BootStage {
  if (mode === 'flash' || ignoresPins(cause)) return 'starting';
  if (cause === 'unknown') return 'failed';
  return mode === 'uart' ? 'waits-for-flasher' : 'wrong-pins';
}

function withFact(report: BootReport, fact: BootFact, line: LogLine): BootReport {
  switch (fact.kind) {
    case 'banner':
    case 'watchdog-reset':
    case 'waiting-for-host':
    case 'tail':
      return report;
    case 'sdk':
    case 'upgrade':
    case 'exception':
    case 'stray-jump':
    case 'missed-boot':
      return withApplicationFact(report, fact, line);
    case 'load':
    case 'checksum':
    case 'final-checksum':
    case 'own-loader':
    case 'loader':
    case 'other-world':
    case 'speed':
    case 'flash-mode':
    case 'map':
    case 'jump':
      return withLoadFact(report, fact, line);
    default:
      return withTrouble(report, { ...fact, line: line.number });
  }
}

/** A line without a known form: the application speaks, or something that cannot be read. */
function withPlainLine(report: BootReport, line: LogLine): BootReport {
  if (line.origin === 'noise') {
    const heard = report.start !== undefined && report.noiseLine === undefined && line.length >= LEAST_NOISE;
    return heard ? { ...report, noiseLine: line.number } : report;
  }
  const speaks = line.origin === 'app' || line.origin === 'sdk';
  if (!speaks || report.appLine !== undefined || line.text.trim() === '') return report;
  return { ...withApplication(report, line), appLine: line.number };
}

/** Bytes of a line of noise that count: less is what every switch of a rate leaves. */
const LEAST_NOISE = 8;

/** The ROM has loaded something that is no boot loader, and it speaks: a program without slots. */
function withApplication(report: BootReport, line: LogLine): BootReport {
  const alone = report.loaded !== undefined && report.loader === undefined && report.start === undefined;
  if (!alone || report.segments.length === 0) return report;
  return { ...report, stage: 'started', withoutSlots: { line: line.number } };
}
