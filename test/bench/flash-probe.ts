/** Listens on a board's line: when the first packet of data set out, and when the last one was answered. */
import type { VirtualBoard } from '../../src/board/board.ts';

const MS = 1_000_000;
/** FLASH_DEFL_BEGIN and FLASH_DEFL_DATA. */
const BEGIN = 0x10;
const DATA = 0x11;

export class DataProbe {
  #first: number | undefined;
  #last = 0;
  #flash = 0;
  #packets = 0;
  #bytes = 0;

  /** @param least bytes of the image: what is sent of smaller things is not counted. */
  constructor(board: VirtualBoard, least: number) {
    const { serial, flash } = board;
    const write = serial.write.bind(serial);
    // An image is told from smaller writes by the announced size of its FLASH_DEFL_BEGIN; the beginning of a slot
    // follows its rest.
    let counting = false;
    Object.assign(serial, {
      write: (bytes: Uint8Array) => {
        const [, direction, op] = bytes;
        const begins = direction === 0 && op === BEGIN;
        const size = begins ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(9, true) : 0;
        if (begins) counting = counting ? size === 0x1000 : size > least / 2;
        if (direction === 0 && op === DATA && counting) {
          this.#first ??= board.clock.now;
          this.#packets++;
          this.#bytes += bytes.length;
        }
        write(bytes);
      },
    });
    serial.onBytes(bytes => {
      if (!counting || this.#first === undefined) return;
      for (let i = 0; i + 2 < bytes.length; i++)
        if (bytes[i] === 0xc0 && bytes[i + 1] === 1 && bytes[i + 2] === DATA) this.#last = board.clock.now;
    });
    for (const name of ['program', 'eraseSector', 'eraseBlock'] as const) {
      const original = flash[name].bind(flash) as (offset: number, data: Uint8Array) => boolean;
      const timed = (offset: number, data: Uint8Array): boolean => {
        const done = original(offset, data);
        if (this.#first !== undefined) this.#flash += Math.max(0, flash.busyUntil - board.clock.now);
        return done;
      };
      Object.assign(flash, { [name]: timed });
    }
  }

  /** From the first packet to the answer of the last. */
  get milliseconds(): number {
    return (this.#last - (this.#first ?? this.#last)) / MS;
  }

  get packets(): number {
    return this.#packets;
  }

  /** Bytes of the packets on the wire. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Time that the flash was busy since the first packet. */
  get flashMilliseconds(): number {
    return this.#flash / MS;
  }
}
