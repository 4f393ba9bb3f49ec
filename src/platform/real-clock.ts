import type { Clock } from '../jobs/ports.ts';

/** The computer's own time. In a worker its timers stay exact when the page is hidden. */
export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const wake = (): void => {
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      const end = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', end, { once: true });
    }),
};
