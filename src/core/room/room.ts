/**
 * A room full of devices that are updated over the air: what is known of each, and who may begin when. Pure: what the
 * relay tells and what a person wants goes in; out come the room, and what to ask of the relay.
 */
import type { Slot } from '../esp8266/flash-map.ts';
import type { Finding } from '../findings.ts';
import type { OtaDevice } from '../ota/offer.ts';
import type { RoomTable } from '../ota/room-table.ts';
import type { UpdateReport } from '../ota/update.ts';

/** What a device gets: a build, nothing, or what all others get. */
export type RoomChoice =
  | { readonly kind: 'build'; readonly id: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'default' };

export interface RoomDevice {
  /** IPv4; what tells devices apart. */
  readonly address: string;
  /** What somebody calls it. */
  readonly name: string;
  readonly choice: RoomChoice;
  /** Build on its page on port 80, as it was last read. */
  readonly build?: number;
  readonly running?: Slot;
  /** Why its page could not be read. */
  readonly unreachable?: Finding;
  /** `waiting`: for others to finish; `asking`: its page is read first. */
  readonly queue?: 'waiting' | 'asking';
  /** The latest update. */
  readonly update?: UpdateReport;
  /** When its page was last asked for, ms on the caller's clock. */
  readonly lookedAt: number;
}

/** A build that the room has. */
export interface RoomBuild {
  readonly id: string;
  /** Number on the page of a device that runs it, where the image says so. */
  readonly build?: number;
}

export interface Room {
  /** In the order of their coming. */
  readonly devices: readonly RoomDevice[];
  readonly builds: readonly RoomBuild[];
  readonly others: Exclude<RoomChoice, { readonly kind: 'default' }>;
}

/** What the relay has to be asked. */
export type RoomCommand =
  | { readonly kind: 'read-page'; readonly address: string }
  | { readonly kind: 'trigger'; readonly address: string }
  | { readonly kind: 'know'; readonly address: string; readonly device: OtaDevice };

export const EMPTY_ROOM: Room = { devices: [], builds: [], others: { kind: 'none' } };

/** Where the SDK's access point puts every device (ota.md section 7): in a room they cannot be told apart. */
export const ACCESS_POINT_ADDRESS = '192.168.123.1';

/** The build that a device gets; undefined for none. */
export function buildOf(
  { builds, others }: Room,
  { choice }: Pick<RoomDevice, 'choice'>,
): RoomBuild | undefined {
  const counts = choice.kind === 'default' ? others : choice;
  return counts.kind === 'build' ? builds.find(({ id }) => id === counts.id) : undefined;
}

/** As the relay is told. */
export function tableOf(room: Room): RoomTable {
  return {
    devices: room.devices.map(device => ({
      address: device.address,
      build: buildOf(room, device)?.id ?? null,
    })),
    others: buildOf(room, { choice: { kind: 'default' } })?.id ?? null,
  };
}

/** The room with the devices that `change` gives other ones for. */
export const withDevices = (room: Room, change: (device: RoomDevice) => RoomDevice): Room => {
  const devices = room.devices.map(change);
  return devices.every((device, i) => device === room.devices[i]) ? room : { ...room, devices };
};

/** The room with this device in it, which may be new. */
export function withDevice(room: Room, address: string): Room {
  if (room.devices.some(device => device.address === address)) return room;
  const fresh: RoomDevice = { address, name: '', choice: { kind: 'default' }, lookedAt: 0 };
  return { ...room, devices: [...room.devices, fresh] };
}
