import type { Workbox } from 'workbox-window';
import type { StateHolder } from './state-holder.ts';

/** How often a page that stays open looks for a new version. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/**
 * Registers the service worker of the built page, which keeps the page for use without a network. A new version is
 * offered and starts when the person says so: a reload in the middle of work would be worse than an old version.
 */
export class Updates {
  readonly #holder: StateHolder;
  #workbox: Workbox | undefined;
  #runsAlready = false;

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

  /** Starts the new version: the waiting service worker takes over, then the page loads again. */
  accept(): void {
    if (this.#runsAlready) {
      location.reload();
      return;
    }
    this.#workbox?.addEventListener('controlling', () => location.reload());
    this.#workbox?.messageSkipWaiting();
  }
}
