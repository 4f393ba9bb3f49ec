import type { RelayLog } from '../../relay/relay.ts';
import { eventLine, RELAY_LOG } from '../../words/relay-log.ts';
import { type Screen, visible } from '../screen.ts';

/** Progress gets a line at each of these. */
const STEPS = [0.25, 0.5, 0.75, 1] as const;

/** Bytes of lines that wait for a reader. */
const MOST_WAITING = 256 * 1024;

interface Download {
  readonly since: number;
  /** How many of the steps have been told. */
  readonly told: number;
}

/** One line for everything that happens, with time and device, short enough to read along. */
export class RelayLogPrinter {
  readonly #screen: Screen;
  #leftOut = 0;
  readonly #downloads = new Map<number, Download>();

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  print(entry: RelayLog): void {
    if (entry.kind === 'page-refused') {
      this.#line(Date.now(), RELAY_LOG.pageRefused[entry.what](entry.value));
      return;
    }
    const { at, connection, device, event } = entry;
    const rate = event.kind === 'sending' ? this.#rateAtStep(connection, at, event) : 0;
    if (rate === undefined) return;
    const text = eventLine(event, rate);
    if (text) this.#line(at, `${device} ${text}`);
    if (event.kind === 'asked') this.#downloads.set(connection, { since: at, told: 0 });
    else if (event.kind !== 'sending') this.#downloads.delete(connection);
  }

  /** Bytes a second, when this is the first report of a further step. */
  #rateAtStep(connection: number, at: number, { sent, length }: { sent: number; length: number }) {
    const download = this.#downloads.get(connection);
    const told = STEPS.filter(step => sent >= step * length).length;
    if (!download || told <= download.told) return undefined;
    this.#downloads.set(connection, { ...download, told });
    return Math.round((1000 * sent) / Math.max(1, at - download.since));
  }

  /** Somebody who does not read along must not make the program grow. */
  #line(at: number, text: string): void {
    if ((this.#screen.waiting?.() ?? 0) > MOST_WAITING) {
      this.#leftOut++;
      return;
    }
    if (this.#leftOut > 0) this.#screen.line(RELAY_LOG.leftOut(this.#leftOut));
    this.#leftOut = 0;
    const time = new Date(at).toTimeString().slice(0, 8);
    this.#screen.line(`${this.#screen.quiet(time)}  ${visible(text)}`);
  }
}
