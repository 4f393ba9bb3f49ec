/**
 * One update of one device, from the trigger to the proof: what the relay saw, what the cable said and what the page
 * on port 80 shows go in, and out comes where the update stands, what boots now, and what proves it. Pure: the same
 * inputs give the same answer.
 */

import type { BootHistory, BootReport } from '../bootlog/report.ts';
import { runState } from '../bootlog/run-state.ts';
import { otherSlot, type Slot } from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';
import type { OtaEvent } from './connection.ts';

export type UpdateStage =
  /** Told to begin, or waiting for somebody to tell it. */
  | 'waiting'
  /** Asked for the length. */
  | 'asked'
  /** Has the length, and erases the slot. */
  | 'erasing'
  | 'sending'
  /** Has everything, checks it, and restarts. */
  | 'checking'
  | 'restarting'
  /** The new slot runs, and something proves it. */
  | 'done'
  /** The device runs what it ran before; `why` says why. */
  | 'stayed'
  /** The update did not happen; what the device runs was not touched. */
  | 'failed'
  /** Sent completely; nothing told what boots. */
  | 'unproven';

/** What shows that the new build runs. */
export type UpdateProof =
  | { readonly by: 'serial'; readonly slot: Slot; readonly line: number }
  | { readonly by: 'page'; readonly build: number };

export interface UpdateReport {
  readonly stage: UpdateStage;
  /** Milliseconds on the caller's clock. */
  readonly startedAt: number;
  /** When the stage began. */
  readonly since: number;
  /** The last sign of the device. */
  readonly heardAt: number;
  readonly target: UpdateTarget;
  /** Address and port of the relay, when the device was told to call it. */
  readonly toldAt?: string;
  /** The slot that the device asked for; the one it runs is the other. */
  readonly slot?: Slot;
  readonly length?: number;
  readonly sent: number;
  /** Bytes a second, since sending began. */
  readonly rate?: number;
  /** When the connection ended at the first bytes: what the cable says next tells a refusal from a loss of power. */
  readonly endedEarlyAt?: number;
  readonly proof?: UpdateProof;
  readonly why?: Finding;
}

export interface UpdateTarget {
  /** Boots of the log that were there before: a later one is of this update. */
  readonly boots: number;
  /** Somebody reads what the board says. */
  readonly cable: boolean;
  /** Build on the page before, where it could be read. */
  readonly buildBefore?: number;
  /** Build of the image that is offered, where it is known as a number. */
  readonly buildOffered?: number;
}

export type UpdateInput =
  | { readonly kind: 'relay'; readonly event: OtaEvent }
  /** It could not be told to begin. */
  | { readonly kind: 'not-reached'; readonly why: Finding }
  | { readonly kind: 'boots'; readonly history: BootHistory; readonly logNow?: number }
  /** It was told to begin, and will call this address of the relay. */
  | { readonly kind: 'told'; readonly at: string }
  | { readonly kind: 'page'; readonly build: number }
  /** Somebody reads what the board says, but the boot text was missed: the page counts as without a cable. */
  | { readonly kind: 'boot-missed' }
  | { readonly kind: 'time' };

/** Milliseconds without a sign of the device, by stage; ota.md section 5 has the client's own limits. */
export const SILENCE: Readonly<Partial<Record<UpdateStage, number>>> = {
  waiting: 20_000,
  asked: 20_000,
  // At most; see `silenceOf`.
  erasing: 120_000,
  sending: 90_000,
  // CRC, restart, boot, Wi-Fi; a boot loader that falls back takes several tries.
  checking: 60_000,
  restarting: 60_000,
};
/** A client that dislikes the first bytes has broken off before that many; so may one that has lost its power. */
const FIRST_BYTES = 16 * 1024;
/** In which the client's words about a refusal come over the cable: it prints them 10 ms before it breaks off. */
export const REFUSAL_MS = 3000;

export const beginUpdate = (target: UpdateTarget, now: number): UpdateReport => ({
  ...{ stage: 'waiting', startedAt: now, since: now, heardAt: now, target, sent: 0 },
});

export const isOver = ({ stage }: UpdateReport): boolean =>
  stage === 'done' || stage === 'stayed' || stage === 'failed' || stage === 'unproven';

/**
 * The report with one more input; the same object when it says nothing new. What is over stays as it is, except that
 * a boot text proves what nothing has proven before.
 */
