import {
  EMPTY_SEAT,
  type Seat,
  type SeatCommand,
  type SeatSight,
  type StationRules,
} from '../../core/station/seat.ts';
import type { LanesHolder, LaneView } from '../lanes/lane-view.ts';
import { SeatEar } from './seat-ear.ts';

/** A seat with the lane behind it. */
export interface SeatView {
  /** Of the lane. */
  readonly id: string;
  /** From 1, in the order in which the ports came. */
  readonly number: number;
  /** What somebody wrote on it; empty for nothing. */
  readonly label: string;
  readonly seat: Seat;
  readonly lane?: LaneView;
}

/** One seat while the page lives: its state, and the ear at its board. */
export class SeatHolder {
  seat: Seat = EMPTY_SEAT;
  readonly id: string;
  readonly #lanes: LanesHolder;
  readonly #now: () => number;
  #ear: SeatEar | undefined;
  #leave: (() => void) | undefined;

  constructor(id: string, lanes: LanesHolder, now: () => number) {
    this.id = id;
    this.#lanes = lanes;
    this.#now = now;
  }

  /** As much of the lane as decisions need. */
  sight(lane: LaneView | undefined): SeatSight | undefined {
    if (!lane) return undefined;
    const { plugged, phase, chip, boardPlan, progress, report, finding, resume, fault, job } = lane;
    const run = this.#ear?.state(this.#now());
    return {
      ...{ plugged, phase },
      ...(chip?.mac !== undefined && { mac: chip.mac }),
      ...(boardPlan && { findings: boardPlan.findings }),
      ...(progress && { stage: progress.stage }),
      ...(report && job === 'write' && { report }),
      ...(finding && { finding }),
      ...(resume && { resume }),
      ...(fault !== undefined && { fault }),
      ...(run && { run }),
    };
  }

  obey(command: SeatCommand, { ownLoader, baud }: StationRules): void {
    const { id } = this;
    const lanes = this.#lanes;
    switch (command) {
      case 'connect':
        this.#listen(false);
        lanes.choose(id, { ownLoader, baud });
        lanes.connect(id);
        break;
      case 'confirm':
        lanes.choose(id, { confirmed: true });
        break;
      case 'write':
        lanes.write(id);
        break;
      case 'resume':
        lanes.resume(id);
        break;
      case 'watch':
        this.#listen(true);
        lanes.watch(id, { reset: true, baud: 'auto' });
        break;
      case 'release':
        this.#listen(false);
        lanes.stop(id);
    }
  }

  end(): void {
    this.#listen(false);
  }

  #listen(on: boolean): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#ear = undefined;
    if (!on) return;
    const ear = new SeatEar();
    this.#ear = ear;
    this.#leave = this.#lanes.onSerial(this.id, part => ear.hear(part, this.#now()));
  }
}
