import type {
  ConnectionAction,
  ConnectionInput,
  OtaConnection,
  OtaEvent,
} from '../../core/ota/connection.ts';
import { BOARD_NETWORK, type PageNetworkMessage } from '../../worker/board-net-protocol.ts';

/** What a TCP of a usual Ethernet or Wi-Fi carries in one segment. */
const SEGMENT = 1460;

/**
 * A connection that the virtual board has opened to the relay in the page: cuts what is sent into segments, keeps to
 * the board's window, and wakes the logic when its time has come.
 */
export class BoardSocket {
  readonly #id: number;
  readonly #logic: OtaConnection;
  readonly #post: (message: PageNetworkMessage) => void;
  readonly #tell: (event: OtaEvent) => void;
  #queue: Uint8Array[] = [];
  /** Bytes on their way that the board has not taken. */
  #underway = 0;
  #closing = false;
  /** The board has said all. */
  #ended = false;
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    id: number,
    logic: OtaConnection,
    out: { post: (message: PageNetworkMessage) => void; tell: (event: OtaEvent) => void },
  ) {
    this.#id = id;
    this.#logic = logic;
    this.#post = out.post;
    this.#tell = out.tell;
    this.#schedule();
  }

  handle(input: ConnectionInput): void {
    if (this.#over) return;
    if (input.kind === 'ended') this.#ended = true;
    for (const action of this.#logic.handle(input, performance.now())) this.#do(action);
    this.#pump();
    this.#schedule();
  }

  /** The board has taken so many bytes. */
  taken(bytes: number): void {
    this.#underway -= bytes;
    this.#pump();
    if (this.#queue.length === 0 && this.#underway <= 0) this.handle({ kind: 'drained' });
  }

  gone(): void {
    this.handle({ kind: 'gone', reset: true });
    this.#end();
  }

  /** Nobody is there any more. */
  drop(): void {
    if (this.#over) return;
    this.#post({ type: 'reset', id: this.#id });
    this.#end();
  }

  #do(action: ConnectionAction): void {
    switch (action.kind) {
      case 'send':
        for (let at = 0; at < action.bytes.length; at += SEGMENT) {
          this.#queue.push(action.bytes.subarray(at, at + SEGMENT));
        }
        break;
      case 'close':
        this.#closing = true;
        break;
      case 'drop':
        this.drop();
        break;
      // `drained` comes only when the board has taken everything: nothing is on its way any more.
      case 'settle':
        queueMicrotask(() => this.handle({ kind: 'settled' }));
        break;
      case 'tell':
        this.#tell(action.event);
    }
  }

  #pump(): void {
    if (this.#over) return;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (this.#underway > 0 && this.#underway + next.length > BOARD_NETWORK.window) return;
      this.#queue.shift();
      this.#underway += next.length;
      this.#post({ type: 'segment', id: this.#id, bytes: next.slice() });
    }
    if (!this.#closing) return;
    this.#closing = false;
    this.#post({ type: 'end', id: this.#id });
    // Both have said good-bye: the connection is over as it should be.
    if (this.#ended) {
      queueMicrotask(() => {
        this.handle({ kind: 'gone', reset: false });
        this.#end();
      });
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const { wakeAt } = this.#logic;
    if (this.#over || !Number.isFinite(wakeAt)) return;
    const wait = Math.max(0, wakeAt - performance.now());
    this.#timer = setTimeout(() => this.handle({ kind: 'time' }), wait);
  }

  #end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#queue = [];
  }
}
