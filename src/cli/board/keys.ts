import { createInterface } from 'node:readline';
import { BOARD_CLI } from '../../words/board-cli.ts';
import type { LiveBoard } from './live-board.ts';

/** The buttons of the board as lines typed on the terminal; gives the way to stop listening. */
export function listenToKeys(live: LiveBoard, say: (sentence: string) => void, quit: () => void): () => void {
  const lines = createInterface({ input: process.stdin, terminal: false });
  lines.on('line', line => {
    const key = line.trim().toLowerCase();
    if (key === 'q') quit();
    else if (key === 'r' || key === 'f') {
      live.reset(key === 'f');
      say(key === 'f' ? BOARD_CLI.flashReset : BOARD_CLI.reset);
    } else if (key === 'p') say(BOARD_CLI.power(live.switchPower()));
    else if (key !== '') say(BOARD_CLI.unknownKey(key));
  });
  return () => lines.close();
}
