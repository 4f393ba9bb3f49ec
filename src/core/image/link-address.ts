import { type CpuAddress, cpuAddress } from '../bytes/address.ts';
import {
  FLASH_MAPS,
  type FlashMap,
  MEGABYTE,
  SLOTS,
  type Slot,
  type SlotLayout,
  slotRange,
} from '../esp8266/flash-map.ts';
import { NON_OTA_IROM_OFFSET } from '../esp8266/limits.ts';
import { IROM } from '../esp8266/memory.ts';
import type { OtherLayout } from '../findings.ts';
import { V2_HEADER } from './layout.ts';

/** A slot of a layout: what a link address can stand for. */
export interface Placement {
  readonly layout: SlotLayout;
  readonly slot: Slot;
}

/**
 * Where the flash-mapped code of a slot appears to the CPU: behind the EA header, in the megabyte that the boot
 * code maps. user1 and user2 of 1024+1024 maps share 0x40201010: there the window moves, not the address.
 */
export function linkAddressOf(map: FlashMap, slot: Slot): CpuAddress | undefined {
  const range = slotRange(map, slot);
  return range && cpuAddress(IROM.start + (range.start % MEGABYTE) + V2_HEADER.size);
}

/** All slots that a link address fits; none for a program without OTA or of another world. */
export function placementsOf(address: CpuAddress): Placement[] {
  const found: Placement[] = [];
  for (const map of FLASH_MAPS) {
    for (const slot of SLOTS) {
      if (linkAddressOf(map, slot) !== address) continue;
      if (!found.some(p => p.layout === map.layout && p.slot === slot))
        found.push({ layout: map.layout, slot });
    }
  }
  return found;
}

/** The link address of `eagle.app.v6.ld`: no OTA, flash-mapped code at flash offset 0x10000. */
export const PLAIN_LINK_ADDRESS = cpuAddress(IROM.start + NON_OTA_IROM_OFFSET);

/**
 * Addresses of other worlds that people meet, so that the refusal can name them.
 * Sources: eagle.app.v6.old.1024.app1/2.ld and the linker scripts of SDK 0.9 (NONOS SDK), rBoot's README,
 * esp_image of ESP8266_RTOS_SDK 3.
 */
const OTHER_ADDRESSES: ReadonlyMap<number, OtherLayout> = new Map([
  [0x40211000, 'old-boot'],
  [0x40251000, 'old-boot'],
  [0x40291000, 'old-boot'],
  [0x40202010, 'rboot'],
  [0x40282010, 'rboot'],
  [0x40240000, 'old-plain'],
  [0x40210010, 'rtos-sdk'],
]);

/** Which other world links to this address, if we know it. */
export const otherLayoutOf = (address: CpuAddress): OtherLayout | undefined => OTHER_ADDRESSES.get(address);
