/** The table of a room: which device gets which build. */

/** Devices that one relay knows at a time. */
export const MOST_DEVICES = 256;
/** Builds at once: with two images of 960 KB each, 23 MB in the relay's memory. */
export const MOST_BUILDS = 12;

export interface RoomRow {
  /** IPv4. */
  readonly address: string;
  /** Id of a build; null: it gets nothing. */
  readonly build: string | null;
}

export interface RoomTable {
  readonly devices: readonly RoomRow[];
  /** For devices that are not in the table. */
  readonly others: string | null;
}

/** Id of the build for a device; undefined when it gets none. */
export function buildFor({ devices, others }: RoomTable, address: string): string | undefined {
  const row = devices.find(device => device.address === address);
  return (row ? row.build : others) ?? undefined;
}
