import type { Workbox } from 'workbox-window';
import { whenNobodyWrites } from '../platform/write-guard.ts';
import type { StateHolder } from './state-holder.ts';

/** How often a page that stays open looks for a new version. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/**
 * Registers the service worker of the built page, which keeps the page for use without a network. A new version is
 * offered and starts when the person says so, and not before every tab has written its boards: a tab that goes on with the
 * old version would not find the parts of it any more that it has not fetched yet.
 */
export class Updates {
  readonly #holder: StateHolder;
  #workbox: Workbox | undefined;
  #runsAlready = false;
  #waiting: AbortController | undefined;

  constructor(holder: StateHolder) {
    this.#holder = holder;
  }

  /** Where service workers are refused (private windows, policies) the page works, only not without a network. */
  async register(): Promise<void> {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('./sw.js');
    const offer = (): void => this.#holder.dispatch({ type: 'update-ready' });
    workbox.addEventListener('waiting', offer);
    workbox.addEventListener('controlling', ({ isUpdate }) => {
      if (!isUpdate) return;
      // Another tab has started the new version; this one shows the old page until it is loaded again.
      this.#runsAlready = true;
      offer();
    });
    this.#workbox = workbox;
    await workbox.register().then(
      () => setInterval(() => workbox.update().catch(() => undefined), LOOK_AGAIN_MS),
      () => undefined,
    );
  }

  /** Starts the new version, now or when the last board is written: it takes over, then the page loads again. */
  async accept(): Promise<void> {
    if (this.#waiting) return;
    this.#waiting = new AbortController();
    this.#holder.dispatch({ type: 'update-waits', waits: true });
    // Rejects when the person does not want to wait any more.
    await whenNobodyWrites(() => this.#start(), this.#waiting.signal).catch(() => undefined);
  }

  /** An accepted update that still waits for a board goes back to being an offer. */
  decline(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#holder.dispatch({ type: 'update-waits', waits: false });
  }

  /** Ends with this page: until it is gone, no other tab starts to do the same. */
  #start(): Promise<void> {
    if (this.#runsAlready) location.reload();
    else {
      this.#workbox?.addEventListener('controlling', () => location.reload());
      this.#workbox?.messageSkipWaiting();
    }
    return new Promise(() => undefined);
  }
}
