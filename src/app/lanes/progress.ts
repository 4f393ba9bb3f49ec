import type { FlashEvent, FlashStage } from '../../core/device/flash-event.ts';
import type { LaneProgress } from './lane-view.ts';

/** The rate counts over so much time, ms. */
const WINDOW_MS = 4000;
/** Before this there is no telling how long the rest takes. */
const STEADY_AFTER_MS = 3000;
/** The halves of a steady window differ by this share at most. */
const STEADY_WITHIN = 0.35;

interface Sample {
  readonly at: number;
  readonly done: number;
}

/** How far a job is, how fast it goes, and how long it will take once that can be told. */
export class ProgressMeter {
  #stage: FlashStage = 'opening';
  #samples: Sample[] = [];
  #last = { done: 0, total: 0, wire: 0 };

  /** @param now milliseconds. @returns undefined when the event says nothing about progress. */
  see(event: FlashEvent, now: number): LaneProgress | undefined {
    if (event.type === 'stage') {
      this.#stage = event.stage;
      this.#samples = [];
      return this.#progress(now);
    }
    if (event.type !== 'progress') return undefined;
    const { done, total, wire } = event;
    if (total !== this.#last.total) this.#samples = [];
    this.#last = { done, total, wire };
    this.#samples.push({ at: now, done });
    return this.#progress(now);
  }

  #progress(now: number): LaneProgress {
    const { done, total, wire } = this.#last;
    const rate = this.#rate(now);
    const secondsLeft = rate !== undefined && this.#isSteady(now) ? (total - done) / rate : undefined;
    return {
      ...{ stage: this.#stage, done, total, wire },
      ...(total > 0 && { percent: (100 * done) / total }),
      ...(rate !== undefined && { rate }),
      ...(secondsLeft !== undefined && { secondsLeft }),
    };
  }

  /** Bytes a second. */
  #rate(now: number): number | undefined {
    while ((this.#samples[1]?.at ?? now) <= now - WINDOW_MS) this.#samples.shift();
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at === first.at || last.done === first.done) return undefined;
    return (1000 * (last.done - first.done)) / (last.at - first.at);
  }

  #isSteady(now: number): boolean {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || now - first.at < STEADY_AFTER_MS) return false;
    const half = (first.at + last.at) / 2;
    const middle = this.#samples.find(sample => sample.at >= half);
    if (!middle || middle === last || middle === first) return false;
    const before = (middle.done - first.done) / (middle.at - first.at);
    const after = (last.done - middle.done) / (last.at - middle.at);
    return Math.abs(after - before) <= STEADY_WITHIN * Math.max(after, before);
  }
}
