/** A chip for the download loop alone: flash and registers are plain arrays, time passes at once. */
import type { DownloadChip, FlashParameters } from '../../../src/board/rom/download.ts';
import { type DownloadAnswer, DownloadLoop } from '../../../src/board/rom/download.ts';
import type { Task } from '../../../src/board/rom/task.ts';

export class FakeChip implements DownloadChip {
  readonly log: string[] = [];
  readonly flash = new Uint8Array(0x400000);
  readonly registers = new Map<number, number>();
  readonly memory = new Map<number, number>();
  parameters: FlashParameters | undefined;
  size = 0x400000;
  /** Flash bits that cannot be programmed, by offset. */
  readonly stuck = new Set<number>();

  attachFlash(): void {
    this.log.push('attach');
  }

  flashSize(): number {
    return this.size;
  }

  setFlashParameters(parameters: FlashParameters): void {
    this.parameters = parameters;
  }

  *eraseSector(sector: number): Task<boolean> {
    this.log.push(`sector ${sector}`);
    yield 0;
    this.flash.fill(0xff, sector * 0x1000, (sector + 1) * 0x1000);
    return true;
  }

  *eraseBlock(block: number): Task<boolean> {
    this.log.push(`block ${block}`);
    yield 0;
    this.flash.fill(0xff, block * 0x10000, (block + 1) * 0x10000);
    return true;
  }

  *writeFlash(offset: number, data: Uint8Array): Task<boolean> {
    yield 0;
    data.forEach((byte, i) => {
      this.flash[offset + i] =
        (this.flash[offset + i] ?? 0) & (this.stuck.has(offset + i) ? byte & 0xfe : byte);
    });
    return true;
  }

  *readFlash(offset: number, length: number): Task<Uint8Array | undefined> {
    yield 0;
    return offset + length > this.size ? undefined : this.flash.subarray(offset, offset + length);
  }

  readWord(address: number): number {
    this.log.push(`read ${address.toString(16)}`);
    return this.registers.get(address) ?? 0;
  }

  writeWord(address: number, value: number): void {
    this.log.push(`write ${address.toString(16)}=${value.toString(16)}`);
    this.registers.set(address, value);
  }

  writeMemory(address: number, data: Uint8Array): void {
    data.forEach((byte, i) => {
      this.memory.set(address + i, byte);
    });
  }

  *delay(microseconds: number): Task {
    this.log.push(`delay ${microseconds}`);
    yield 0;
  }
}

/** A loop on a fake chip; `send` gives the answer's last ten bytes: op, value and the two status bytes. */
export class Download {
  readonly chip = new FakeChip();
  readonly loop = new DownloadLoop(this.chip);

  frame(body: Uint8Array): DownloadAnswer | undefined {
    const task = this.loop.execute(body);
    for (;;) {
      const step = task.next();
      if (step.done) return step.value;
    }
  }

  send(op: number, data: Uint8Array | readonly number[] = [], checksum = 0): DownloadAnswer {
    const answer = this.frame(request(op, data, checksum));
    if (!answer) throw new Error('no answer');
    return answer;
  }

  /** Status bytes of the answer, e.g. `01 05`. */
  status(op: number, data: Uint8Array | readonly number[] = [], checksum = 0): string {
    return hex(this.send(op, data, checksum).body.subarray(8));
  }
}

export const request = (op: number, data: Uint8Array | readonly number[], checksum = 0): Uint8Array => {
  const body = new Uint8Array(8 + data.length);
  const view = new DataView(body.buffer);
  body[1] = op;
  view.setUint16(2, data.length, true);
  view.setUint32(4, checksum, true);
  body.set(data, 8);
  return body;
};

export const words = (...values: readonly number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
};

/** Data of a *_DATA command with its right checksum. */
export const packet = (sequence: number, payload: Uint8Array): [data: Uint8Array, checksum: number] => {
  const data = new Uint8Array(16 + payload.length);
  data.set(words(payload.length, sequence, 0, 0));
  data.set(payload, 16);
  return [data, payload.reduce((sum, byte) => sum ^ byte, 0xef)];
};

export const hex = (bytes: Uint8Array): string =>
  [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
