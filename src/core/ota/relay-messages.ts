/**
 * What page and relay say to each other over their WebSocket: JSON as text frames, images as binary frames. One
 * module for both ends; what arrives is checked, because anybody may knock on a port.
 */
import { FLASH_MAPS, SLOTS, type Slot } from '../esp8266/flash-map.ts';
import { UPDATE_CLIENT_LIMIT } from '../esp8266/limits.ts';
import type { Finding } from '../findings.ts';
import type { OtaEvent } from './connection.ts';
import type { OtaDevice } from './offer.ts';
import { MOST_BUILDS, MOST_DEVICES, type RoomTable } from './room-table.ts';

/** Both ends have to speak the same one. 2: several builds, and the table of a room. */
export const RELAY_VERSION = 2;
/** Where the relay serves app and WebSocket, in the order in which it tries; the page may connect to no others. */
export const RELAY_PORTS: readonly number[] = [8889, 8890, 8891];
/** Where devices ask; the demo firmware of the reference knows no other. */
export const DEVICE_PORT = 8888;
/** Path of the WebSocket. */
export const RELAY_PATH = '/relay';

/** The largest frames. */
export const TEXT_LIMIT = 64 * 1024;
export const IMAGE_LIMIT = UPDATE_CLIENT_LIMIT;

/** Why the relay closes the WebSocket: codes of the range that applications may use. */
export const RELAY_CLOSE = {
  /** The token is not that of this run. */
  token: 4401,
  /** Another page is connected; `takeOver` in `hello` would replace it. */
  busy: 4409,
  /** Another page took over. */
  replaced: 4410,
  /** Another version of the messages. */
  version: 4426,
  /** A message that makes no sense. */
  malformed: 4400,
} as const;

export type PageMessage =
  /** The first message. */
  | {
      readonly kind: 'hello';
      readonly version: number;
      readonly token: string;
      readonly takeOver?: boolean;
    }
  /**
   * From now on these images and no others; each follows as a binary frame, in this order. Until it came, its slot
   * is not offered.
   */
  | { readonly kind: 'images'; readonly images: readonly AnnouncedImage[] }
  /**
   * Several builds for a room, instead of all that were there for it before; their images follow as binary frames,
   * build after build. Until the table comes, none of them is offered.
   */
  | { readonly kind: 'builds'; readonly builds: readonly AnnouncedBuild[] }
  /** From now on devices get what the table says, and `images` count for nobody; null: as without a room. */
  | { readonly kind: 'room'; readonly table: RoomTable | null }
  /** What the page knows of a device; without an address: of any that asks. */
  | { readonly kind: 'device'; readonly address?: string; readonly device: OtaDevice }
  /** Keep the images when the page goes. */
  | { readonly kind: 'stay'; readonly stay: boolean }
  /** Start the update on this device: connect to its port 88, which the person confirmed. */
  | { readonly kind: 'trigger'; readonly address: string }
  /** Read the page on port 80 of this device. */
  | { readonly kind: 'read-page'; readonly address: string };

export interface AnnouncedImage {
  readonly slot: Slot;
  readonly name: string;
  readonly build?: string;
}

/** A build of a room; `id` is the page's own. */
export interface AnnouncedBuild {
  readonly id: string;
  readonly images: readonly AnnouncedImage[];
}

export interface ServedBuild {
  readonly id: string;
  readonly images: readonly ServedImage[];
}

export interface ServedImage extends AnnouncedImage {
  readonly length: number;
}

/** An address of this computer. */
export interface OwnAddress {
  readonly address: string;
  /** Length of the network part in bits. */
  readonly prefix: number;
  /** Name of the network interface. */
  readonly name: string;
}

