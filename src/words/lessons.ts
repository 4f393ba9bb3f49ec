/** Words of the lessons: the list, the panel beside the flow, what is checked, and the result. */
import type { Evidence } from '../core/lesson/check.ts';
import type { Expectation } from '../core/lesson/lesson.ts';
import { formatCount, listOf, plural } from './format.ts';

export const LESSONS = {
  title: 'Lessons',
  intro:
    'Each lesson leads you through the page step by step and checks by itself what you have done. The virtual board is enough; with a real one the steps are the same.',
  loading: 'Fetching the lessons…',
  failed: 'The lessons of this page did not come. Look at your network, then try again.',
  tryAgain: 'Try again',
  minutes: (count: number): string => `about ${plural(count, 'minute')}`,
  steps: (count: number): string => plural(count, 'step'),
  start: 'Start',
  startFetches: (names: readonly string[]): string =>
    `Its steps fetch ${listOf(names)} from this page’s own server, when you ask for them.`,
  goOn: (step: number, of: number): string => `Go on at step ${step} of ${of}`,
  startOver: 'Start over',
  finished: 'Finished',
  again: 'Do it again',
  openIt: 'Go on with it',
  remove: 'Remove',
  save: 'Save as one file',
  ofLesson: (title: string): string => ` ${title}`,
  open: 'Open a lesson file',
  openAbout: 'You can also drop a .twinslot file anywhere on this page.',
  notKept: 'This browser does not keep anything for the page, so how far you came is gone when you close it.',
  teacher: 'For teachers: what to allow, and a plan for a class',
  back: 'All lessons',
  fromQuestion: (host: string): string => `This link opens a lesson from ${host}. Fetch it?`,
  fetch: 'Fetch the lesson',
  elsewhere: (host: string): string =>
    `This link means a lesson on ${host}. This page loads nothing from other servers: download the file there, then drop it here.`,
  noAddress: 'This link names no lesson that can be fetched.',
} as const;

export const LESSON = {
  name: (title: string): string => `Lesson: ${title}`,
  step: (step: number, of: number): string => `Step ${step} of ${of}`,
  hint: 'A hint',
  showMe: 'Show me where',
  back: 'Back',
  next: 'Next step',
  skip: 'Go on without',
  result: 'To the result',
  leave: 'Leave the lesson',
  fold: 'Fold the lesson away',
  unfold: 'Unfold the lesson',
  give: (names: readonly string[]): string => `Put ${listOf(names)} on the page`,
  giving: 'Fetching…',
  waiting: 'Waiting for',
  seen: 'Seen',
  power: 'Power of the virtual board',
  powerNone: 'The switch comes with the virtual board. On a real one, pull its plug.',
  answers: 'Your answer',
  right: 'Right.',
  wrong: 'Not quite.',
  wrongAgain: 'Look again and choose another answer.',
  notThere: 'This part of the page is not there yet: do the steps before it first.',
} as const;

export const LESSON_RESULT = {
  allSeen: 'Done: every step was checked',
  someSeen: (seen: number, of: number): string => `${seen} of ${plural(of, 'check')} were seen`,
  time: (text: string): string => `Time taken: ${text}`,
  checks: 'What was seen',
  notSeen: 'not seen',
  stepName: (step: number): string => `Step ${step}`,
  over: 'Start over',
  more: 'Other lessons',
} as const;

/** `7 min 5 s`, `45 s`. */
export function spentWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

const withBuild = (build: number | undefined): string => (build === undefined ? '' : `, build ${build}`);
const provenBy = (line: number | undefined): string =>
  line === undefined ? 'proven by the page of the device' : `proven by line ${formatCount(line)} of the log`;

/** What a step waits for: `user2 is running, build 2`. */
export function expectationWords(expected: Expectation): string {
  switch (expected.kind) {
    case 'files':
      return `${expected.slots.length === 1 ? 'a program' : 'programs'} for ${listOf(expected.slots)} on the page${withBuild(expected.build)}`;
    case 'inspected':
      return expected.file === undefined ? 'the inside of a file' : `the inside of ${expected.file}`;
    case 'board':
      return 'a connected board';
    case 'written':
      return `${listOf(expected.slots)} written and verified`;
    case 'running':
      return `${expected.slot} is running${withBuild(expected.build)}`;
    case 'updated':
      return `an update to ${expected.slot}${withBuild(expected.build)}, with its proof`;
    case 'power-cut':
      return `an update broken off by the power, and ${expected.slot} running again`;
    case 'answer':
      return 'the right answer';
  }
}

/** What was seen: `user2 is running, build 2, proven by line 17 of the log`. */
export function evidenceWords(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'files':
      return `${listOf([...new Set(evidence.names)])} on the page`;
    case 'inspected':
      return `${evidence.name} was opened`;
    case 'board':
      return evidence.virtual ? 'the virtual board is connected' : 'a real board is connected';
    case 'written':
      return `${listOf(evidence.slots)} written and verified`;
    case 'running':
      return `${evidence.slot} is running${withBuild(evidence.build)}, ${provenBy(evidence.line)}`;
    case 'updated':
      return `${evidence.slot} is running${withBuild(evidence.build)}, ${provenBy(evidence.line)}`;
    case 'power-cut':
      return `the power was lost during the update, and ${evidence.slot} runs as before, ${provenBy(evidence.line)}`;
    case 'answer':
      return 'answered rightly';
  }
}
