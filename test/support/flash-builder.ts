/** Whole flashes, put together from parts; the addresses are those of the SDK's tables, written out. */

/** Map code, size and addresses, as in the SDK's getting started guide and its partition tables. */
export const MAP_TABLE = [
  { name: '512KB', code: 0, size: 0x80000, user1: 0x1000, user2: 0x41000, rf: 0x7b000 },
  { name: '256KB', code: 1, size: 0x40000, user1: undefined, user2: undefined, rf: 0x3b000 },
  { name: '1MB', code: 2, size: 0x100000, user1: 0x1000, user2: 0x81000, rf: 0xfb000 },
  { name: '2MB', code: 3, size: 0x200000, user1: 0x1000, user2: 0x81000, rf: 0x1fb000 },
  { name: '4MB', code: 4, size: 0x400000, user1: 0x1000, user2: 0x81000, rf: 0x3fb000 },
  { name: '2MB-c1', code: 5, size: 0x200000, user1: 0x1000, user2: 0x101000, rf: 0x1fb000 },
  { name: '4MB-c1', code: 6, size: 0x400000, user1: 0x1000, user2: 0x101000, rf: 0x3fb000 },
  { name: '8MB', code: 8, size: 0x800000, user1: 0x1000, user2: 0x101000, rf: 0x7fb000 },
  { name: '16MB', code: 9, size: 0x1000000, user1: 0x1000, user2: 0x101000, rf: 0xffb000 },
] as const;

export type MapRow = (typeof MAP_TABLE)[number];
export type MapName = MapRow['name'];

export function mapRow(name: MapName): MapRow {
  const row = MAP_TABLE.find(r => r.name === name);
  if (!row) throw new RangeError(`no map ${name}`);
  return row;
}

/** Maps on which two slots exist. */
export const SLOT_MAPS = MAP_TABLE.filter(row => row.user2 !== undefined);

export interface FlashSpec {
  readonly map: MapName;
  /** Size of the chip, where it is not that of the map. */
  readonly size?: number;
  readonly bootLoader?: Uint8Array;
  readonly user1?: Uint8Array;
  readonly user2?: Uint8Array;
  readonly initData?: Uint8Array;
  readonly parametersA?: readonly number[];
  readonly parametersB?: readonly number[];
  /** First byte of the flag sector; erased when nothing is said. */
  readonly flag?: number;
}

/** A flash: FF everywhere but for the parts. */
export function flash(spec: FlashSpec): Uint8Array {
  const row = mapRow(spec.map);
  const bytes = new Uint8Array(spec.size ?? row.size).fill(0xff);
  const put = (part: Uint8Array | readonly number[] | undefined, at: number | undefined): void => {
    if (part && at !== undefined && at + part.length <= bytes.length) bytes.set(part, at);
  };
  put(spec.bootLoader, 0);
  put(spec.user1, row.user1);
  put(spec.user2, row.user2);
  put(spec.initData ?? new Uint8Array(128).fill(5), row.rf + 0x1000);
  put(spec.parametersA, row.rf + 0x2000);
  put(spec.parametersB, row.rf + 0x3000);
  put(spec.flag === undefined ? undefined : [spec.flag], row.rf + 0x4000);
  return bytes;
}
