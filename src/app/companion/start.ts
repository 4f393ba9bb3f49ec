import { parseRelayFragment } from '../../core/ota/relay-messages.ts';
import { isOver } from '../../core/ota/update.ts';
import { WriteGuard } from '../../platform/write-guard.ts';
import type { WorkerClient } from '../../worker/client.ts';
import type { BoardHolder } from '../board-holder.ts';
import { refOf } from '../evaluation.ts';
import type { LanesHolder } from '../lanes/lane-view.ts';
import type { Keeping } from '../locker/keeping.ts';
import { isLocalPage } from '../loopback.ts';
import type { Shown } from '../state.ts';
import type { StateHolder } from '../state-holder.ts';
import { every, nextFrame } from '../timing.ts';
import { Running, type RunningWorld } from './running.ts';

export interface RunningParts {
  readonly holder: StateHolder;
  readonly worker: WorkerClient;
  readonly lanes: LanesHolder;
  readonly board: BoardHolder;
  readonly keeping: Keeping;
  /** Of the address as the page was opened; by now somebody may have gone elsewhere in it. */
  readonly fragment: string;
}

/** The companion of the page, with the files, boards and the relay that there are. */
export function startRunning({ holder, worker, lanes, board, keeping, fragment }: RunningParts): Running {
  const running = new Running({
    ...{ board, lanes, every },
    now: () => performance.now(),
    // The guard below and the history hear of updates in a hidden tab too.
    soon: nextFrame,
    shown: () => holder.state.work.shown,
    onLogSaved: (log, mac) => void keeping.log(log, mac),
    trace: (shown, slot, exception) => traceIn(worker, shown, slot, exception),
  });
  let shown = holder.state.work.shown;
  running.setShown(shown);
  holder.subscribe(({ work }) => {
    if (work.shown?.workspace === shown?.workspace) return;
    shown = work.shown;
    running.setShown(shown);
  });
  // An update over the air ends with the page that serves it: no new version comes in between.
  const guard = new WriteGuard();
  running.subscribe(() => {
    const { update } = running.companion.view;
    guard.set(update !== undefined && !isOver(update));
  });
  const key = parseRelayFragment(fragment);
  // A page from elsewhere connects when somebody says so: the browser asks for a permission.
  if (key && isLocalPage()) running.useProgram(key);
  return running;
}

/** By the symbols of the ELF file that is for this slot. */
const traceIn: (
  worker: WorkerClient,
  ...rest: Parameters<RunningWorld['trace']>
) => ReturnType<RunningWorld['trace']> = async (worker, { inputs, workspace }: Shown, slot, crash) => {
  const output = workspace.outputs.find(({ role }) => role === slot);
  const loaded = inputs.files.find(({ name }) => name === output?.from);
  const opened = workspace.files.find(({ source }) => source.id === loaded?.id);
  if (!loaded || opened?.kind !== 'elf') return undefined;
  const trace = await worker.call('trace', { file: refOf(loaded), crash });
  return { trace, file: loaded.name };
};
