import { openHistoryStore } from '../../platform/history-store.ts';
import type { WorkerClient } from '../../worker/client.ts';
import type { Running } from '../companion/running.ts';
import type { LanesHolder } from '../lanes/lane-view.ts';
import { Diary } from './diary.ts';
import { Recorder } from './recorder.ts';

/** Keeps the history of every board that this page sees. */
export function startHistory(worker: WorkerClient, running: Running, lanes: LanesHolder): Diary {
  const diary = new Diary(openHistoryStore());
  new Recorder({
    ...{ running, lanes, diary },
    hash: bytes => worker.call('hash', { contents: new Blob([bytes as Uint8Array<ArrayBuffer>]) }),
    wallClock: () => Date.now(),
    after: (ms, action) => void setTimeout(action, ms),
  });
  return diary;
}
