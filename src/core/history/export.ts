/** A history for other programs: JSON with everything, CSV with a line for each image of each entry. */

import type { LoaderClaim } from '../bootlog/report.ts';
import { csvOf } from '../csv.ts';
import type { BoardHistory, HistoryEntry, HistoryEvent, HistoryImage, HistorySubject } from './history.ts';

/** Goes up when a reader of version 1 would misunderstand the file. */
const VERSION = 1;

/** All that is known, times as ISO 8601 in UTC. */
export const historyJson = ({ subject, entries, dropped }: BoardHistory): string =>
  `${JSON.stringify(
    {
      version: VERSION,
      board: subject,
      olderEntriesGone: dropped,
      entries: entries.map(({ at, event }) => ({ time: new Date(at).toISOString(), ...event })),
    },
    undefined,
    2,
  )}\n`;

const COLUMNS = ['time', 'board', 'event', 'slot', 'build', 'file', 'bytes', 'sha256', 'detail'] as const;
type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

/** A header line, then the entries. */
export function historyCsv({ subject, entries }: BoardHistory): string {
  const board = boardName(subject);
  const rows = entries.flatMap(entry => rowsOf(entry).map((row): Row => ({ ...row, board })));
  return csvOf([COLUMNS, ...rows.map(row => COLUMNS.map(name => row[name]))]);
}

const boardName = (subject: HistorySubject): string =>
  subject.by === 'address' ? subject.address : `${subject.virtual ? 'virtual ' : ''}${subject.mac}`;

function rowsOf({ at, event }: HistoryEntry): readonly Row[] {
  const base = { time: new Date(at).toISOString(), event: event.kind };
  const images = 'images' in event ? event.images : 'image' in event ? [event.image] : [];
  const more = detailsOf(event);
  return images.length === 0
    ? [{ ...base, ...more }]
    : images.map(image => ({ ...base, ...more, ...imageRow(image) }));
}

const imageRow = ({ file, size, sha256, slot, build }: HistoryImage): Row => ({
  ...{ file, bytes: String(size) },
  ...(sha256 && { sha256 }),
  ...(slot && { slot }),
  ...(build && { build }),
});

function detailsOf(event: HistoryEvent): Row {
  switch (event.kind) {
    case 'written':
      return event.boots ? { detail: `starts ${event.boots}` } : {};
    case 'slot-chosen':
      return { slot: event.slot };
    case 'broken-off':
      return { detail: `${event.sent} bytes` };
    case 'updated':
      return { slot: event.slot, detail: event.by, ...(event.build && { build: event.build }) };
    case 'not-updated':
      return {
        detail: [event.stage, event.why?.code].filter(Boolean).join(': '),
        ...(event.slot && { slot: event.slot }),
      };
    case 'booted':
      return {
        slot: event.slot,
        detail: [event.cause, event.loader && loaderText(event.loader), event.proof]
          .filter(Boolean)
          .join('; '),
      };
    case 'crashed':
      return { slot: event.slot, ...(event.cause !== undefined && { detail: `exception ${event.cause}` }) };
    default:
      return {};
  }
}

const loaderText = (loader: LoaderClaim): string =>
  [loader.kind === 'other' ? loader.world : loader.kind, loader.version].filter(Boolean).join(' ');
