import type { Socket } from 'node:net';
import type { BoardMessage, WorldMessage } from '../../../board/net/messages.ts';

type ToSocket = Extract<BoardMessage, { type: 'segment' | 'taken' | 'end' | 'reset' }>;

/** Longest piece that a board gets at once: a segment on Ethernet. */
const SEGMENT = 1460;
/** A peer that does not close after the board has said all is cut off, ms. */
const GOODBYE_MS = 10_000;

/** One socket as a connection of the board: its window holds the peer up, as the real one's does. */
export class BoardSocket {
  readonly #id: number;
  readonly #socket: Socket;
  readonly #window: number;
  readonly #say: (message: WorldMessage) => void;
  /** Bytes from the peer that the board has no room for. */
  readonly #waiting: Buffer[] = [];
  #underWay = 0;
  #ending = false;
  /** The board has said all, or is gone: it hears nothing any more. */
  #deaf = false;

  constructor(id: number, socket: Socket, window: number, say: (message: WorldMessage) => void) {
    this.#id = id;
    this.#socket = socket;
    this.#window = window;
    this.#say = say;
    socket.on('data', data => this.#data(data));
    socket.on('end', () => {
      this.#ending = true;
      this.#flush();
    });
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => {
      if (!this.#deaf) this.#say({ type: 'reset', id: this.#id });
      this.#deaf = true;
    });
  }

  hear(message: ToSocket): void {
    switch (message.type) {
      case 'segment':
        this.#socket.write(message.bytes);
        break;
      case 'taken':
        this.#underWay -= message.bytes;
        this.#flush();
        break;
      case 'end':
        this.#goodbye();
        break;
      case 'reset':
        this.reset();
    }
  }

  reset(): void {
    this.#deaf = true;
    this.#socket.resetAndDestroy();
  }

  /** What still comes is thrown away, so that the peer can read all that the board said. */
  #goodbye(): void {
    this.#deaf = true;
    this.#waiting.length = 0;
    this.#socket.end();
    this.#socket.resume();
    this.#socket.setTimeout(GOODBYE_MS, () => this.#socket.destroy());
  }

  #data(data: Buffer): void {
    if (this.#deaf) return;
    for (let at = 0; at < data.length; at += SEGMENT) this.#waiting.push(data.subarray(at, at + SEGMENT));
    this.#flush();
  }

  #flush(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (this.#deaf || this.#underWay + next.length > this.#window) break;
      this.#waiting.shift();
      this.#underWay += next.length;
      this.#say({ type: 'segment', id: this.#id, bytes: new Uint8Array(next) });
    }
    if (this.#waiting.length > 0) this.#socket.pause();
    else {
      this.#socket.resume();
      if (this.#ending && !this.#deaf) this.#say({ type: 'end', id: this.#id });
      this.#ending = false;
    }
  }
}
