/**
 * Damages files: blindly (bits, words, cuts, insertions, copies) and with knowledge of the structure (fields of ELF
 * section tables and of image headers, set to values that hurt).
 */
import { concat } from './image-builder.ts';
import type { Random } from './random.ts';

/** Numbers at which code goes wrong: borders of fields, signs, memory regions and their ends. */
const NUMBERS = [
  ...[0, 1, 2, 3, 4, 8, 15, 16, 17, 31, 40, 52, 255, 256, 0xfff, 0x1000, 0xffff, 0x10000],
  ...[0x7fffffff, 0x80000000, 0x80000001, 0xfffffff0, 0xfffffffc, 0xffffffff],
  ...[0x3ffe8000, 0x3fffbfff, 0x3fffc000, 0x40000000, 0x400fffff, 0x40100000, 0x40107ffc, 0x40108000],
  ...[0x40200000, 0x40201010, 0x40210000, 0x40241010, 0x40281010, 0x402fffff, 0x40300000, 0x60001000],
] as const;

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** A number that hurts: from the list, about the length of the file, or from somewhere else in the file. */
function number(bytes: Uint8Array, random: Random): number {
  const view = viewOf(bytes);
  const here = bytes.length >= 4 ? view.getUint32(random.below(bytes.length - 3), true) : 0;
  const length = bytes.length + random.below(9) - 4;
  return random.pick([random.pick(NUMBERS), random.pick(NUMBERS), length, here, random.below(2 ** 32)]) >>> 0;
}

function setWord(bytes: Uint8Array, at: number, value: number): Uint8Array {
  if (at >= 0 && at + 4 <= bytes.length) viewOf(bytes).setUint32(at, value, true);
  return bytes;
}

const flipBits: Mutation = (bytes, random) => {
  for (let count = 1 + random.below(8); count > 0 && bytes.length > 0; count--) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
};

const splatBytes: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  return bytes.fill(random.pick([0, 0xff, 0xe9, 0xea, random.below(256)]), at, at + 1 + random.below(64));
};

const splatWord: Mutation = (bytes, random) =>
  setWord(bytes, 4 * random.below(Math.floor(bytes.length / 4) + 1), number(bytes, random));

/** Headers are at the start: damage there does most. */
const splatHead: Mutation = (bytes, random) => {
  const at = random.below(Math.min(64, bytes.length + 1));
  if (random.once(2)) return setWord(bytes, at & ~3, number(bytes, random));
  return bytes.fill(random.below(256), at, at + 1);
};

const cut: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));
const cutALittle: Mutation = (bytes, random) =>
  bytes.slice(0, Math.max(0, bytes.length - 1 - random.below(20)));

const insert: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  const more = new Uint8Array(1 + random.below(40)).fill(random.below(256));
  return concat(bytes.subarray(0, at), more, bytes.subarray(at));
};

const copyRange: Mutation = (bytes, random) => {
  const from = random.below(bytes.length + 1);
  const length = random.below(Math.min(4096, bytes.length - from) + 1);
  return bytes.copyWithin(random.below(bytes.length + 1), from, from + length);
};

const remove: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  return concat(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(64)));
};

/** A field of a section header; half of the time from another section, so that ranges and addresses coincide. */
const sectionField: Mutation = (bytes, random) => {
  if (bytes.length < 52) return bytes;
  const view = viewOf(bytes);
  const [table, count] = [view.getUint32(32, true), view.getUint16(48, true)];
  const at = (index: number, field: number): number => table + index * 40 + field;
  const index = random.below(Math.max(1, count));
  const field = 4 * random.below(10);
  const from = at(random.below(Math.max(1, count)), random.pick([field, 12, 16, 20]));
  const value =
    random.once(2) && from + 4 <= bytes.length ? view.getUint32(from, true) : number(bytes, random);
  return setWord(bytes, at(index, field), value);
};

/** Two section headers change places, or one is written over another. */
const sectionSwap: Mutation = (bytes, random) => {
  if (bytes.length < 52) return bytes;
  const view = viewOf(bytes);
  const [table, count] = [view.getUint32(32, true), Math.max(1, view.getUint16(48, true))];
  const [a, b] = [table + 40 * random.below(count), table + 40 * random.below(count)];
  if (Math.max(a, b) + 40 > bytes.length) return bytes;
  const first = bytes.slice(a, a + 40);
  bytes.copyWithin(a, b, b + 40);
  if (random.once(2)) bytes.set(first, b);
  return bytes;
};

/** A field of the inner header or of the first segment headers of an OTA or plain image. */
const imageField: Mutation = (bytes, random) => {
  if (bytes.length < 16) return bytes;
  const start = bytes[0] === 0xea ? 16 + viewOf(bytes).getUint32(12, true) : 0;
  const at = start + random.below(24);
  if (at >= bytes.length) return bytes;
  if (random.once(2)) return setWord(bytes, start + 4 * random.below(6), number(bytes, random));
  return bytes.fill(random.below(256), at, at + 1);
};

/** A sector of a whole flash: erased, overwritten or copied from elsewhere. */
const sector: Mutation = (bytes, random) => {
  const count = Math.floor(bytes.length / 0x1000);
  if (count < 2) return bytes;
  const pickOne = (): number =>
    0x1000 * random.pick([0, 1, count - 1, count - 2, count - 3, random.below(count)]);
  const at = pickOne();
  if (random.once(3)) return bytes.fill(0xff, at, at + 0x1000);
  if (random.once(2)) return bytes.copyWithin(at, pickOne(), pickOne() + 0x1000);
  return bytes.fill(random.below(256), at, at + 8);
};

const BLIND = [
  flipBits,
  splatBytes,
  splatWord,
  splatHead,
  cut,
  cutALittle,
  insert,
  copyRange,
  remove,
] as const;
const KNOWING: Readonly<Record<'elf' | 'image' | 'flash', readonly Mutation[]>> = {
  elf: [sectionField, sectionField, sectionField, sectionSwap, splatHead],
  image: [imageField, imageField, splatHead],
  flash: [sector, sector, imageField],
};

export type SeedKind = keyof typeof KNOWING;

/** A damaged copy: one to four mutations, half of them with knowledge of the structure. */
export function mutate(bytes: Uint8Array, kind: SeedKind, random: Random): Uint8Array {
  let changed: Uint8Array = new Uint8Array(bytes);
  for (let count = 1 + random.below(4); count > 0; count--) {
    changed = random.pick(random.once(2) ? BLIND : KNOWING[kind])(changed, random);
  }
  return changed;
}
