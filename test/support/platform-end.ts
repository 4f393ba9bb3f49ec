/** Runs in a page: the parts of src/platform that only a browser can show, for tests to call. */
import { deflate } from '../../src/platform/deflate.ts';
import { lockPort } from '../../src/platform/port-lock.ts';
import { realClock } from '../../src/platform/real-clock.ts';
import { StayAwake } from '../../src/platform/stay-awake.ts';

let release: (() => void) | undefined;
const awake = new StayAwake();

Object.assign(globalThis, {
  platform: {
    /** @returns whether this tab has it now. */
    lock: async (name: string): Promise<boolean> => {
      release = await lockPort(name);
      return release !== undefined;
    },
    unlock: (): void => release?.(),
    deflate: async (length: number): Promise<number[]> => [
      ...(await deflate(Uint8Array.from({ length }, (_, i) => (i * i) >> 3))),
    ],
    awake: (wanted: boolean): void => awake.set(wanted),
    sleeps: async (ms: number): Promise<number> => {
      const from = realClock.now();
      await realClock.sleep(ms);
      return realClock.now() - from;
    },
    isWoken: async (): Promise<string> => {
      const controller = new AbortController();
      const sleep = realClock.sleep(60_000, controller.signal);
      controller.abort(new DOMException('enough', 'AbortError'));
      return sleep.then(
        () => 'slept',
        (error: Error) => error.message,
      );
    },
  },
});
