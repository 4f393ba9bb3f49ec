import type { CpuAddress } from '../../core/bytes/address.ts';
import { MEGABYTE, SLOTS, type Slot, slotRange } from '../../core/esp8266/flash-map.ts';
import { NON_OTA_IROM_OFFSET } from '../../core/esp8266/limits.ts';
import { V2_HEADER } from '../../core/image/layout.ts';
import { linkAddressOf, PLAIN_LINK_ADDRESS } from '../../core/image/link-address.ts';
import type { MapModel } from './region.ts';

/** Code that runs straight from flash: the same byte on both number lines. */
export interface CodeStart {
  readonly role: Slot | 'plain-irom';
  readonly offset: number;
  readonly address: CpuAddress;
}

/** What the CPU sees at 0x40200000: one megabyte of flash, cut where the flash ends. */
export interface CpuWindow {
  readonly start: number;
  readonly end: number;
  /** While this runs; undefined when the window is the same for everything that can run. */
  readonly runs?: Slot;
  readonly codes: readonly CodeStart[];
}

/**
 * The windows of a flash map. On 1024+1024 maps the window moves with the slot that runs, which is why both slots
 * are linked to the same address; on all others it stays at the first megabyte.
 */
export function cpuWindows({ map, size, plain }: MapModel): CpuWindow[] {
  const window = (start: number, codes: readonly CodeStart[], runs?: Slot): CpuWindow => ({
    start,
    end: Math.min(start + MEGABYTE, size),
    ...(runs && { runs }),
    codes: codes.filter(code => code.offset < size),
  });
  if (plain || map.layout === 'none') {
    return [window(0, [{ role: 'plain-irom', offset: NON_OTA_IROM_OFFSET, address: PLAIN_LINK_ADDRESS }])];
  }
  const codes = SLOTS.flatMap((slot): CodeStart[] => {
    const [range, address] = [slotRange(map, slot), linkAddressOf(map, slot)];
    // The EA header stands in front of the code.
    return range && address ? [{ role: slot, offset: range.start + V2_HEADER.size, address }] : [];
  });
  const first = codes.filter(code => code.offset < MEGABYTE);
  const moved = codes.filter(code => code.offset >= MEGABYTE && code.offset < size);
  if (moved.length === 0) return [window(0, first)];
  return [window(0, first, 'user1'), window(MEGABYTE, moved, 'user2')];
}
