import type { Costs } from './costs.ts';
import type { NetworkSettings } from './net/settings.ts';

/**
 * What a board is: everything that differs from one real board to the next, and what is wrong with it.
 * Plain data, cloneable: it travels to the worker and into files.
 */
export type Chip = 'esp8266' | 'esp8285';
export type FlashSizeName = '512KB' | '1MB' | '2MB' | '4MB' | '8MB' | '16MB';
export type CircuitName = 'nodemcu' | 'slow-capacitor' | 'rts-only' | 'swapped' | 'buttons';
export type BridgeName = 'cp2102' | 'cp2102n' | 'ch340' | 'ft232r' | 'ideal';

/** Bytes; the flash id's third byte is the power of two. */
export const FLASH_SIZES: Readonly<Record<FlashSizeName, number>> = {
  '512KB': 0x080000,
  '1MB': 0x100000,
  '2MB': 0x200000,
  '4MB': 0x400000,
  '8MB': 0x800000,
  '16MB': 0x1000000,
};

export interface FlashConfig {
  /** Bytes, a power of two from 512 KiB to 16 MiB. */
  readonly size: number;
  /** As read by command 9F: maker, type, capacity from the low byte up, e.g. 0x1640EF. */
  readonly jedecId: number;
}

/** Which way bytes travel. */
export type LineDirection = 'to-board' | 'from-board';
/** Which bytes a line fault hits: each with a probability, or the ones at these positions since power-on. */
export type Hits = { readonly rate: number } | { readonly positions: readonly number[] };

export type BoardFault =
  /** Bytes that get lost, doubled or changed in one bit on the way. */
  | { readonly kind: 'bytes-lost'; readonly direction: LineDirection; readonly hits: Hits }
  | { readonly kind: 'bytes-corrupted'; readonly direction: LineDirection; readonly hits: Hits }
  | { readonly kind: 'bytes-doubled'; readonly direction: LineDirection; readonly hits: Hits }
  /** The bridge spoils bytes above this baud rate (overrides its model's own limit). */
  | { readonly kind: 'bridge-limit'; readonly baud: number }
  /** The cable comes out: at a moment, or after so many bytes to the board. */
  | { readonly kind: 'unplug'; readonly atNs?: number; readonly afterBytes?: number }
  /** The supply fails for a while. */
  | { readonly kind: 'brown-out'; readonly atNs: number; readonly lengthNs: number }
  /** The chip answers with another id than its size deserves; 0xFFFFFF and 0 are what a dead one gives. */
  | { readonly kind: 'flash-id'; readonly jedecId: number }
  /** A sector that no longer erases cleanly: this share of its zero bits stays zero. */
  | { readonly kind: 'worn-sector'; readonly sector: number; readonly share: number }
  /** Block-protect bits are set at power-on; locked: software cannot clear them. */
  | { readonly kind: 'write-protected'; readonly locked: boolean }
  /** One bit reads as this value whatever was written. */
  | { readonly kind: 'stuck-bit'; readonly offset: number; readonly bit: number; readonly value: 0 | 1 }
  /** Reads now and then return a flipped bit; the cells are fine. */
  | { readonly kind: 'read-flips'; readonly rate: number }
  /** Once busy, the chip never gets ready again after so many operations. */
  | { readonly kind: 'flash-hangs'; readonly afterOperations: number }
  /** Power fails around the n-th flash operation (from 1). */
  | ({ readonly kind: 'power-cut' } & PowerCut);

/** One operation is one erase or one page program; they are counted from 1 since the flash was made. */
export interface PowerCut {
  readonly operation: number;
  readonly moment: 'before' | 'middle' | 'after';
}

export interface BoardConfig {
  readonly name: string;
  readonly chip: Chip;
  readonly crystal: 26_000_000 | 40_000_000;
  /** `18:FE:34:12:34:56` */
  readonly mac: string;
  readonly flash: FlashConfig;
  readonly circuit: CircuitName;
  readonly bridge: BridgeName;
  /** Pin of the LED that lights when low; none on bare modules. */
  readonly ledPin?: number;
  readonly seed: number;
  readonly faults: readonly BoardFault[];
  readonly costs: Partial<Costs>;
  /** What differs from the demo firmware's network side. */
  readonly network?: Partial<NetworkSettings>;
}

