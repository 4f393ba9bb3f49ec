import type { CheckNews } from '../../core/device/board-check.ts';
import type { FlashEvent } from '../../core/device/flash-event.ts';
import type { LaneReport } from '../../worker/lane-protocol.ts';
import { EMPTY_LOG } from '../serial-log.ts';
import type { CheckView, LaneChoices, LanePhase, LaneView, PortView } from './lane-view.ts';
import { withSectors } from './sector-map.ts';

/** What the reports of a lane's worker make of its view. Pure: times, storage and orders are the lane's. */

const CHOICES: LaneChoices = { baud: 'auto', stub: true, ownLoader: true, confirmed: false };

export const freshLane = (id: string, port: PortView): LaneView => ({
  ...{ id, port, plugged: true, phase: 'closed', choices: CHOICES, findings: [], log: EMPTY_LOG, memory: {} },
});

/** Takes optional parts out of a view. */
export function without<Key extends keyof LaneView>(view: LaneView, ...keys: readonly Key[]): LaneView {
  const rest: Partial<LaneView> = { ...view };
  for (const key of keys) delete rest[key];
  return rest as LaneView;
}

/** A job begins: what the last one left is gone. */
export function begun(view: LaneView, job: NonNullable<LaneView['job']>, phase: LanePhase): LaneView {
  const rest = without(view, 'progress', 'retry', 'assist', 'finding', 'report', 'done', 'read', 'stopAsked');
  // What was known of the board and said yes to still counts when a write goes on.
  const anew = job === 'connect' && view.resume !== 'under-way';
  const connecting = anew ? without(rest, 'chip', 'link', 'contents', 'backup') : rest;
  const cleared = job === 'watch' ? connecting : without(connecting, 'sectors');
  return { ...cleared, job, phase, findings: [] };
}

export function withReport(view: LaneView, report: LaneReport): LaneView {
  switch (report.type) {
    case 'event':
      return withEvent(view, report.event);
    case 'done':
      return withResult(view, report);
    case 'stopped':
    case 'failed': {
      const { contents, connected } = report;
      const over = connected ? ended(view, 'connected') : unconnected(ended(view, closedPhase(view)));
      return {
        ...over,
        ...(contents && { contents }),
        ...(report.type === 'failed' && { finding: report.finding }),
      };
    }
    case 'check':
      return { ...view, check: withNews(view.check, report.news) };
    case 'plugged':
      return withCable(view, report.plugged);
    case 'fault':
      return { ...unconnected(ended(view, 'fault')), fault: report.message };
    default:
      return view;
  }
}

function withNews({ results, running }: CheckView = { results: [] }, news: CheckNews): CheckView {
  switch (news.kind) {
    case 'begun':
      return { results, running: news.check };
    case 'result':
      return { results: [...results, news.result] };
    case 'asks':
      return { results, asks: news.what, ...(running && { running }) };
  }
}

/** What ran when it was stopped has no result. */
const checked = ({ check, ...view }: LaneView): LaneView =>
  check ? { ...view, check: { results: check.results } } : view;

const ended = (view: LaneView, phase: LanePhase): LaneView => ({
  ...checked(without(view, 'progress', 'retry', 'assist', 'stopAsked')),
  phase,
});

const closedPhase = ({ plugged }: LaneView): LanePhase => (plugged ? 'closed' : 'unplugged');

/** What was known of the flash stays on the screen; nobody is there to act on it. */
const unconnected = (view: LaneView): LaneView => without(view, 'link');

function withEvent(view: LaneView, event: FlashEvent): LaneView {
  switch (event.type) {
    case 'retry':
      return { ...view, retry: event.finding };
    case 'assist':
      return { ...view, assist: { heard: event.heard } };
    case 'chip':
      return { ...view, chip: event.chip };
    case 'link':
      return { ...view, link: { baud: event.baud, loader: event.loader } };
    case 'sectors':
      return { ...view, sectors: withSectors(view.sectors, event) };
    case 'finding':
      return { ...view, findings: [...view.findings, event.finding] };
    default:
      return view;
  }
}

function withResult(view: LaneView, report: Extract<LaneReport, { readonly type: 'done' }>): LaneView {
  const over = ended(view, 'connected');
  switch (report.job) {
    case 'connect':
      return { ...over, chip: report.chip, contents: report.contents, memory: report.memory };
    case 'write':
    case 'choose-slot': {
      const { report: result, contents } = report;
      return { ...over, report: result, contents, findings: [...over.findings, ...result.findings] };
    }
    case 'read': {
      const { offset, bytes, md5 } = report;
      return { ...over, read: { offset, bytes, md5, name: nameOf(view, offset) } };
    }
    case 'check':
      return { ...over, contents: report.contents, memory: report.memory };
    case 'erase':
      return { ...over, contents: report.contents };
  }
}

/** `5CCF7F123456-00000.bin`: of two boards' files nobody can tell which is whose otherwise. */
function nameOf({ chip }: LaneView, offset: number): string {
  const board = chip?.mac?.replaceAll(':', '') ?? 'flash';
  return `${board}-${offset.toString(16).toUpperCase().padStart(5, '0')}.bin`;
}

/** A job that runs when the cable comes out ends by itself, with a report of its own. */
function withCable(before: LaneView, plugged: boolean): LaneView {
  const view = { ...before, plugged };
  const { phase } = view;
  if (plugged) return phase === 'unplugged' ? { ...view, phase: 'closed' } : view;
  return phase === 'closed' || phase === 'connected' ? unconnected({ ...view, phase: 'unplugged' }) : view;
}
