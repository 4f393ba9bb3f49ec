/** Words of "Rebuild and update": the watched output folder of a compiler, and what came of what was seen in it. */

import type { Finding } from '../core/findings.ts';
import { wordsFor } from './findings.ts';
import { formatCount, formatSize, plural } from './format.ts';

/** Why a program was not taken. */
export type SkipReason = Finding | 'changed' | 'too-large';
/** Why a program was not sent. */
export type NotSentReason = Finding | 'other-slot' | 'twin' | 'no-relay';

export const FOLDER = {
  title: 'Rebuild and update',
  titleWatching: (name: string): string => `Rebuild and update: watches ${name}`,
  about:
    'Choose the folder into which your compiler writes its ELF files. Every new one is converted and offered as soon as it is complete; half-written files are left alone. The files stay on this computer.',
  choose: 'Choose the output folder…',
  chooseOther: 'Choose another folder…',
  remembered: (name: string): string =>
    `${name} was watched on an earlier visit. The browser may ask again whether this page may read it.`,
  resume: (name: string): string => `Watch ${name} again`,
  forget: 'Forget the folder',
  stop: 'Stop watching',
  observed: 'The browser tells of changes at once.',
  polled: 'This browser does not tell of changes: the folder is looked at every second.',
  busy: 'Something is being written…',
  denied: (name: string): string =>
    `The browser does not let this page read ${name}. Try again, and allow it.`,
  lost: (name: string): string =>
    `${name} cannot be read any more: it was removed, renamed, or its drive is gone.`,
  takeAll: 'Take what is there now',
  sendAtOnce: 'Send at once',
  sendAtOnceAbout:
    'The update of the running device starts by itself when the image for its other slot is ready. It counts for builds from now on, and is off again after a reload.',
  news: 'What was seen in the folder',
} as const;

const SKIPS: Readonly<Record<Exclude<SkipReason, Finding>, string>> = {
  changed: 'it changed while it was read',
  'too-large': 'it is larger than 32 MB',
};

const NOT_SENT: Readonly<Record<Exclude<NotSentReason, Finding>, string>> = {
  'other-slot':
    'Not sent yet: the device needs the image of its other slot, and that one was not built anew.',
  twin: 'Not sent: it is the other half of the build that was just sent.',
  'no-relay': 'Not sent yet: no relay is connected.',
};

export const folderStarted = (files: number): string =>
  files === 0
    ? 'Watching. There is no ELF file yet.'
    : `Watching. ${plural(files, 'ELF file')} there already: ${files === 1 ? 'it counts' : 'they count'} as known, and new builds are taken.`;

export const folderChanging = (path: string, size: number): string =>
  `${path} is being written: ${formatCount(size)} bytes so far.`;

export const folderTaken = (path: string, size: number): string =>
  `${path} is complete (${formatSize(size)}): taken, converted and offered.`;

export const folderSkipped = (path: string, why: SkipReason): string => {
  if (typeof why === 'string') return `${path} was skipped: ${SKIPS[why]}.`;
  const { title, text } = wordsFor(why);
  return `${path} was skipped. ${title}: ${text}`;
};

export const folderSending = (file: string): string => `The update with ${file} was started by itself.`;

export const folderNotSent = (why: NotSentReason): string => {
  if (typeof why === 'string') return NOT_SENT[why];
  const { title, text } = wordsFor(why);
  return `Not sent. ${title}: ${text}`;
};

/** `14:05:09` */
export const clockTime = (at: number): string => {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(part => String(part).padStart(2, '0'))
    .join(':');
};
