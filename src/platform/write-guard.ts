/** All tabs of Twinslot know that a board is being written: a lock of the browser that every writing tab shares. */
const LOCK = 'twinslot:writing';

export class WriteGuard {
  #release: (() => void) | undefined;

  set(writing: boolean): void {
    if (writing === (this.#release !== undefined)) return;
    this.#release?.();
    this.#release = undefined;
    // A page that came neither over https nor from localhost has no locks; nor has it serial ports.
    if (!writing || !('locks' in navigator)) return;
    const written = new Promise<void>(resolve => {
      this.#release = resolve;
    });
    void navigator.locks.request(LOCK, { mode: 'shared' }, () => written);
  }
}

/**
 * Does `action` when no tab writes a board, at once or later; no tab that begins to write meanwhile is overtaken.
 * Rejects with AbortError when `signal` says so before.
 */
export async function whenNobodyWrites(action: () => Promise<void>, signal: AbortSignal): Promise<void> {
  if (!('locks' in navigator)) return action();
  for (let done = false; !done; ) {
    await navigator.locks.request(LOCK, { signal }, async () => {
      // A write that began while this request stood in the queue stands behind it, and goes on without its lock.
      const { pending = [] } = await navigator.locks.query();
      if (pending.some(({ name, mode }) => name === LOCK && mode === 'shared')) return;
      await action();
      done = true;
    });
  }
}
