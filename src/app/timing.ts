/** When the page does things: with frames, which hidden tabs do not have, and with timers, which they do. */

/** A hidden tab has no frames: its state goes on so often instead, ms. */
const WITHOUT_FRAMES_MS = 500;

/** Runs `work` once: in the next frame, or in a hidden tab a little later. What follows from it waits for no screen. */
export function nextFrame(work: () => void): void {
  let done = false;
  const once = (): void => {
    if (done) return;
    done = true;
    clearTimeout(latest);
    work();
  };
  const latest = setTimeout(once, WITHOUT_FRAMES_MS);
  requestAnimationFrame(once);
}

/** Runs `work` when the next frame is on the screen; in a hidden tab, which paints nothing, soon. */
export const afterPaint = (work: () => void): void => nextFrame(() => setTimeout(work));

/** Calls back every `ms`. @returns what ends that. */
export function every(ms: number, action: () => void): () => void {
  const timer = setInterval(action, ms);
  return () => clearInterval(timer);
}
