/** Words of findings of the station: why a board was left alone, and why its boot does not count. */
import type { WordsTable } from './findings-table.ts';
import { plural } from './format.ts';

export const STATION_FINDING_WORDS = {
  'station-done-before': ({ mac }) => ({
    title: 'This board is done',
    text: `${mac} has passed here with this very build.`,
    advice: 'Take it out. To write it once more, press “Write again”.',
  }),
  'station-pulled-early': () => ({
    title: 'The board was taken out too early',
    text: 'Its cable came out before it was proven that the program starts.',
    advice: 'Plug it in again, and wait for the green mark.',
  }),
  'station-boot-silent': ({ seconds }) => ({
    title: 'The board does not say which slot runs',
    text: `It was written and verified, but for ${plural(seconds, 'second')} after the reset no line of a boot loader could be read.`,
    advice:
      'Press RESET on the board, then “Write again”. If it stays silent, look at it alone in the step Running.',
  }),
  'station-boot-other': ({ expected, found }) => ({
    title: 'The wrong slot runs',
    text: `${expected} was chosen and written, and the board starts ${found}.`,
    advice: 'Press “Write again”. If that does not help, look at its boot text in the step Running.',
  }),
  'station-boot-crashed': () => ({
    title: 'The program starts and crashes',
    text: 'The board was written and verified; its program ended with a crash report.',
    advice: 'Try the build with one board in the step Running before you write more boards.',
  }),
  'station-boot-nothing': () => ({
    title: 'Nothing starts on this board',
    text: 'It was written and verified, but its boot loader found no program that it can start.',
    advice: 'Press “Write again”. If that does not help, look at its boot text in the step Running.',
  }),
  'station-lane-fault': ({ message }) => ({
    title: 'This page made a mistake',
    text: `The part of the page that works with this port has ended with “${message}”.`,
    advice: 'Take the board out and plug it in again. If it happens again, reload the page.',
  }),
  'station-stopped': () => ({
    title: 'The work at this board was stopped',
    text: 'Somebody stopped it before its end.',
    advice: 'Press “Write again” to do all of it.',
  }),
} satisfies Partial<WordsTable>;
