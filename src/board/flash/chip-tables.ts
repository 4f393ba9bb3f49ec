import { Random, seedFor } from '../random.ts';

/**
 * What the chip says about itself besides its id.
 * Source: JESD216 (SFDP header and basic flash parameter table), W25Q series data sheets.
 */
const PARAMETERS_AT = 0x80;
const PARAMETER_WORDS = 9;

/** The discoverable parameters of a chip of `size` bytes; 256 bytes. */
export function sfdpTable(size: number): Uint8Array {
  const table = new Uint8Array(0x100).fill(0xff);
  const view = new DataView(table.buffer);
  view.setUint32(0, 0x50444653, true); // 'SFDP'
  view.setUint32(4, 0xff000105, true); // revision 1.5, one parameter header
  view.setUint32(8, (PARAMETER_WORDS << 24) | 0x010500, true); // basic table, revision 1.5
  view.setUint32(12, 0xff000000 | PARAMETERS_AT, true);
  const words = [
    0xfff920e5, // 4 KiB erase by command 20, dual and quad reads, 3 address bytes
    size * 8 - 1, // density in bits, less one
    0x6b08eb44, // 1-4-4 by EB, 1-1-4 by 6B
    0xbb423b08, // 1-1-2 by 3B, 1-2-2 by BB
    0xfffffffe,
    0x0000ffff,
    0x0000ffff,
    0x520f200c, // erase 4 KiB by 20, 32 KiB by 52
    0xff00d810, // erase 64 KiB by D8
  ];
  for (const [i, word] of words.entries()) view.setUint32(PARAMETERS_AT + 4 * i, word, true);
  return table;
}

/** Eight bytes that no other chip has. */
export function uniqueId(seed: number): Uint8Array {
  const id = new Uint8Array(8);
  new Random(seedFor(seed, 'unique-id')).fill(id);
  return id;
}
