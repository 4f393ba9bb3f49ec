/** Runs `work` when the next frame is on the screen; in a hidden tab, which paints nothing, soon. */
export function afterPaint(work: () => void): void {
  const AT_LATEST_MS = 500;
  let done = false;
  const once = (): void => {
    if (done) return;
    done = true;
    work();
  };
  setTimeout(once, AT_LATEST_MS);
  requestAnimationFrame(() => setTimeout(once));
}
