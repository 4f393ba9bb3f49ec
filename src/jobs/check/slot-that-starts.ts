import type { Slot } from '../../core/esp8266/flash-map.ts';
import { withSwappedLines } from '../watch/swapped-lines.ts';
import { BootWatch } from '../watch/watch-boot.ts';
import type { CheckBench } from './check-bench.ts';

/** A boot loader says what it starts within a fraction of this, ms. */
const SAYS_WITHIN = 10_000;

/** Resets the board, or waits until somebody does, and hears which slot its boot loader starts. */
export async function slotThatStarts(
  bench: CheckBench,
): Promise<{ readonly found?: Slot; readonly line: string }> {
  const { link, clock } = bench.world;
  const { reset } = bench.session.memory;
  bench.session.detach();
  const done = new AbortController();
  const stop = AbortSignal.any([done.signal, bench.signal]);
  let found: Slot | undefined;
  let line = '';
  const watch = new BootWatch(reset === 'swapped' ? withSwappedLines(link) : link, clock, {
    onEvent: event => {
      if (event.kind !== 'log') return;
      for (const each of event.events) {
        if (each.kind !== 'line' || each.fact?.kind !== 'jump') continue;
        const { target } = each.fact;
        if (target !== 'bin') found = target;
        line = each.line.text;
      }
      if (found) done.abort();
    },
  });
  const running = watch.run(stop);
  watch.reset();
  const late = clock.sleep(SAYS_WITHIN, stop).then(() => done.abort());
  await Promise.allSettled([running, late]);
  bench.signal.throwIfAborted();
  await link.close();
  return { ...(found && { found }), line };
}
