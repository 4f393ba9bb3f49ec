import type { LaneStore } from '../../platform/store.ts';
import type { LaneOrder, LaneReport } from '../../worker/lane-protocol.ts';
import type { LaneView } from './lane-view.ts';
import type { PlanInputs } from './plan.ts';

/** The far end of a lane: its worker. */
export interface LaneChannel {
  send(order: LaneOrder): void;
  end(): void;
}

/** What a lane needs of the page. */
export interface LaneSurroundings {
  /** Starts the lane's worker. */
  start(onReport: (report: LaneReport) => void): LaneChannel;
  /** The port for this tab alone. @returns what gives it back; undefined when another tab has it. */
  lock(): Promise<(() => void) | undefined>;
  readonly store: LaneStore;
  /** What is remembered of bridge and port goes under this name. */
  readonly linkKey: string;
  inputs(): PlanInputs;
  now(): number;
  /** The view is another one; `flash`: so is what the board holds. */
  onChange(flash: boolean): void;
  /** Something was read: a copy before the first write, or for the inspector. */
  onRead(lane: { readonly view: LaneView }, backup: boolean): void;
}
