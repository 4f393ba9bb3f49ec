/** Boards for the tests: a configuration, some flash content, and what came out of the serial port. */
import { readFileSync } from 'node:fs';
import { createVirtualBoard, type VirtualBoard } from '../../../src/board/board.ts';
import { type BoardConfig, type BoardPreset, boardConfig, flashOfSize } from '../../../src/board/config.ts';
import { standInBootLoader } from '../../../src/board/second-stage/stand-in.ts';
import type { LoaderVersion } from '../../../src/board/second-stage/versions.ts';

export const MS = 1_000_000;
export const BOOT_BAUD = 74880;

/** Listens to a board at a rate. */
export class Listener {
  text = '';
  readonly board: VirtualBoard;

  constructor(board: VirtualBoard, baud = BOOT_BAUD) {
    this.board = board;
    board.serial.setBaud(baud);
    board.serial.onBytes(bytes => {
      this.text += String.fromCharCode(...bytes);
    });
    board.run(board.clock.now + 2 * MS); // until the bridge has heard of the rate
  }

  /** Runs until the text is there (behind what was there before). */
  waitFor(text: string, limitMs = 2000): boolean {
    const from = this.text.length;
    return this.board.run({ until: () => this.text.includes(text, from), limitNs: limitMs * MS });
  }

  /** Runs for a while and gives what came. */
  collect(milliseconds: number): string {
    const from = this.text.length;
    this.board.run(this.board.clock.now + milliseconds * MS);
    return this.text.slice(from);
  }

  /** The lines so far, the way the ROM ends them. */
  get lines(): string[] {
    return this.text.split('\r\n');
  }
}

export const bareBoard = (
  changes: Partial<BoardConfig> = {},
  preset: BoardPreset = 'nodemcu',
): VirtualBoard =>
  createVirtualBoard(boardConfig(preset, { flash: flashOfSize(0x100000), bridge: 'ideal', ...changes }));

const VECTORS = 'test/fixtures/vectors/images';

/** A slot image out of the vectors. */
export const vectorImage = (name: string, slot: 1 | 2): Uint8Array =>
  readFileSync(`${VECTORS}/${name}/canonical-user${slot}.bin`);

export const HELLO = {
  user1: () => vectorImage('hello_build1_1024_app1', 1),
  user2: () => vectorImage('hello_build1_1024_app2', 2),
} as const;

/** 1 MB, 512+512: boot loader, both slots. */
export const twoSlotBoard = (
  version: LoaderVersion = '1.7',
  images: { readonly user1: () => Uint8Array; readonly user2: () => Uint8Array } = HELLO,
  changes: Partial<BoardConfig> = {},
): VirtualBoard => {
  const board = bareBoard(changes);
  board.loadFlash(standInBootLoader(version, 0, 0x20));
  board.loadFlash(images.user1(), 0x1000);
  board.loadFlash(images.user2(), 0x81000);
  return board;
};

/** Boot bytes into copy B, which counts while the flag is erased. */
export const chooseSlot = (board: VirtualBoard, slot: 1 | 2, version = 7): void => {
  const bytes = [slot === 1 ? 0xfc : 0xfd, 0xe0 | version, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  board.loadFlash(Uint8Array.from(bytes), 0xfe000);
};