export function reduceUpdate(report: UpdateReport, input: UpdateInput, now: number): UpdateReport {
  if (report.stage === 'unproven' && input.kind === 'boots')
    return provenLate(report, input.history, input.logNow, now);
  if (isOver(report)) return report;
  switch (input.kind) {
    case 'relay':
      return withRelay({ ...report, heardAt: now }, input.event, now);
    case 'not-reached':
      return end(report, 'failed', input.why, now);
    case 'boots':
      return withBoots(allSent(report), input.history, input.logNow, now);
    case 'told':
      return { ...report, toldAt: input.at };
    case 'boot-missed':
      return before(report, 'checking') ? report : { ...report, target: { ...report.target, cable: false } };
    case 'page':
      return withPage(allSent(report), input.build, now);
    case 'time':
      return withSilence(allSent(report), now);
  }
}

const to = (report: UpdateReport, stage: UpdateStage, now: number): UpdateReport =>
  report.stage === stage ? report : { ...report, stage, since: now };

const end = (report: UpdateReport, stage: UpdateStage, why: Finding, now: number): UpdateReport => ({
  ...to(report, stage, now),
  why,
});

const ORDER: readonly UpdateStage[] = ['waiting', 'asked', 'erasing', 'sending', 'checking', 'restarting'];
const before = (report: UpdateReport, stage: UpdateStage): boolean =>
  ORDER.indexOf(report.stage) < ORDER.indexOf(stage);

function withRelay(report: UpdateReport, event: OtaEvent, now: number): UpdateReport {
  switch (event.kind) {
    case 'asked': {
      const { endedEarlyAt: _, ...waiting } = report;
      const known = { ...waiting, slot: event.slot };
      if (event.method === 'HEAD') return before(report, 'asked') ? to(known, 'asked', now) : known;
      return known;
    }
    case 'refused':
      return end(report, 'failed', event.why, now);
    case 'head-answered':
      return { ...to(report, 'erasing', now), slot: event.slot, length: event.length };
    case 'sending':
      return withBytes(report, event, now);
    case 'finished':
      return { ...to(report, 'checking', now), slot: event.slot, length: event.length, sent: event.length };
    case 'stopped':
      return withStop(report, event, now);
  }
}

function withBytes(
  report: UpdateReport,
  { slot, sent, length }: Extract<OtaEvent, { kind: 'sending' }>,
  now: number,
): UpdateReport {
  const { endedEarlyAt: _, ...next } = to(report, 'sending', now);
  const ms = now - next.since;
  return { ...next, slot, length, sent, ...(ms > 0 && { rate: (1000 * sent) / ms }) };
}

/** A connection that ended early: the answer to HEAD may be given up, an image may not. */
function withStop(
  report: UpdateReport,
  { slot, sent, length, by }: Extract<OtaEvent, { kind: 'stopped' }>,
  now: number,
): UpdateReport {
  if (report.stage !== 'sending') return report;
  if (by === 'device' && sent <= FIRST_BYTES && sent < length) {
    if (report.target.cable) return { ...report, slot, sent, length, endedEarlyAt: now };
    return end(report, 'stayed', finding('ota-ended-early', { slot, sent, length }), now);
  }
  return end(report, 'stayed', finding('ota-broken-off', { sent, length, by }), now);
}

/** With the last byte under way the device checks, whether or not its good-bye has come. */
const allSent = (report: UpdateReport): UpdateReport =>
  report.stage === 'sending' && report.length !== undefined && report.sent >= report.length
    ? { ...report, stage: 'checking' }
    : report;

/** The cable says more than the network: why an image was refused, and which slot runs. */
function withBoots(
  report: UpdateReport,
  history: BootHistory,
  logNow: number | undefined,
  now: number,
): UpdateReport {
  const { boots, dropped } = history;
  const count = boots.length + dropped;
  const last = boots.at(-1);
  if (!last) return report;
  if (count <= report.target.boots) return withClient(report, last, now);
  // The restart came without the relay's "finished": the cable has overtaken it.
  if (report.endedEarlyAt !== undefined)
    return end(report, 'stayed', finding('ota-restarted-early', {}), now);
  if (before(report, 'checking')) return report.stage === 'sending' ? report : withoutUpdate(report, now);
  const slot = report.slot;
  const state = runState(history, logNow);
  if (slot === undefined || state.kind === 'not-known') {
    return last.stage === 'failed'
      ? end(report, 'stayed', finding('ota-nothing-boots', {}), now)
      : to(report, 'restarting', now);
  }
  const { claim } = state;
  if (claim.slot === slot) {
    if (state.kind === 'crashed') return end(report, 'stayed', finding('ota-new-crashes', { slot }), now);
    if (state.kind === 'started') return { ...to(report, 'restarting', now), heardAt: now };
    return { ...to(report, 'done', now), proof: { by: 'serial', slot, line: claim.line } };
  }
  if (state.kind === 'started' && state.waitMs !== undefined) return to(report, 'restarting', now);
  const fell = boots.slice(report.target.boots - dropped).some(boot => triedAndLeft(boot, slot));
  const why = fell
    ? finding('ota-fell-back', { slot, line: claim.line })
    : finding('ota-not-switched', { slot, line: claim.line });
  return end(report, 'stayed', why, now);
}

