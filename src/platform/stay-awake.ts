/** While the flash of a board is written: the screen stays on, and closing the tab asks first. */
export class StayAwake {
  #wanted = false;
  #lock: WakeLockSentinel | undefined;

  constructor() {
    // The browser takes the lock away from a page that is hidden, and does not give it back by itself.
    document.addEventListener('visibilitychange', () => void this.#take());
    addEventListener('beforeunload', event => {
      if (this.#wanted) event.preventDefault();
    });
  }

  set(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) void this.#take();
    else {
      void this.#lock?.release();
      this.#lock = undefined;
    }
  }

  async #take(): Promise<void> {
    if (!this.#wanted || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    // Refused on an empty battery, for instance: the work goes on all the same.
    const lock = await navigator.wakeLock.request('screen').catch(() => undefined);
    // Nobody wants it any more, or another request was faster.
    const held = this.#lock?.released === false;
    if (this.#wanted && !held) this.#lock = lock;
    else void lock?.release();
  }
}
