/** Words about listening: at which rate and why, and what was done to the board for it. */
import type { RateReason, WatchNote } from '../core/bootlog/watch-note.ts';
import { formatBytes } from './format.ts';

export const LISTENING = {
  rate: 'Rate of the program',
  auto: 'Find it by itself',
  /** `115200 baud`: a rate is a name, without separators. */
  baud: (baud: number): string => `${baud} baud`,
  autoNow: (baud: number): string => `Find it by itself (now ${baud} baud)`,
  rateAbout: 'Boot text is read at its own rate. The choice is remembered for this port.',
  repeat: 'Reset and read the boot text',
} as const;

const REASONS: Readonly<Record<RateReason, string>> = {
  search: 'what is heard is no text, and looks like this rate',
  application: 'the program speaks at this rate',
  restart: 'a restart was announced, and its boot text comes at this rate',
  'not-found': 'no rate that was tried gives text',
  chosen: 'it was chosen',
  reset: 'the board is reset, and its boot text comes at this rate',
};

/** A line between the lines of the board. */
export function noteWords(note: WatchNote): string {
  switch (note.kind) {
    case 'rate':
      return (
        `Now listening at ${note.baud} baud: ${REASONS[note.why]}. ` +
        `Nobody listened for ${note.gapMs} ms: ${formatBytes(note.mostBytes)} at most were missed.`
      );
    case 'rate-found':
      return `The program speaks at ${note.baud} baud; remembered for this port.`;
    case 'reopen-resets':
      return 'Opening this port resets the board: from now on the rate stays as it is.';
    case 'crystal-40-mhz':
      return 'The boot text comes at 115200 baud: this board has a crystal of 40 MHz.';
    case 'boot-missed':
      return 'The board has restarted, and its boot text was missed while the rate changed.';
    case 'reset':
      return note.why === 'asked'
        ? 'Resets the board and reads its boot text.'
        : 'Resets the board once, to read the boot text that was missed.';
  }
}
