/**
 * A flasher as a script: talks to a board's serial end as esptool does (loader.md), but lets the board's time pass
 * itself, so a dialogue takes no longer than computing it. Written for the tests alone, apart from the board's side
 * and from the flasher's.
 */
import type { VirtualBoard } from '../../../src/board/board.ts';

export interface Answer {
  readonly op: number;
  readonly value: number;
  /** Behind the header, without the two status bytes. */
  readonly data: Uint8Array;
  /** The two status bytes; 0 is good. */
  readonly status: number;
}

const MS = 1_000_000;

export class LoaderClient {
  readonly board: VirtualBoard;
  /** Everything that came, as characters. */
  text = '';
  #received: number[] = [];
  #frames: Uint8Array[] = [];

  constructor(board: VirtualBoard) {
    this.board = board;
    board.serial.onBytes(bytes => {
      this.text += String.fromCharCode(...bytes);
      this.#received.push(...bytes);
    });
  }

  wait(milliseconds: number): void {
    this.board.run(this.board.clock.now + milliseconds * MS);
  }

  /** The classic sequence by DTR and RTS (loader.md, section 8). */
  resetIntoDownload(): void {
    const { serial } = this.board;
    serial.setSignals({ dtr: false, rts: true });
    this.wait(100);
    serial.setSignals({ dtr: true, rts: false });
    this.wait(50);
    serial.setSignals({ dtr: false });
    this.wait(30);
  }

  /** Reset, and SYNC until an answer comes; gives its value field: 0 for a stub. */
  connect(baud = 115200): number {
    this.board.serial.setBaud(baud);
    this.resetIntoDownload();
    return this.sync();
  }

  sync(tries = 5): number {
    const data = Uint8Array.of(7, 7, 0x12, 0x20, ...new Array<number>(32).fill(0x55));
    for (let i = 0; i < tries; i++) {
      this.drop();
      this.send(0x08, data);
      const answer = this.#answerTo(0x08, 100);
      if (!answer) continue;
      this.wait(50);
      this.drop();
      return answer.value;
    }
    throw new Error(`no answer to SYNC; last text: ${JSON.stringify(this.text.slice(-200))}`);
  }

  drop(): void {
    this.#received = [];
    this.#frames = [];
  }

  send(op: number, data: Uint8Array, checksum = 0): void {
    const body = new Uint8Array(8 + data.length);
    const view = new DataView(body.buffer);
    body[1] = op;
    view.setUint16(2, data.length, true);
    view.setUint32(4, checksum, true);
    body.set(data, 8);
    this.write(body);
  }

  /** A raw frame. */
  write(body: Uint8Array): void {
    const out: number[] = [0xc0];
    for (const byte of body) {
      if (byte === 0xc0) out.push(0xdb, 0xdc);
      else if (byte === 0xdb) out.push(0xdb, 0xdd);
      else out.push(byte);
    }
    this.board.serial.write(Uint8Array.from([...out, 0xc0]));
  }

  /** Sends a command and waits for its answer. */
  command(op: number, data: Uint8Array, checksum = 0, limitMs = 3000): Answer {
    this.send(op, data, checksum);
    const answer = this.#answerTo(op, limitMs);
    if (!answer) throw new Error(`no answer to ${op.toString(16)} within ${limitMs} ms`);
    return answer;
  }

  /** A command that has to succeed. */
  must(op: number, data: Uint8Array, checksum = 0, limitMs = 3000): Answer {
    const answer = this.command(op, data, checksum, limitMs);
    if (answer.status !== 0) throw new Error(`${op.toString(16)} failed with ${answer.status.toString(16)}`);
    return answer;
  }

  readRegister(address: number): number {
    return this.must(0x0a, words(address)).value;
  }

  /** *_DATA: header, payload and its checksum. */
  data(op: number, sequence: number, payload: Uint8Array, limitMs = 3000): Answer {
    const data = new Uint8Array(16 + payload.length);
    data.set(words(payload.length, sequence, 0, 0));
    data.set(payload, 16);
    return this.command(
      op,
      data,
      payload.reduce((sum, byte) => sum ^ byte, 0xef),
      limitMs,
    );
  }

  /** The next frame on the line. */
  frame(limitMs = 3000): Uint8Array | undefined {
    this.board.run({ until: () => this.#decode(), limitNs: limitMs * MS });
    return this.#frames.shift();
  }

  #answerTo(op: number, limitMs: number): Answer | undefined {
    const end = this.board.clock.now + limitMs * MS;
    while (this.board.clock.now < end) {
      const frame = this.frame((end - this.board.clock.now) / MS);
      if (frame?.[0] !== 1 || frame.length < 10 || frame[1] !== op) continue;
      const view = new DataView(frame.buffer, frame.byteOffset);
      const data = frame.subarray(8, frame.length - 2);
      const status = ((frame[frame.length - 2] ?? 0) << 8) | (frame[frame.length - 1] ?? 0);
      return { op, value: view.getUint32(4, true), data, status };
    }
    return undefined;
  }

  /** Moves whole frames from the bytes received; true when there is one. */
  #decode(): boolean {
    for (;;) {
      const start = this.#received.indexOf(0xc0);
      const end = start < 0 ? -1 : this.#received.indexOf(0xc0, start + 1);
      if (end < 0) break;
      const body = this.#received.slice(start + 1, end);
      this.#received = this.#received.slice(body.length === 0 ? end : end + 1);
      if (body.length > 0) this.#frames.push(withoutEscapes(body));
    }
    return this.#frames.length > 0;
  }
}

const withoutEscapes = (body: readonly number[]): Uint8Array => {
  const out: number[] = [];
  for (let i = 0; i < body.length; i++) {
    if (body[i] === 0xdb) out.push(body[++i] === 0xdc ? 0xc0 : 0xdb);
    else out.push(body[i] ?? 0);
  }
  return Uint8Array.from(out);
};

export const words = (...values: readonly number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
};
