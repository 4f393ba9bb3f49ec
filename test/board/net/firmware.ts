/** The example firmware as images of every map, with any build number, on boards with either boot loader. */
import { readFileSync } from 'node:fs';
import { createVirtualBoard, type VirtualBoard } from '../../../src/board/board.ts';
import { type BoardConfig, boardConfig, flashOfSize } from '../../../src/board/config.ts';
import { standInBootLoader } from '../../../src/board/second-stage/stand-in.ts';
import { loaderFor } from '../../support/bootloader-images.ts';
import { mapRow } from '../../support/flash-builder.ts';
import { open, savedFiles } from '../../support/workspaces.ts';

export type UpdateMap = '512KB' | '1MB' | '2MB-c1';
export const UPDATE_MAPS: readonly UpdateMap[] = ['512KB', '1MB', '2MB-c1'];
export type Loader = 'twinslot' | '1.7';

const BUILT = 'src/example/built';

function exampleElf(map: UpdateMap, slot: 1 | 2): Uint8Array {
  const name = slot === 1 || map === '1MB' ? `example-user${slot}` : `user2-${map}`;
  return new Uint8Array(readFileSync(`${BUILT}/${name}.elf`));
}

/** The same program with another build number, in the identity and in the greeting. */
function withBuild(elf: Uint8Array, build: number): Uint8Array {
  const bytes = Buffer.from(elf);
  const identity = bytes.indexOf('TWINSLOT\x01\0\0\0', 0, 'latin1');
  const greeting = bytes.indexOf('build 1,', 0, 'latin1');
  if (identity < 0 || greeting < 0 || build > 9) throw new Error('the example does not look as expected');
  bytes.writeUInt32LE(build, identity + 16);
  bytes.write(String(build), greeting + 'build '.length);
  return new Uint8Array(bytes);
}

export interface ExampleImages {
  readonly user1: Uint8Array;
  readonly user2: Uint8Array;
}

/** The two ELF files of one build. */
export const exampleFiles = (map: UpdateMap, build: number): Record<string, Uint8Array> => ({
  'example-user1.elf': withBuild(exampleElf(map, 1), build),
  'example-user2.elf': withBuild(exampleElf(map, 2), build),
});

/** user1.bin and user2.bin of one build, converted by the core. */
export function exampleImages(map: UpdateMap, build: number): ExampleImages {
  const saved = savedFiles(open(exampleFiles(map, build), { map }));
  const [user1, user2] = [saved['user1.bin'], saved['user2.bin']];
  if (!user1 || !user2) throw new Error(`no images: ${Object.keys(saved).join(', ')}`);
  return { user1, user2 };
}

export interface UpdateBoard {
  readonly map?: UpdateMap;
  readonly loader?: Loader;
  readonly changes?: Partial<BoardConfig>;
}

/** A board with build 1 in user1, nothing in user2, without power. */
export function updateBoard({
  map = '1MB',
  loader = 'twinslot',
  changes = {},
}: UpdateBoard = {}): VirtualBoard {
  const { code, size, user1 } = mapRow(map);
  const flash = flashOfSize(size);
  const board = createVirtualBoard(boardConfig('nodemcu', { flash, bridge: 'ideal', ...changes }));
  board.loadFlash(loader === 'twinslot' ? loaderFor(code) : standInBootLoader('1.7', 0, code << 4));
  board.loadFlash(exampleImages(map, 1).user1, user1);
  return board;
}
