/** What others write to the flash: the update client in an app, and a flasher over the serial line. */
import { concat, le32 } from '../support/image-builder.ts';
import type { Layout } from './model.ts';

const SECTOR = 0x1000;
const PAGE = 0x100;

/** One command of the flash chip. */
export type FlashOperation =
  | { readonly kind: 'erase'; readonly sector: number }
  | { readonly kind: 'program'; readonly at: number; readonly bytes: Uint8Array };

/** Erases a sector and writes it page by page. */
function writeSector(at: number, bytes: Uint8Array): FlashOperation[] {
  const operations: FlashOperation[] = [{ kind: 'erase', sector: at / SECTOR }];
  for (let done = 0; done < bytes.length; done += PAGE) {
    operations.push({ kind: 'program', at: at + done, bytes: bytes.subarray(done, done + PAGE) });
  }
  return operations;
}

function sectorsOf(at: number, bytes: Uint8Array): FlashOperation[][] {
  const count = Math.ceil(bytes.length / SECTOR);
  return Array.from({ length: count }, (_, i) =>
    writeSector(at + i * SECTOR, bytes.subarray(i * SECTOR, (i + 1) * SECTOR)),
  );
}

/** The choice of a slot in the SDK's order: the copy that does not count, then the 32 bytes of the flag. */
function select(flash: Uint8Array, layout: Layout, slot: 1 | 2): FlashOperation[] {
  const isA = flash[layout.flag] === 0;
  const [from, to] = isA ? [layout.copyA, layout.copyB] : [layout.copyB, layout.copyA];
  const copy = flash.slice(from, from + SECTOR);
  copy.set([slot === 1 ? 0xfc : 0xfd, 0xe7, 255, 255, 255, 255, 255, 255]);
  const number = isA ? 1 : 0;
  const flag = concat(le32(0xffffff00 | number, 0x55aa55aa, 1, 32, 0, 0, 0, 0xaa55aa55));
  return [...writeSector(to, copy), ...writeSector(layout.flag, flag)];
}

/** An upgrade as an app does it: the other slot from its start on, then the choice. */
export const upgrade = (
  flash: Uint8Array,
  layout: Layout,
  slot: 1 | 2,
  image: Uint8Array,
): FlashOperation[] => [
  ...sectorsOf(slot === 1 ? layout.user1 : layout.user2, image).flat(),
  ...select(flash, layout, slot),
];

/** A slot written over the serial line: its first sector last, so that it never looks whole before it is. */
export function serialWrite(at: number, image: Uint8Array): FlashOperation[] {
  const [first = [], ...others] = sectorsOf(at, image);
  return [...others.flat(), ...first];
}
