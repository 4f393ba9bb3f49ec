import type { DownloadChip } from '../rom/download.ts';
import type { Task } from '../rom/task.ts';

/** What a boot loader needs of the chip besides flash and registers. */
export interface SecondStageChip extends DownloadChip {
  /** The ROM's printf, for a text that is already formatted. */
  print(text: string): Task;
  /** Arms the watchdog with its shortest time and waits for it. */
  watchdogReset(): Task;
}
