import { type FlashOffset, flashOffset } from '../bytes/address.ts';

/**
 * Flash maps: where the two slots and the system sectors lie, by the code in bits 7..4 of header byte 3 at flash
 * offset 0. Source: user_main.c and boot loader 1.7 of the NONOS SDK; 2A-ESP8266 SDK getting started guide.
 */
export type Slot = 'user1' | 'user2';
export const SLOTS: readonly Slot[] = ['user1', 'user2'];
export const otherSlot = (slot: Slot): Slot => (slot === 'user1' ? 'user2' : 'user1');
/** The number that stands in byte 3 of an EA header. */
export const slotNumber = (slot: Slot): 1 | 2 => (slot === 'user1' ? 1 : 2);

export type FlashMapName = '512KB' | '256KB' | '1MB' | '2MB' | '4MB' | '2MB-c1' | '4MB-c1' | '8MB' | '16MB';

/** How the flash is shared between the slots, in KiB each; `none`: no second slot. */
export type SlotLayout = '256+256' | '512+512' | '1024+1024' | 'none';

export interface FlashMap {
  readonly name: FlashMapName;
  /** Bits 7..4 of header byte 3. */
  readonly code: number;
  /** Bytes, as the header claims; the chip may be larger. */
  readonly size: number;
  readonly layout: SlotLayout;
  /** Other tools' names of the same map: megabits, as in `8m`, and SDK defines. */
  readonly megabitName: string;
}

export const SECTOR = 0x1000;
/** The CPU window shows one of these at a time; a slot has to lie inside one. */
export const MEGABYTE = 0x100000;

const map = (
  code: number,
  name: FlashMapName,
  megabitName: string,
  kib: number,
  layout: SlotLayout,
): FlashMap => ({
  name,
  code,
  size: kib * 1024,
  layout,
  megabitName,
});

export const FLASH_MAPS: readonly FlashMap[] = [
  map(0, '512KB', '4m', 512, '256+256'),
  map(1, '256KB', '2m', 256, 'none'),
  map(2, '1MB', '8m', 1024, '512+512'),
  map(3, '2MB', '16m', 2048, '512+512'),
  map(4, '4MB', '32m', 4096, '512+512'),
  map(5, '2MB-c1', '16m-c1', 2048, '1024+1024'),
  map(6, '4MB-c1', '32m-c1', 4096, '1024+1024'),
  map(8, '8MB', '64m', 8192, '1024+1024'),
  map(9, '16MB', '128m', 16384, '1024+1024'),
];

/** The map with this code; none for 7 (2048+2048, which boot loader and SDK 3 refuse) and codes above 9. */
export const flashMapByCode = (code: number): FlashMap | undefined => FLASH_MAPS.find(m => m.code === code);

/** The map of that name. */
export function flashMap(name: FlashMapName): FlashMap {
  const found = FLASH_MAPS.find(m => m.name === name);
  if (!found) throw new RangeError(`no flash map ${name}`);
  return found;
}

/**
 * Understands `1MB`, `1mb`, `512KB`, `8m` (megabits, as old tools say), `16m-c1`.
 * Plain `m` is always megabits: `2m` is 256 KB.
 */
export function parseFlashMap(text: string): FlashMap | undefined {
  const wanted = text.trim().toLowerCase();
  return FLASH_MAPS.find(m => m.name.toLowerCase() === wanted || m.megabitName === wanted);
}

const SECOND_SLOT: Readonly<Record<SlotLayout, number | undefined>> = {
  '256+256': 0x41000,
  '512+512': 0x81000,
  '1024+1024': 0x101000,
  none: undefined,
};

export interface FlashRange {
  readonly start: FlashOffset;
  /** First byte behind the range. */
  readonly end: FlashOffset;
}

/**
 * Where a slot lies. It ends where the next thing begins (other slot, RF calibration) or where the megabyte ends
 * that the CPU can see at a time.
 * @returns undefined on maps without two slots.
 */
export function slotRange(map: FlashMap, slot: Slot): FlashRange | undefined {
  const second = SECOND_SLOT[map.layout];
  if (second === undefined) return undefined;
  const start = slot === 'user1' ? SECTOR : second;
  const next = slot === 'user1' ? second : systemSectors(map).rfCalibration;
  const windowEnd = (Math.floor(start / MEGABYTE) + 1) * MEGABYTE;
  return { start: flashOffset(start), end: flashOffset(Math.min(next, windowEnd)) };
}

export interface SystemSectors {
  readonly rfCalibration: FlashOffset;
  readonly initData: FlashOffset;
  /** Copies A and B of the parameters; the first 8 bytes choose the slot, Wi-Fi settings follow. */
  readonly parametersA: FlashOffset;
  readonly parametersB: FlashOffset;
  /** Byte 0 says which copy counts: 0 for A, anything else for B. */
  readonly flag: FlashOffset;
}

/** The last five sectors of the size that the header claims. */
export const systemSectors = (map: FlashMap): SystemSectors => ({
  rfCalibration: flashOffset(map.size - 5 * SECTOR),
  initData: flashOffset(map.size - 4 * SECTOR),
  parametersA: flashOffset(map.size - 3 * SECTOR),
  parametersB: flashOffset(map.size - 2 * SECTOR),
  flag: flashOffset(map.size - SECTOR),
});
