/** Words of the step "Flash": what will be written, how it goes, and what came of it. */
import { formatOffset } from '../core/bytes/address.ts';
import type { FlashReport, FlashStage, SectorState, WriteResult } from '../core/device/flash-event.ts';
import { formatCount, formatSize, plural } from './format.ts';
import { roleName } from './plan.ts';

export const FLASH = {
  write: 'Write to the board',
  writeAll: (count: number): string => `Write to all ${count} boards`,
  stop: 'Stop',
  resetAndWatch: 'Reset and watch',
  watching: 'The board runs its program, and this page listens at 74880 baud.',
  watchingWhere: 'What it says is in step 5.',
  connectAgain: 'Connect again',
  confirm: 'I have read this; write anyway',
  confirmGroup: 'Before you write',
  noBoard: 'Connect a board first: then this step says what will be written to it.',
  noImages:
    'There is nothing to write yet: add the ELF files of your program in step 1. You can read, erase or watch the board below.',
  ownLoader: 'Write Twinslot’s boot loader where none is among the files',
  slot: 'Slot that starts',
  wishes: { user1: 'user1', user2: 'user2', keep: 'as stored on the board' },
  plan: 'Planned',
  now: 'On the board now',
  view: 'What the map shows',
  legend: 'Sectors',
  proof: 'What was proven',
  waitsForPort: 'Plug the cable in again: the page goes on by itself.',
  blocked: 'Nothing can be written until this is solved.',
  flashSize: 'Size of the flash',
  flashSizeUnknown: 'choose',
} as const;

export const TOOLS = {
  title: 'Read back, erase, choose a slot',
  read: 'Read the flash to a file',
  readAbout:
    'The file opens in step 1, where headers and bytes can be inspected. Its MD5 is checked against the chip’s.',
  erase: 'Erase',
  eraseAbout:
    'Erased flash holds FF everywhere: programs, Wi-Fi settings and calibration of that stretch are gone.',
  region: 'Which part',
  whole: 'the whole flash',
  own: 'a stretch of my own',
  from: 'From',
  length: 'Bytes',
  bad: 'Give both as numbers like 0x1000; erasing works in whole sectors of 4096 bytes, inside the flash.',
  ask: (what: string): string => `Erase ${what}?`,
  askText: 'There is no way back. Read it to a file first if you may need it.',
  yes: (what: string): string => `Erase ${what}`,
  no: 'Keep it',
  choose: (slot: string): string => `Start ${slot}`,
  chooseAbout: 'Writes only the choice: 4 KB of parameters and the flag. Programs and Wi-Fi settings stay.',
  save: 'Save the file',
  readDone: (name: string, size: number, md5: string): string =>
    `${name}: ${formatSize(size)} were read. MD5 ${md5}, as the chip computed it.`,
} as const;

export const BACKUP = {
  title: 'This board has not been written from here before',
  text: 'A copy of its whole flash lets you go back to how it came.',
  make: 'Save a copy first',
  skip: 'Not needed',
  saved: 'A copy of the flash is in your downloads.',
} as const;

const STAGES: Readonly<Record<FlashStage, string>> = {
  opening: 'opening the port',
  resetting: 'resetting the board into its loader',
  syncing: 'looking for the loader',
  identifying: 'asking the chip what it is',
  'loading-stub': 'loading the flasher stub',
  'changing-baud': 'finding the highest speed',
  looking: 'looking at what the flash holds',
  comparing: 'comparing: what is there already is not sent',
  erasing: 'erasing',
  writing: 'writing',
  verifying: 'verifying by MD5',
  'choosing-slot': 'choosing the slot',
  reading: 'reading',
  restarting: 'restarting the board',
};

/** What is being done, as the end of a sentence. */
export const stageWords = (stage: FlashStage): string => STAGES[stage];

export interface ProgressFacts {
  readonly stage: FlashStage;
  readonly done: number;
  readonly total: number;
  readonly percent?: number;
  readonly rate?: number;
  readonly secondsLeft?: number;
}

/** `62 percent, writing`: for a screen reader. */
export const progressText = ({ stage, percent }: ProgressFacts): string =>
  percent === undefined ? stageWords(stage) : `${Math.floor(percent)} percent, ${stageWords(stage)}`;

/** `240 of 397 KB · 84 KB/s · 5 s left`; only what is known. */
export function progressNumbers({ done, total, rate, secondsLeft }: ProgressFacts): string {
  return [
    ...(total > 0 ? [`${formatSize(done)} of ${formatSize(total)}`] : []),
    ...(rate === undefined ? [] : [`${formatSize(Math.round(rate))}/s`]),
    ...(secondsLeft === undefined ? [] : [`${timeWords(secondsLeft)} left`]),
  ].join(' · ');
}

/** `5 s`, `2 min 10 s`. */
export function timeWords(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** What stopping now means. */
export function stopWords(job: 'erase' | 'read' | 'connect' | 'choose-slot' | 'watch' | 'check'): string {
  switch (job) {
    case 'erase':
      return 'Stopping leaves the stretch partly erased.';
    case 'check':
      return 'Stopping leaves the programs of the check on the board, perhaps one of them incomplete.';
    case 'choose-slot':
      return 'Stopping keeps the old choice or the new one, never none.';
    default:
      return 'Stopping changes nothing on the board.';
  }
}

const SECTORS: Readonly<Record<SectorState, string>> = {
  same: 'same already',
  writing: 'being written',
  written: 'written',
  verified: 'verified',
  erased: 'erased',
  read: 'read',
  differs: 'differs',
};

/** What became of a sector. */
export const sectorWords = (state: SectorState): string => SECTORS[state];

/** Heading of a result. */
export function resultTitle({ writes, boots }: FlashReport): string {
  const skipped = writes.length > 0 && writes.every(w => w.outcome === 'skipped');
  const what = skipped ? 'Everything was there already, verified' : 'Written and verified';
  return boots ? `${what}. The board will start ${boots}.` : `${what}.`;
}

/** `64 KB sent in 1.4 s at 921,600 baud, proven by MD5.` */
export function resultText({ writes, durationMs, baud, verifiedBy }: FlashReport): string {
  const sent = writes.reduce((sum, w) => sum + w.sent, 0);
  const proof =
    verifiedBy === 'md5' ? 'proven by the MD5 of what the flash holds' : 'compared by the ROM while writing';
  return `${sent > 0 ? `${formatSize(sent)} of flash written` : 'Nothing had to be sent'} in ${(durationMs / 1000).toFixed(1)} s at ${formatCount(baud)} baud, ${proof}.`;
}

/** One written region in the result. */
export function writeWords({ role, offset, length, outcome, sent, md5 }: WriteResult): {
  readonly name: string;
  readonly text: string;
  readonly md5?: string;
} {
  const what = {
    skipped: 'was there already',
    written: sent < length ? `written (${formatSize(sent)} differed)` : 'written',
    repaired: 'written, repaired once',
  }[outcome];
  return {
    name: roleName(role),
    text: `${formatOffset(offset)}, ${formatSize(length)}: ${what}, verified`,
    ...(md5 && { md5 }),
  };
}

/** Read aloud when a part of the work is over. */
export const quarterWords = (percent: number, stage: FlashStage): string =>
  `${percent} percent, ${stageWords(stage)}.`;

export const sectorCount = (count: number): string => plural(count, 'sector');