export type RelayMessage =
  | {
      readonly kind: 'welcome';
      readonly version: number;
      readonly devicePort: number;
      readonly addresses: readonly OwnAddress[];
      readonly images: readonly ServedImage[];
      readonly stay: boolean;
    }
  /** What is offered now, and what of the last images is not. */
  | {
      readonly kind: 'offered';
      readonly images: readonly ServedImage[];
      readonly refused: readonly Finding[];
    }
  /** The builds of the room that are there now, and what of the last ones is not. */
  | {
      readonly kind: 'shelf';
      readonly builds: readonly ServedBuild[];
      readonly refused: readonly Finding[];
    }
  /** Something that happened on a connection of a device; `at` in milliseconds since 1970. */
  | {
      readonly kind: 'event';
      readonly at: number;
      readonly connection: number;
      readonly device: string;
      readonly event: OtaEvent;
    }
  /** The device was told to update; `own` is the address of this computer that it will call back. */
  | { readonly kind: 'triggered'; readonly address: string; readonly own: string }
  /** The page of a device was read. */
  | { readonly kind: 'page-read'; readonly address: string; readonly build?: number }
  /** It was not possible. */
  | {
      readonly kind: 'failed';
      readonly what: 'trigger' | 'read-page';
      readonly address: string;
      readonly why: Finding;
    };

export const encodeMessage = (message: PageMessage | RelayMessage): string => JSON.stringify(message);

/** A message of the page, or undefined when it is none. */
export function decodePageMessage(text: string): PageMessage | undefined {
  const value = parsed(text);
  return value && PAGE_SHAPES.some(shape => matches(value, shape)) ? (value as PageMessage) : undefined;
}

/**
 * A message of the relay, or undefined when it is none. Only its kind is looked at: who has the token is trusted,
 * and both ends are built from this file.
 */
export function decodeRelayMessage(text: string): RelayMessage | undefined {
  const value = parsed(text);
  const kinds: readonly RelayMessage['kind'][] = RELAY_KINDS;
  return value && kinds.some(kind => kind === value.kind) ? (value as unknown as RelayMessage) : undefined;
}

const RELAY_KINDS = ['welcome', 'offered', 'shelf', 'event', 'triggered', 'page-read', 'failed'] as const;

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const isText: Check = value => typeof value === 'string' && value.length <= 256;
const isFlag: Check = value => typeof value === 'boolean';
const isSlot: Check = value => SLOTS.some(slot => slot === value);
const isMap: Check = value => FLASH_MAPS.some(map => map.name === value);
const is =
  (expected: string): Check =>
  value =>
    value === expected;
const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value);
const orNull =
  (check: Check): Check =>
  value =>
    value === null || check(value);
const shaped =
  (shape: Shape): Check =>
  value =>
    isRecord(value) && matches(value, shape);
const listOf =
  (check: Check, most: number): Check =>
  value =>
    Array.isArray(value) && value.length <= most && value.every(check);

const ANNOUNCED = shaped({ slot: isSlot, name: isText, build: optional(isText) });
const DEVICE = shaped({ running: optional(isSlot), build: optional(isText), map: optional(isMap) });

const BUILD = shaped({ id: isText, images: listOf(ANNOUNCED, SLOTS.length) });
const ROOM_TABLE = shaped({
  devices: listOf(shaped({ address: isText, build: orNull(isText) }), MOST_DEVICES),
  others: orNull(isText),
});

const PAGE_SHAPES: readonly Shape[] = [
  { kind: is('hello'), version: Number.isInteger, token: isText, takeOver: optional(isFlag) },
  { kind: is('images'), images: listOf(ANNOUNCED, SLOTS.length) },
  { kind: is('builds'), builds: listOf(BUILD, MOST_BUILDS) },
  { kind: is('room'), table: orNull(ROOM_TABLE) },
  { kind: is('device'), address: optional(isText), device: DEVICE },
  { kind: is('stay'), stay: isFlag },
  { kind: is('trigger'), address: isText },
  { kind: is('read-page'), address: isText },
];

/** All fields as they should be, and no others. */
const matches = (value: Readonly<Record<string, unknown>>, shape: Shape): boolean =>
  Object.keys(value).every(key => Object.hasOwn(shape, key)) &&
  Object.entries(shape).every(([key, check]) => check(value[key]));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): Record<string, unknown> | undefined {
  if (text.length > TEXT_LIMIT) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where a relay is, as it stands in the fragment of the page's address: never sent to any server. */
export interface RelayKey {
  readonly port: number;
  readonly token: string;
}

/** `#relay=8889.TOKEN` */
export const relayFragment = ({ port, token }: RelayKey): string => `#relay=${port}.${token}`;

export function parseRelayFragment(fragment: string): RelayKey | undefined {
  const [, port, token] = /^#relay=(\d{1,5})\.([\w-]{16,128})$/.exec(fragment) ?? [];
  return port && token ? { port: Number(port), token } : undefined;
}
