import { otherSlot } from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';
import {
  type Board,
  EMPTY_SEAT,
  type Outcome,
  objections,
  type Seat,
  type SeatContext,
  type SeatSight,
  type SeatStep,
} from './seat.ts';

/**
 * The station's decisions for one seat: what is seen of its lane goes in, and out comes what the seat shows and what
 * the lane has to do. Pure; called again whenever something changed, so a sight that says nothing new gives the same
 * seat and no command.
 */
export function stepSeat(seat: Seat, sight: SeatSight | undefined, context: SeatContext): SeatStep {
  if (!sight?.plugged || sight.phase === 'unplugged') return withoutBoard(seat, sight, context);
  switch (seat.kind) {
    case 'waiting':
    case 'busy':
      return plugged(seat, sight, context);
    case 'recognising':
      return recognising(seat, sight, context);
    case 'flashing':
    case 'verifying':
      return writing(seat, sight, context);
    case 'booting':
      return booting(seat, sight, context);
    default:
      return stay(seat);
  }
}

/** A person wants this board written although it was refused, failed, or has passed. */
export function again(seat: Seat, now: number): SeatStep {
  const { kind } = seat;
  if (kind !== 'refused' && kind !== 'failed' && kind !== 'passed') return stay(seat);
  return { seat: { kind: 'recognising', since: now, insisted: true }, commands: ['connect'] };
}

/** Seconds for the boot text to prove which slot runs. */
const BOOT_SECONDS = 20;
/** A write that breaks off goes on by itself so often. */
const MOST_RESUMES = 3;

const stay = (seat: Seat): SeatStep => ({ seat, commands: [] });

const boardOf = ({ mac, since, insisted }: Board): Board => ({
  ...(mac !== undefined && { mac }),
  ...{ since, insisted },
});

function withoutBoard(seat: Seat, sight: SeatSight | undefined, context: SeatContext): SeatStep {
  switch (seat.kind) {
    case 'flashing':
    case 'verifying':
      // The write goes on when the same board is back.
      if (sight && (sight.resume || sight.phase !== 'unplugged'))
        return seat.waitsForCable ? stay(seat) : stay({ ...seat, kind: 'flashing', waitsForCable: true });
      return { ...fail(seat, sight?.finding ?? finding('port-lost', {}), context), seat: EMPTY_SEAT };
    case 'booting':
      return { ...fail(seat, finding('station-pulled-early', {}), context), seat: EMPTY_SEAT };
    case 'waiting':
      return stay(seat);
    default:
      return stay(EMPTY_SEAT);
  }
}

function plugged(seat: Seat, { phase }: SeatSight, { accepting, now }: SeatContext): SeatStep {
  if (!accepting) return seat.kind === 'waiting' ? stay(seat) : stay(EMPTY_SEAT);
  const board = { kind: 'recognising', since: now, insisted: false } as const;
  switch (phase) {
    case 'closed':
    case 'connected':
      return { seat: board, commands: ['connect'] };
    case 'connecting':
      return stay(board);
    default:
      return seat.kind === 'busy' ? stay(seat) : stay({ kind: 'busy' });
  }
}

type Recognising = Extract<Seat, { readonly kind: 'recognising' }>;

function recognising(seat: Recognising, sight: SeatSight, context: SeatContext): SeatStep {
  switch (sight.phase) {
    case 'connected': {
      // Stopped meanwhile: it is known, and left alone.
      if (!context.accepting && !seat.insisted) return { seat: EMPTY_SEAT, commands: [] };
      return sight.findings ? decide(seat, sight, sight.findings, context) : stay(seat);
    }
    case 'closed':
      return fail(seat, sight.finding ?? finding('station-stopped', {}), context);
    case 'taken':
      return stay({ kind: 'busy' });
    case 'fault':
      return fail(seat, finding('station-lane-fault', { message: sight.fault ?? '' }), context);
    default:
      return stay(seat);
  }
}

/** The board is known: write it, or say why not. */
function decide(
  seat: Board,
  { mac }: SeatSight,
  findings: readonly Finding[],
  { rules, doneBefore, now }: SeatContext,
): SeatStep {
  const board: Board = { ...(mac !== undefined && { mac }), since: seat.since, insisted: seat.insisted };
  const why = objections(findings, rules, seat.insisted);
  const [first] = why;
  if (first) {
    const outcome: Outcome = { ...(mac && { mac }), result: 'refused', ms: now - seat.since, finding: first };
    return { seat: { kind: 'refused', why, again: false, ...board }, commands: [], outcome };
  }
  if (mac !== undefined && !seat.insisted && doneBefore(mac)) {
    const done = [finding('station-done-before', { mac })];
    return { seat: { kind: 'refused', why: done, again: true, ...board }, commands: [] };
  }
  const warned = findings.some(({ severity }) => severity === 'warning');
  return {
    seat: { kind: 'flashing', waitsForCable: false, resumed: 0, ...board },
    commands: warned ? ['confirm', 'write'] : ['write'],
  };
}

