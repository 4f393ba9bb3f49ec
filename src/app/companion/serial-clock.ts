/**
 * Times of a lane on the clock of the page. A lane counts from when its port was opened, and is more exact than the
 * moment at which its bytes arrive here; every opening begins anew.
 */
export class SerialClock {
  #offset: number | undefined;
  #last = 0;

  /** @param ms on the lane's clock. @returns the same moment on ours, never earlier than the one before. */
  toPage(ms: number, now: number): number {
    if (this.#offset === undefined || ms + this.#offset < this.#last) this.#offset = now - ms;
    // What has arrived was not sent later than now.
    const at = Math.min(now, ms + this.#offset);
    this.#last = Math.max(this.#last, at);
    return this.#last;
  }
}
