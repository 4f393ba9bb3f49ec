/** Words of a board's history: what was written, offered, sent and booted, as plain sentences. */
import type { HistoryEvent, HistoryImage, HistorySubject } from '../core/history/history.ts';
import { loaderWords, resetCauseWords } from './bootlog.ts';
import { causeWords } from './bootlog-crash.ts';
import { wordsFor } from './findings.ts';
import { formatBytes, formatCount, formatSize, listOf, plural } from './format.ts';

export const HISTORY = {
  title: (subject: HistorySubject): string => `History of ${subjectWords(subject)}`,
  count: (count: number): string => plural(count, 'entry', 'entries'),
  nothing: 'Nothing yet. What is written to this board, sent to it and started on it is noted here.',
  about: (entries: number, boards: number): string =>
    `Kept in this browser only: the latest ${entries} entries of each board, and the ${boards} boards that were used last.`,
  byAddress:
    'Without a cable the device is known by its address alone. With a cable, its history goes by the MAC of its chip.',
  dropped: (count: number): string => `${plural(count, 'older entry', 'older entries')} made room for these.`,
  denied:
    'This browser keeps nothing for this page: the history is gone when the tab is closed. Save it before.',
  board: 'Board',
  saveJson: 'Save as JSON',
  saveCsv: 'Save as CSV',
  remove: 'Remove this history…',
  removeQuestion: (subject: HistorySubject): string =>
    `Remove all that is noted of ${subjectWords(subject)}? The board itself does not change.`,
  removeYes: 'Remove',
  removeNo: 'Keep it',
  locker: 'The files of earlier builds are in the locker',
  sha256: (digits: string): string => `SHA-256 ${digits.slice(0, 12)}…`,
  fileName: (subject: HistorySubject, ending: string): string =>
    `history-${(subject.by === 'mac' ? subject.mac : subject.address).replace(/[^\dA-Za-z]+/g, '')}.${ending}`,
} as const;

/** `5C:CF:7F:12:34:56`, `the virtual board 5C:CF:7F:12:34:56`, `the device at 192.168.123.1`. */
export function subjectWords(subject: HistorySubject): string {
  if (subject.by === 'address') return `the device at ${subject.address}`;
  return subject.virtual ? `the virtual board ${subject.mac}` : subject.mac;
}

/** `user2, build 7 (app2.elf, 180.8 KB)`. */
function imageWords({ slot, build, file, size }: HistoryImage): string {
  const what = [slot, build === undefined ? undefined : `build ${build}`].filter(Boolean).join(', ');
  return what === '' ? `${file} (${formatSize(size)})` : `${what} (${file}, ${formatSize(size)})`;
}

const END: Readonly<Record<'stayed' | 'failed' | 'unproven', string>> = {
  stayed: 'The update did not come to run',
  failed: 'The update did not happen',
  unproven: 'The update was sent, and nothing has told what runs',
};

/** One entry as a sentence. */
export function historySentence(event: HistoryEvent): string {
  switch (event.kind) {
    case 'written': {
      const what =
        event.images.length === 0
          ? 'Nothing but the choice of the slot'
          : listOf(event.images.map(imageWords));
      return `Written through the cable and verified: ${what}.${event.boots ? ` ${event.boots} starts.` : ''}`;
    }
    case 'slot-chosen':
      return `${event.slot} was chosen through the cable to start.`;
    case 'erased':
      return 'Flash was erased through the cable.';
    case 'offered':
      return `Offered over the air: ${imageWords(event.image)}.`;
    case 'sent':
      return `The device fetched all of ${imageWords(event.image)}.`;
    case 'broken-off':
      return `The device fetched ${formatCount(event.sent)} of ${formatBytes(event.image.size)} of ${imageWords(event.image)}, and no more.`;
    case 'updated': {
      const build = event.build === undefined ? '' : `, build ${event.build}`;
      const proof = event.by === 'serial' ? 'its boot text proves it' : 'its page on port 80 proves it';
      return `Updated over the air: ${event.slot} runs${build}; ${proof}.`;
    }
    case 'not-updated': {
      const why = event.why && wordsFor(event.why).title;
      return `${END[event.stage]}${why === undefined ? '.' : `: ${lowerFirst(why)}.`}`;
    }
    case 'booted':
      return bootedSentence(event);
    case 'crashed':
      return `${event.slot} crashed${event.cause === undefined ? '.' : `: ${causeWords(event.cause)}.`}`;
  }
}

function bootedSentence({ slot, cause, loader, map }: Extract<HistoryEvent, { kind: 'booted' }>): string {
  const facts = [
    ...(cause === undefined ? [] : [resetCauseWords(cause)]),
    ...(loader === undefined ? [] : [loaderWords(loader)]),
    ...(map === undefined ? [] : [`flash map ${map}`]),
  ];
  return `${slot} started and runs${facts.length === 0 ? '' : ` (${facts.join(' · ')})`}.`;
}

/** `The device…` → `the device…`; names such as `CRC` stay. */
const lowerFirst = (text: string): string =>
  /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
