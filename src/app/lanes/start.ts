import type { FlashOrigin } from '../../core/workspace/workspace.ts';
import { lockPort } from '../../platform/port-lock.ts';
import { webSerial } from '../../platform/serial-port.ts';
import { StayAwake } from '../../platform/stay-awake.ts';
import type { LaneStore } from '../../platform/store.ts';
import { WriteGuard } from '../../platform/write-guard.ts';
import type { WorkerClient } from '../../worker/client.ts';
import { LaneClient } from '../../worker/lane-client.ts';
import { ownBootLoader } from '../board-flash.ts';
import { BoardHolder } from '../board-holder.ts';
import type { Keeping } from '../locker/keeping.ts';
import type { StateHolder } from '../state-holder.ts';
import { checkPlan } from './check-plan.ts';
import { Lanes } from './lanes.ts';

export interface LaneParts {
  readonly holder: StateHolder;
  readonly store: LaneStore;
  /** For work of its own: what the page's worker is asked for meanwhile would be given up. */
  startWorker(): WorkerClient;
  readonly keeping: Keeping;
  addFile(file: File, origin: FlashOrigin): void;
}

/** Everything of the page that deals with boards, real ones and the virtual one. */
export function startLanes({ holder, store, startWorker, keeping, addFile }: LaneParts): {
  lanes: Lanes;
  board: BoardHolder;
} {
  const board = new BoardHolder((saved, preset) => void keeping.board(saved, preset));
  const awake = new StayAwake();
  const guard = new WriteGuard();
  let own: WorkerClient | undefined;
  const ownWorker = (): WorkerClient => {
    own ??= startWorker();
    return own;
  };
  const lanes = new Lanes({
    ...{ serial: webSerial(), secure: isSecureContext, store, addFile, ownLoader: ownBootLoader },
    onRead: (read, mac) => void keeping.backup(read, mac),
    start: (port, onReport) => new LaneClient(port, onReport),
    lock: lockPort,
    cable: () => board.openCable(),
    shown: () => holder.state.work.shown,
    checkPlan: size => checkPlan(ownWorker, holder.state.work.shown, size),
    onWriting: writing => {
      awake.set(writing);
      guard.set(writing);
    },
    onVirtualFlash: () => board.refreshFlash(),
    now: () => performance.now(),
  });
  let shown = holder.state.work.shown?.workspace;
  holder.subscribe(({ work }) => {
    if (work.shown?.workspace === shown) return;
    shown = work.shown?.workspace;
    lanes.replan();
  });
  board.subscribe(() => {
    if (!board.present) lanes.endVirtual();
  });
  return { lanes, board };
}
