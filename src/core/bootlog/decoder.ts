import { Classifier } from './classify.ts';
import type { BootEvent, LogLine } from './events.ts';
import { LineCutter, type RawLine } from './lines.ts';

/**
 * Reads what comes out of the serial port of an ESP8266: bytes in, lines with their facts out. The same bytes give the
 * same lines however they are cut into pieces; only times depend on the pieces.
 */
export class BootLogDecoder {
  readonly #cutter = new LineCutter();
  readonly #classifier = new Classifier();
  #number = 0;
  /** First line of the stretch of noise that goes on. */
  #stretch: number | undefined;

  /** Text of the line that has not ended: a prompt, for instance. */
  get pending(): string {
    return this.#cutter.pending;
  }

  /** Bytes of it. */
  get pendingLength(): number {
    return this.#cutter.pendingLength;
  }

  /** @param time milliseconds, of any clock that never goes back. */
  push(bytes: Uint8Array, time?: number): BootEvent[] {
    const events: BootEvent[] = [];
    this.#cutter.push(bytes, time, line => events.push(this.#event(line)));
    return events;
  }

  /**
   * The reader has changed its rate: the line that was under way ends here.
   * @param gapMs how long nobody listened.
   */
  changeRate(baud: number, gapMs?: number): BootEvent[] {
    const events = this.end();
    events.push({ kind: 'rate', baud, after: this.#number, ...(gapMs !== undefined && { gapMs }) });
    return events;
  }

  /** The stream is over: gives the last line if it has not ended. */
  end(): BootEvent[] {
    const events: BootEvent[] = [];
    this.#cutter.end(line => events.push(this.#event(line)));
    return events;
  }

  #event(raw: RawLine): BootEvent {
    const { origin, fact } = this.#classifier.classify(raw);
    this.#number++;
    if (origin !== 'noise') this.#stretch = undefined;
    else this.#stretch ??= this.#number;
    const line: LogLine = {
      number: this.#number,
      offset: raw.offset,
      length: raw.length,
      origin,
      text: raw.text,
      ...(raw.time !== undefined && { time: raw.time }),
      ...(this.#stretch !== undefined && { stretch: this.#stretch }),
    };
    return fact ? { kind: 'line', line, fact } : { kind: 'line', line };
  }
}
