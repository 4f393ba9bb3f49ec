/** Measures the board where the page has it: in a dedicated worker. */
import { type BoardJob, measureBoard } from './board-run.ts';

globalThis.onmessage = ({ data }: MessageEvent<BoardJob>): void => {
  postMessage(measureBoard(data));
};