/** A board that was silent for too long may be restarted later: its boot text decides even then. */
function provenLate(
  report: UpdateReport,
  history: BootHistory,
  logNow: number | undefined,
  now: number,
): UpdateReport {
  const { why: _, ...open } = report;
  const next = withBoots({ ...open, stage: 'restarting' }, history, logNow, now);
  return isOver(next) ? next : report;
}

/** Whether a boot chose the slot and its boot loader gave up on it. */
const triedAndLeft = (boot: BootReport, slot: Slot): boolean =>
  boot.start?.target === slot ||
  boot.notes.some(note => note.kind === 'changes-over' || (note.kind === 'refused' && note.target === slot));

/** What the update client itself says of a failure, in the boot that ran before. */
function withClient(report: UpdateReport, { upgrade }: BootReport, now: number): UpdateReport {
  if (!upgrade || report.stage === 'waiting') return report;
  if (upgrade.stage === 'restarting' && !before(report, 'checking')) return to(report, 'restarting', now);
  const { failure, line } = upgrade;
  if (upgrade.stage !== 'failed' || failure === undefined) return report;
  return end(report, 'stayed', finding('ota-client-failed', { failure, line }), now);
}

const withoutUpdate = (report: UpdateReport, now: number): UpdateReport =>
  report.stage === 'waiting' ? report : end(report, 'failed', finding('ota-restarted-early', {}), now);

/** Without a cable, the build number on the page is the proof. */
function withPage(report: UpdateReport, build: number, now: number): UpdateReport {
  if (before(report, 'checking')) return report;
  const { buildBefore, buildOffered, cable } = report.target;
  const isNew =
    buildOffered === undefined ? build !== buildBefore && buildBefore !== undefined : build === buildOffered;
  const same = build === buildBefore;
  const settled = now - report.since > SETTLE_MS;
  // With a cable the boot text comes first and says more; the page speaks when the cable stays silent.
  if (cable && !settled) return report;
  if (isNew && !same) return { ...to(report, 'done', now), proof: { by: 'page', build } };
  // The old program may still serve its page for the moment between the last byte and the restart.
  if (same && settled && !cable) return end(report, 'stayed', finding('ota-page-unchanged', { build }), now);
  return report;
}

/** Time in which a device that has everything checks it and restarts. */
export const SETTLE_MS = 15_000;

function withSilence(report: UpdateReport, now: number): UpdateReport {
  const { endedEarlyAt, sent, length = 0 } = report;
  if (endedEarlyAt !== undefined)
    return now - endedEarlyAt < REFUSAL_MS
      ? report
      : end(report, 'stayed', finding('ota-broken-off', { sent, length, by: 'device' }), now);
  const limit = silenceOf(report);
  const quiet = now - Math.max(report.heardAt, report.since);
  if (limit === undefined || quiet < limit) return report;
  const seconds = Math.round(quiet / 1000);
  const { toldAt } = report;
  switch (report.stage) {
    case 'waiting':
      return end(
        report,
        'failed',
        finding('ota-no-request', { seconds, ...(toldAt && { at: toldAt }) }),
        now,
      );
    case 'asked':
    case 'erasing':
      return end(
        report,
        'failed',
        finding('ota-never-came-back', { seconds, sectors: sectorsOf(report) }),
        now,
      );
    case 'sending':
      return end(report, 'stayed', finding('ota-broken-off', { sent, length, by: 'time' }), now);
    default: {
      const slot = report.slot ?? 'user1';
      const { cable } = report.target;
      return end(report, 'unproven', finding('ota-unproven', { slot, other: otherSlot(slot), cable }), now);
    }
  }
}

/** Erasing takes up to 0.4 s a sector: nobody waits two minutes for a device that had one to erase. */
function silenceOf(report: UpdateReport): number | undefined {
  const limit = SILENCE[report.stage];
  return report.stage === 'erasing' && limit !== undefined && report.length !== undefined
    ? Math.min(limit, 30_000 + 1000 * sectorsOf(report))
    : limit;
}

const sectorsOf = ({ length = 0 }: UpdateReport): number => Math.ceil(length / 4096);
