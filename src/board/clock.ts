/**
 * Time as a value: nanoseconds since the board was plugged in, and what is due when. Nothing in the board asks a
 * real clock; whoever drives it decides whether a virtual second takes a second.
 */

/** Something that is due; keep it to cancel it. */
export interface Due {
  readonly at: number;
  /** Order among things due at the same moment: first come, first served. */
  readonly order: number;
  readonly action: () => void;
  cancelled: boolean;
}

export class VirtualClock {
  #now = 0;
  #order = 0;
  /** Binary heap, the earliest first. */
  readonly #heap: Due[] = [];

  /** Nanoseconds since the board was plugged in. */
  get now(): number {
    return this.#now;
  }

  /** Moment of the next thing due; Infinity when nothing is. */
  get nextAt(): number {
    this.#dropCancelled();
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Has `action` done `delay` nanoseconds from now; at once means in the next `advanceTo`. */
  after(delay: number, action: () => void): Due {
    return this.at(this.#now + Math.max(0, delay), action);
  }

  /** Has `action` done at the moment `time`, or now if that is past. */
  at(time: number, action: () => void): Due {
    const due: Due = { at: Math.max(time, this.#now), order: this.#order++, action, cancelled: false };
    this.#push(due);
    return due;
  }

  cancel(due: Due | undefined): void {
    if (due) due.cancelled = true;
  }

  /** Moves time forward to `time`, doing what is due on the way, each at its own moment. */
  advanceTo(time: number): void {
    for (;;) {
      this.#dropCancelled();
      const next = this.#heap[0];
      if (!next || next.at > time) break;
      this.#pop();
      this.#now = next.at;
      next.action();
    }
    if (time > this.#now) this.#now = time;
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.cancelled) this.#pop();
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let i = heap.push(due) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || earlier(above, due)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (heap.length === 0 || !last) return;
    let i = 0;
    for (;;) {
      const left = heap[2 * i + 1];
      const right = heap[2 * i + 2];
      if (!left) break;
      const [child, at] = right && earlier(right, left) ? [right, 2 * i + 2] : [left, 2 * i + 1];
      if (earlier(last, child)) break;
      heap[i] = child;
      i = at;
    }
    heap[i] = last;
  }
}

const earlier = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