type Writing = Extract<Seat, { readonly kind: 'flashing' | 'verifying' }>;

function writing(seat: Writing, sight: SeatSight, context: SeatContext): SeatStep {
  const { phase, stage, report, resume, mac } = sight;
  if (phase === 'working' || phase === 'connecting' || phase === 'stopping') {
    const kind = stage === 'verifying' ? 'verifying' : 'flashing';
    return seat.kind === kind && !seat.waitsForCable
      ? stay(seat)
      : stay({ ...seat, kind, waitsForCable: false });
  }
  if (phase === 'connected' && mac !== undefined && seat.mac !== undefined && mac !== seat.mac)
    return anotherBoard(seat, sight, context);
  if (phase === 'connected' && report && !sight.finding) {
    const { boots } = report;
    const next = {
      kind: 'booting',
      watchedAt: context.now,
      ...(boots && { boots }),
      ...boardOf(seat),
    } as const;
    return { seat: next, commands: ['watch'] };
  }
  if (phase === 'fault')
    return fail(seat, finding('station-lane-fault', { message: sight.fault ?? '' }), context);
  if (phase !== 'connected' && phase !== 'closed') return stay(seat);
  if (resume === 'offered' && seat.resumed < MOST_RESUMES) return goOn(seat, sight, context);
  // The lane goes on by itself when its cable is back.
  if (resume && resume !== 'offered') return stay(seat);
  return fail(seat, sight.finding ?? finding('station-stopped', {}), context);
}

/** The write broke off and can go on: half a board has other warnings than a whole one, errors count as ever. */
function goOn(seat: Writing, { findings, phase }: SeatSight, context: SeatContext): SeatStep {
  const [first] = phase === 'connected' ? objections(findings ?? [], context.rules, true) : [];
  if (first) return fail(seat, first, context);
  const next = { ...seat, waitsForCable: false, resumed: seat.resumed + 1 };
  return { seat: next, commands: phase === 'connected' ? ['confirm', 'resume'] : ['resume'] };
}

/** Another board came back than the one that was pulled out in the middle: that one is not done. */
function anotherBoard(seat: Writing, sight: SeatSight, context: SeatContext): SeatStep {
  const { outcome } = fail(seat, finding('station-pulled-early', {}), context);
  const fresh: Board = { since: context.now, insisted: false };
  const next = decide(fresh, sight, sight.findings ?? [], context);
  return next.outcome || !outcome ? next : { ...next, outcome };
}

type Booting = Extract<Seat, { readonly kind: 'booting' }>;

function booting(seat: Booting, { phase, run, finding: lost }: SeatSight, context: SeatContext): SeatStep {
  if (phase === 'closed' || phase === 'fault')
    return fail(seat, lost ?? finding('station-stopped', {}), context);
  const failed = (why: Finding): SeatStep => ({ ...fail(seat, why, context), commands: ['release'] });
  if (run?.kind === 'crashed') return failed(finding('station-boot-crashed', {}));
  if (run?.kind === 'running') {
    const { slot } = run.claim;
    if (seat.boots !== undefined && slot !== seat.boots)
      return failed(finding('station-boot-other', { expected: otherSlot(slot), found: slot }));
    return pass(seat, context, slot);
  }
  const boot = run?.kind === 'not-known' ? run.report : undefined;
  if (boot?.stage === 'failed') return failed(finding('station-boot-nothing', {}));
  // A program without slots has no jump line: that it was handed over to is all there is to see.
  if (seat.boots === undefined && boot?.stage === 'started' && boot.withoutSlots) return pass(seat, context);
  const seconds = (context.now - seat.watchedAt) / 1000;
  return seconds > BOOT_SECONDS
    ? failed(finding('station-boot-silent', { seconds: BOOT_SECONDS }))
    : stay(seat);
}

function pass(seat: Booting, { now }: SeatContext, slot?: 'user1' | 'user2'): SeatStep {
  const ms = now - seat.since;
  const { mac } = seat;
  return {
    seat: { kind: 'passed', ms, ...(slot && { slot }), ...boardOf(seat) },
    commands: ['release'],
    outcome: { result: 'passed', ms, ...(mac && { mac }), ...(slot && { slot }) },
  };
}

function fail(seat: Board, why: Finding, { now }: SeatContext): SeatStep {
  const { mac, since } = seat;
  return {
    seat: { kind: 'failed', finding: why, ...boardOf(seat) },
    commands: [],
    outcome: { result: 'failed', ms: now - since, ...(mac && { mac }), finding: why },
  };
}