/** Id of a chip of that size; the maker is Winbond, as on most modules. */
function jedecIdFor(size: number): number {
  return (Math.log2(size) << 16) | 0x40ef;
}

/** @throws RangeError for a size that no board has. */
export function flashOfSize(size: number): FlashConfig {
  if (!Object.values(FLASH_SIZES).includes(size)) {
    throw new RangeError(`a flash of ${size} bytes; boards have 512 KB, 1, 2, 4, 8 or 16 MB`);
  }
  return { size, jedecId: jedecIdFor(size) };
}

const BARE: BoardConfig = {
  name: 'NodeMCU',
  chip: 'esp8266',
  crystal: 26_000_000,
  mac: '5C:CF:7F:12:34:56',
  flash: flashOfSize(FLASH_SIZES['4MB']),
  circuit: 'nodemcu',
  bridge: 'cp2102',
  seed: 1,
  faults: [],
  costs: {},
};

const NODEMCU: BoardConfig = { ...BARE, ledPin: 2 };

/** Boards by name. The first is what "Try with a virtual board" gives. */
export const BOARD_PRESETS = {
  nodemcu: NODEMCU,
  'd1-mini': { ...NODEMCU, name: 'D1 mini', mac: '2C:F4:32:65:43:21', bridge: 'ch340' },
  'd1-mini-pro': {
    ...NODEMCU,
    name: 'D1 mini Pro',
    mac: '84:F3:EB:0A:0B:0C',
    flash: flashOfSize(FLASH_SIZES['16MB']),
    bridge: 'cp2102n',
  },
  'esp-01': {
    ...BARE,
    name: 'ESP-01 (512 KB)',
    mac: '18:FE:34:A1:B2:C3',
    flash: flashOfSize(FLASH_SIZES['512KB']),
    circuit: 'buttons',
    bridge: 'ft232r',
  },
  'esp-01s': {
    ...NODEMCU,
    name: 'ESP-01S (1 MB)',
    mac: 'AC:D0:74:01:02:03',
    flash: flashOfSize(FLASH_SIZES['1MB']),
    circuit: 'buttons',
    bridge: 'ch340',
  },
  'wroom-02': {
    ...NODEMCU,
    name: 'ESP-WROOM-02 (2 MB)',
    mac: '5C:CF:7F:AA:BB:CC',
    flash: flashOfSize(FLASH_SIZES['2MB']),
    bridge: 'cp2102n',
  },
  esp8285: {
    ...NODEMCU,
    name: 'ESP8285 (1 MB inside)',
    chip: 'esp8285',
    mac: 'DC:4F:22:10:20:30',
    flash: { size: FLASH_SIZES['1MB'], jedecId: 0x144051 },
    circuit: 'buttons',
    bridge: 'ch340',
  },
  '40mhz': { ...NODEMCU, name: 'Board with 40 MHz crystal', mac: '5C:CF:7F:40:40:40', crystal: 40_000_000 },
  'slow-reset': { ...NODEMCU, name: 'Board with a big reset capacitor', circuit: 'slow-capacitor' },
  'swapped-lines': { ...NODEMCU, name: 'Board with DTR and RTS swapped', circuit: 'swapped' },
  'rts-only': { ...NODEMCU, name: 'Board with RTS on reset only', circuit: 'rts-only' },
} as const satisfies Record<string, BoardConfig>;

export type BoardPreset = keyof typeof BOARD_PRESETS;

/** A preset with some things changed. */
export function boardConfig(
  preset: BoardPreset = 'nodemcu',
  changes: Partial<BoardConfig> = {},
): BoardConfig {
  return { ...BOARD_PRESETS[preset], ...changes };
}

/** @throws RangeError for something that is not six hexadecimal bytes. */
export function parseMac(text: string): readonly [number, number, number, number, number, number] {
  if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text)) {
    throw new RangeError(`"${text}" is no MAC address; one looks like 5C:CF:7F:12:34:56`);
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = text.split(':').map(part => Number.parseInt(part, 16));
  return [a, b, c, d, e, f];
}
