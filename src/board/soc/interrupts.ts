/**
 * Interrupt lines from the devices to the CPU, as levels.
 * Source: ets_sys.h of the NONOS SDK (ETS_…_INUM); line 14 is the non-maskable one.
 */
export const INTERRUPT = {
  spi: 2,
  gpio: 4,
  uart: 5,
  watchdog: 8,
  frc1: 9,
  frc2: 10,
  nmi: 14,
} as const;

export class InterruptLines {
  /** The lines changed; bit n is line n. */
  onChange: ((mask: number) => void) | undefined;
  #mask = 0;
  /** Who asserts each line: a line may have several sources. */
  readonly #sources = new Map<number, Set<object>>();

  get mask(): number {
    return this.#mask;
  }

  set(line: number, source: object, asserted: boolean): void {
    let sources = this.#sources.get(line);
    if (!sources) {
      if (!asserted) return;
      sources = new Set();
      this.#sources.set(line, sources);
    }
    if (asserted) sources.add(source);
    else sources.delete(source);
    const bit = 1 << line;
    const mask = sources.size > 0 ? this.#mask | bit : this.#mask & ~bit;
    if (mask === this.#mask) return;
    this.#mask = mask;
    this.onChange?.(mask);
  }
}
