/** Words of the station: one build for many boards. */
import type { FlashMapName, Slot } from '../core/esp8266/flash-map.ts';
import type { BootWish } from '../core/plan/flash-plan.ts';
import type { StationCounts, StationEntry } from '../core/station/record.ts';
import type { Outcome, Seat } from '../core/station/seat.ts';
import { wordsFor } from './findings.ts';
import { formatCount, listOf, plural } from './format.ts';
import { mapName } from './settings.ts';

export const STATION = {
  title: 'Station: one build for many boards',
  about:
    'Plug in one board after the other, in as many ports as you have. Each is recognised, written, verified and started; when its mark is green, take it out.',
  plan: 'What every board gets',
  noBuild: 'There is nothing to write yet.',
  noBuildLink: 'Add your ELF files or images in step 1, then come back.',
  build: 'Build',
  otherBuild: 'Choose another build or slot in steps 1 to 4',
  slot: 'Slot that starts',
  wishes: { user1: 'user1', user2: 'user2', keep: 'as stored on each board' } satisfies Record<
    BootWish,
    string
  >,
  noSlots: 'the program has no slots',
  map: 'Flash map',
  mapAbout: (map: FlashMapName): string => `${mapName(map)}; boards with less flash are left alone`,
  loader: 'Boot loader',
  ownLoader: 'Write Twinslot’s boot loader to every board',
  givenLoader: (name: string): string => `${name}, from your files`,
  usedBoards: 'Boards may have been used before: replace what is on them',
  usedBoardsAbout:
    'Their boot loader, flash settings and stored Wi-Fi data may go, and no copy of their flash is made. Without this, such boards are left alone and say why.',
  start: 'Start the station',
  stop: 'Stop the station',
  addPort: 'Allow another port',
  addPortAbout:
    'Ports that this page may use start by themselves. Every other one needs one click here. Adapters without a serial number, most CH340 among them, are forgotten by the browser when they come out, unless your administrator allows them for good.',
  addVirtual: 'Add the virtual board',
  ports: (count: number): string =>
    count === 0 ? 'No port is ready yet.' : `${plural(count, 'port')} ready.`,
  idle: 'Nothing is written before you press “Start the station”.',
  running: 'Running. Plug in boards.',
  stopping: (count: number): string =>
    `No new boards. ${plural(count, 'board')} still being written: leave the cables in.`,
  buildChanged:
    'The build or its settings changed, so the station stopped. Start it again for the new build.',
  seats: 'Seats',
  noSeats: 'No board is plugged in at a port that this page may use.',
  counts: 'Since the start',
  passed: 'passed',
  failed: 'failed',
  refused: 'left alone',
  busy: 'in work',
  perHour: 'boards an hour',
  again: 'Write again',
  anyway: 'Write anyway',
  label: 'Name of this seat',
  log: 'Boards so far',
  logTable: 'Table of boards',
  logAbout:
    'The log and the names of seats stay in this browser, after a reload too. Nothing is sent anywhere; the file goes where you save it.',
  unkept: 'This browser keeps nothing for this page: save the log before you close it.',
  save: 'Save as CSV',
  forget: 'Forget the log',
  forgetAsk: 'Forget all boards of the log? There is no way back.',
  forgetYes: 'Forget it',
  forgetNo: 'Keep it',
  fileName: 'twinslot-station.csv',
  latest: (shown: number, all: number): string =>
    shown < all ? `The latest ${shown} of ${formatCount(all)}.` : plural(all, 'board'),
  columns: ['Time', 'MAC', 'Seat', 'Result', 'Slot', 'Seconds', 'Reason', 'Build', 'SHA-256'],
} as const;

/** `Seat 3`, or what somebody wrote on it. */
export const seatName = ({ number, label }: { readonly number: number; readonly label: string }): string =>
  label || `Seat ${number}`;

const STATES: Readonly<Record<Seat['kind'], string>> = {
  waiting: 'Plug in a board',
  busy: 'In use elsewhere',
  recognising: 'Looking',
  refused: 'Left alone',
  flashing: 'Writing',
  verifying: 'Verifying',
  booting: 'Starting',
  passed: 'Passed',
  failed: 'Failed',
};

/** The state of a seat, to be read from two metres. */
export const seatState = (seat: Seat): string =>
  seat.kind === 'refused' && seat.again ? 'Done before' : STATES[seat.kind];

/** One line below it; empty where the state says all. */
export function seatReason(seat: Seat): string {
  switch (seat.kind) {
    case 'busy':
      return 'This page or another tab works with this port.';
    case 'flashing':
    case 'verifying':
      return seat.waitsForCable
        ? 'The cable came out. Plug the same board in again: it goes on by itself.'
        : '';
    case 'booting':
      return 'Written and verified. Now its boot text has to say which slot runs.';
    case 'passed':
      return `${seat.slot ? `${seat.slot} is running` : 'The program is running'}, after ${seconds(seat.ms)}. Take it out.`;
    case 'refused':
      return seat.why.map(found => wordsFor(found).title).join('. ');
    case 'failed':
      return wordsFor(seat.finding).title;
    default:
      return '';
  }
}

/** What was seen and what to do, for seats where something is in the way. */
export function seatAdvice(seat: Seat): readonly string[] {
  const why = seat.kind === 'refused' ? seat.why : seat.kind === 'failed' ? [seat.finding] : [];
  return why.flatMap(found => {
    const { text, advice } = wordsFor(found);
    return advice ? [`${text} ${advice}`] : [text];
  });
}

const seconds = (ms: number): string => plural(Math.max(1, Math.round(ms / 1000)), 'second');

/** `12`: whole boards. */
export const rateText = ({ perHour }: StationCounts): string =>
  perHour === undefined ? '–' : formatCount(Math.round(perHour));

const RESULTS: Readonly<Record<Outcome['result'], string>> = {
  passed: 'passed',
  failed: 'failed',
  refused: 'left alone',
};

export const resultWords = (result: Outcome['result']): string => RESULTS[result];

/** Of one entry, in the order of `STATION.columns`. */
export function entryCells(
  entry: StationEntry,
  timeOf: (ms: number) => string,
): readonly (string | number)[] {
  const { time, mac = '', seat, result, slot = '', ms, finding, build } = entry;
  const reason = finding ? wordsFor(finding).title : '';
  return [
    timeOf(time),
    mac,
    seat,
    RESULTS[result],
    slot,
    Math.round(ms / 100) / 10,
    reason,
    build.name,
    build.sha256,
  ];
}

export interface SpokenOutcome {
  readonly name: string;
  readonly result: Outcome['result'];
  readonly slot?: Slot;
  /** Title of what went wrong. */
  readonly reason?: string;
}

/** What became of boards that ended at nearly the same time, as one sentence for each result. */
export function outcomeSentence(outcomes: readonly SpokenOutcome[]): string {
  const passed = outcomes.filter(({ result }) => result === 'passed').map(({ name }) => name);
  const others = outcomes.filter(({ result }) => result !== 'passed');
  return [
    ...(passed.length > 0 ? [`${listOf(passed)}: passed.`] : []),
    ...others.map(({ name, result, reason }) => `${name}: ${RESULTS[result]}${reason ? `. ${reason}` : ''}.`),
  ].join(' ');
}
