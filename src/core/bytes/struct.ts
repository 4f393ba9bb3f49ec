/**
 * Headers as tables. One table per header says name, offset, size, allowed values and source of every field;
 * the reader, the writer and the inspector of the page all work from it, so they cannot disagree.
 */

/** One field; little endian, unsigned. */
export interface Field {
  /** Bytes from the start of the header. */
  readonly offset: number;
  readonly size: 1 | 2 | 4;
  /** Part of the bytes only: lowest bit and number of bits. */
  readonly bits?: { readonly low: number; readonly count: number };
  /** Names of values, for people. With `only`, no other value is valid. */
  readonly values?: Readonly<Record<number, string>>;
  readonly only?: boolean;
  /** How the inspector prints the value. */
  readonly show?: 'hex' | 'count' | 'address';
  /** Where the fact comes from. */
  readonly source: string;
}

export interface StructLayout<Name extends string = string> {
  /** Key of the header in the catalogue of words, e.g. `elf-header`. */
  readonly name: string;
  /** Bytes of the whole header. */
  readonly size: number;
  readonly fields: Readonly<Record<Name, Field>>;
}

export type Struct<L extends StructLayout> = Readonly<Record<keyof L['fields'], number>>;

/** Declares a header; the names of its fields become its type. */
export const structLayout = <Name extends string>(
  name: string,
  size: number,
  fields: Record<Name, Field>,
): StructLayout<Name> => ({ name, size, fields });

/**
 * Reads all fields of the header at `at`.
 * @throws RangeError when the header is not inside `bytes`.
 */
export function readStruct<Name extends string>(
  layout: StructLayout<Name>,
  bytes: Uint8Array,
  at = 0,
): Readonly<Record<Name, number>> {
  if (at + layout.size > bytes.length) throw new RangeError(`${layout.name} at ${at} in ${bytes.length}`);
  const result = {} as Record<Name, number>;
  const fields = layout.fields;
  for (const name in fields) result[name] = readField(fields[name], bytes, at);
  return result;
}

/** Reads one field of a header that starts at `at`. */
function readField(field: Field, bytes: Uint8Array, at = 0): number {
  const raw = readLittleEndian(bytes, at + field.offset, field.size);
  return field.bits ? (raw >>> field.bits.low) & mask(field.bits.count) : raw;
}

/** Writes the given fields; bits and bytes of the others stay as they are. */
export function writeStruct<Name extends string>(
  layout: StructLayout<Name>,
  bytes: Uint8Array,
  at: number,
  values: Readonly<Partial<Record<Name, number>>>,
): void {
  for (const name in values) {
    const field = layout.fields[name];
    const value = values[name];
    if (value === undefined) continue;
    let raw = value;
    if (field.bits) {
      const { low, count } = field.bits;
      const kept = readLittleEndian(bytes, at + field.offset, field.size) & ~(mask(count) << low);
      raw = kept | ((value & mask(count)) << low);
    }
    writeLittleEndian(bytes, at + field.offset, field.size, raw);
  }
}

/** One row of the inspector's table. */
export interface DescribedField {
  readonly layout: string;
  readonly name: string;
  /** Offset from the start of the file. */
  readonly offset: number;
  readonly bytes: readonly number[];
  readonly value: number;
  readonly show: 'hex' | 'count' | 'address';
  /** Name of the value where the table has one. */
  readonly meaning?: string;
  /** False when the table says that no such value exists. */
  readonly valid: boolean;
  readonly source: string;
}

/** All fields of a header in the order of the table; `at` is where it starts in the file. */
export function describeStruct(
  layout: StructLayout,
  bytes: Uint8Array,
  at: number,
  base = 0,
): DescribedField[] {
  return Object.entries(layout.fields).map(([name, field]) => {
    const value = readField(field, bytes, at);
    const meaning = field.values?.[value];
    const start = at + field.offset;
    return {
      layout: layout.name,
      name,
      offset: base + start,
      bytes: [...bytes.subarray(start, start + field.size)],
      value,
      show: field.show ?? 'hex',
      ...(meaning === undefined ? {} : { meaning }),
      valid: !field.only || meaning !== undefined,
      source: field.source,
    };
  });
}

export function readLittleEndian(bytes: Uint8Array, at: number, size: 1 | 2 | 4): number {
  const b0 = bytes[at] ?? 0;
  if (size === 1) return b0;
  const low = b0 | ((bytes[at + 1] ?? 0) << 8);
  if (size === 2) return low;
  return (low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
}

export function writeLittleEndian(bytes: Uint8Array, at: number, size: 1 | 2 | 4, value: number): void {
  for (let i = 0; i < size; i++) bytes[at + i] = (value >>> (8 * i)) & 0xff;
}

const mask = (count: number): number => (1 << count) - 1;
