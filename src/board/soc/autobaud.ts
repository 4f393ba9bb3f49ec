import type { Frame } from '../wire/serial-line.ts';

/**
 * The UART's pulse counters, by which the ROM measures the host's rate: shortest low and high pulse in bus clocks,
 * and number of edges. The counters start when the filter has seen the new level for 12 clocks, which is why the
 * ROM adds 12 to their mean (disassembly of the ROM's auto-baud).
 */
const FILTER_CLOCKS = 12;
const MAX_PULSE = 0xfffff;
const MAX_EDGES = 0x3ff;

export class PulseCounters {
  shortestLow = MAX_PULSE;
  shortestHigh = MAX_PULSE;
  edges = 0;
  #lastRise: number | undefined;

  restart(): void {
    this.shortestLow = MAX_PULSE;
    this.shortestHigh = MAX_PULSE;
    this.edges = 0;
    this.#lastRise = undefined;
  }

  /** Takes in the edges of a frame that has passed. */
  count(frame: Frame, busHz: number): void {
    const clocks = (time: number) => Math.round((time * busHz) / 1e9) - FILTER_CLOCKS;
    let level = 1;
    let since = this.#lastRise;
    for (let k = 0; k < frame.count; k++) {
      const next = (frame.bits >>> k) & 1;
      const at = frame.start + k * frame.bitTime;
      if (next === level || at >= frame.end) continue;
      if (since !== undefined) this.#pulse(level, clocks(at - since));
      this.edges = Math.min(MAX_EDGES, this.edges + 1);
      since = at;
      level = next;
    }
    this.#lastRise = level === 1 ? since : undefined;
  }

  #pulse(level: number, clocks: number): void {
    const width = Math.max(0, clocks);
    if (level) this.shortestHigh = Math.min(this.shortestHigh, width);
    else this.shortestLow = Math.min(this.shortestLow, width);
  }
}
