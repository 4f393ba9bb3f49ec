/** Words of the checks of a board: what each does, what it found, and what to do with it. */

import { formatOffset } from '../core/bytes/address.ts';
import type { CheckName, CheckResult, Miss, SkipReason } from '../core/device/board-check.ts';
import { wordsFor } from './findings.ts';
import { formatCount, formatSize, listOf } from './format.ts';

export const CHECK = {
  open: 'Check this board…',
  title: 'Check of this board',
  about:
    'Puts the board through everything that this page does with boards, and gives a report to paste into an issue: what works, how long it takes, and what came instead.',
  writing: 'Write to it as well',
  overwrites: (own: boolean): string =>
    `Overwrites the boot loader, user1 and user2 of this board with ${own ? 'the programs of this page' : 'the example firmware'}, and which of them starts. RF calibration and Wi-Fi settings stay.`,
  copyFirst: 'Save a copy of its flash first',
  unplug: 'Ask me to pull the cable in the middle of a write',
  start: 'Check the board',
  startWriting: 'Overwrite and check',
  skip: 'Skip this one',
  asks: {
    unplug: 'Pull the cable out of the board now, in the middle of the write.',
    plug: 'Now plug it in again.',
  },
  fingers: 'This board needs your fingers: hold FLASH, tap RESET, let go of FLASH.',
  progress: 'Checks',
  report: 'Report',
  reportAbout: 'Nothing is sent anywhere. It holds the maker’s half of the MAC, not the whole of it.',
  copy: 'Copy the report',
  copied: 'Copied.',
  save: 'Save it',
  close: 'Close the check',
  loadFailed: 'This part of the page did not load. Look at your network, then reload the page.',
} as const;

const NAMES: Readonly<Record<CheckName, string>> = {
  identify: 'Reset into the loader, and who it is',
  look: 'What is on the flash',
  rates: 'Speeds of the line',
  write: 'Write both slots, verified',
  unchanged: 'Write the same again',
  'one-sector': 'Write one changed byte',
  'read-back': 'Read back',
  'boots-user2': 'Choose and start user2',
  'boots-user1': 'Choose and start user1',
  unplug: 'Go on after the cable was pulled',
  resets: 'Ways to reset it',
};

export const checkName = (check: CheckName): string => NAMES[check];

export const VERDICTS = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  running: 'runs',
  waiting: 'waits',
} as const;

const SKIPS: Readonly<Record<SkipReason, string>> = {
  'not-wanted': 'not wanted',
  'no-auto-reset': 'this board has no automatic reset',
  'needs-stub': 'the loader in the ROM cannot do that',
  'after-failure': 'builds on a check that failed',
};

const missWords = (miss: Miss): string => {
  switch (miss.kind) {
    case 'sent-too-much':
      return `${formatSize(miss.sent)} were sent; expected at most ${formatSize(miss.expected)}`;
    case 'bytes-differ':
      return `what was read differs from what was written, first at ${formatOffset(miss.offset)}`;
    case 'other-slot':
      return `${miss.found ?? 'no slot'} started; expected ${miss.expected}`;
    case 'no-rate':
      return 'no speed of the line could be kept';
    case 'no-reset':
      return 'no way of resetting it worked';
    case 'not-unplugged':
      return 'the cable stayed in';
    case 'not-plugged':
      return 'the board did not come back';
  }
};

/** What a check found, in a line. */
export function findingOf(result: CheckResult): string {
  if (result.verdict === 'skipped') return SKIPS[result.why];
  if (result.verdict === 'failed') {
    if ('miss' in result.why) return missWords(result.why.miss);
    const { title, text } = wordsFor(result.why.finding);
    return `${title}: ${text}`;
  }
  return passedWords(result);
}

function passedWords(result: Extract<CheckResult, { readonly verdict: 'passed' }>): string {
  switch (result.check) {
    case 'identify': {
      const { chip, loader, baud, reset } = result.facts;
      return `${chip.chip.toUpperCase()}, ${chip.crystal / 1_000_000} MHz, ${loader} at ${formatCount(baud)} baud, reset ${reset ?? 'by hand'}`;
    }
    case 'look': {
      const { blank, loader, boots } = result.facts;
      if (blank) return 'empty';
      return `boot loader ${loader ?? 'unknown'}, ${boots ? `starts ${boots}` : 'what starts is not known'}`;
    }
    case 'rates':
      return result.facts.rates
        .map(
          ({ asked, got, ms }) =>
            `${formatCount(asked)}${got === asked ? '' : ` → ${formatCount(got)}`} in ${seconds(ms)}`,
        )
        .join(', ');
    case 'read-back':
      return `${formatSize(result.facts.bytes)}, the same`;
    case 'boots-user1':
    case 'boots-user2':
      return `“${result.facts.line}”`;
    case 'resets': {
      const { works, fails } = result.facts;
      return `${listOf(works)} ${works.length === 1 ? 'works' : 'work'}${fails.length > 0 ? `; ${listOf(fails)} ${fails.length === 1 ? 'does' : 'do'} not` : ''}`;
    }
    default: {
      const { bytes, sent, baud } = result.facts;
      return `${formatSize(sent)} of ${formatSize(bytes)} sent at ${formatCount(baud)} baud, verified`;
    }
  }
}

/** `1.3 s`, `240 ms`. */
export const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);
