/** Words about the slot that a program is for, and whether it fits. */

import { cpuAddress } from '../core/bytes/address.ts';
import { FLASH_MAPS, flashMap, type Slot, type SlotLayout } from '../core/esp8266/flash-map.ts';
import type { OtherLayout } from '../core/findings.ts';
import { placementsOf } from '../core/image/link-address.ts';
import { placementsText, tooMany, type WordsTable } from './findings-table.ts';
import { exactSize, formatAddress, formatBytes, formatCount, listOf } from './format.ts';
import { layoutName, linkerScript } from './settings.ts';

const SLOT_ADDRESSES =
  '0x40201010 (user1), 0x40241010 or 0x40281010 (user2), or 0x40210000 (without update slots)';

const OTHER_LAYOUTS: Readonly<Record<OtherLayout, { what: string; advice: string }>> = {
  'old-boot': {
    what: 'the old layout of boot loader 1.1',
    advice:
      'Link with one of the eagle.app.v6.new.*.ld scripts instead of eagle.app.v6.old.*.ld, and use boot loader 1.2 or later.',
  },
  rboot: {
    what: 'rBoot, another boot loader with images of its own',
    advice:
      'Convert it with esptool2, the converter of rBoot, or link it with one of the eagle.app.v6.new.*.ld scripts.',
  },
  'old-plain': {
    what: 'programs without slots of SDK 0.9',
    advice:
      'Link with eagle.app.v6.ld of SDK 1.0 or later, or with an eagle.app.v6.new.*.ld script for two slots.',
  },
  'rtos-sdk': {
    what: 'ESP8266_RTOS_SDK 3, which has images and a boot loader of its own',
    advice: 'Convert and flash it with the tools of that SDK (make flash).',
  },
};

const NEW_SCRIPTS =
  'Link with an eagle.app.v6.new.*.ld script of the SDK: app1 for user1, app2 for user2, 2048 for both slots of 1024+1024.';

/** `the chosen map 2MB-c1 shares the flash 1024+1024`. */
const sharing = (map: string, layout: SlotLayout): string =>
  layout === 'none' ? `the flash map ${map} has no slots` : `the flash map ${map} has ${layoutName(layout)}`;

/** A layout with larger slots, as something to try. */
function largerSlots(layout: SlotLayout): string {
  if (layout === '1024+1024' || layout === 'none') return '';
  const next: SlotLayout = layout === '256+256' ? '512+512' : '1024+1024';
  const maps = FLASH_MAPS.filter(m => m.layout === next).map(m => m.name);
  return ` If the flash chip is large enough, ${listOf(maps, 'or')} has larger slots; link again for it.`;
}

export const SLOT_WORDS = {
  'no-slot': ({ address, layout }) => {
    const other = layout && OTHER_LAYOUTS[layout];
    const seen = other ? `which belongs to ${other.what}` : 'where no slot begins';
    return {
      title: 'Linked for no slot',
      text: `The flash code is linked for ${formatAddress(address)} (sh_addr), ${seen}; expected ${SLOT_ADDRESSES}.`,
      advice: other?.advice ?? NEW_SCRIPTS,
    };
  },
  'map-mismatch': ({ address, map, layout, fits }) => {
    const placements = placementsOf(cpuAddress(address));
    const slot: Slot = placements[0]?.slot ?? 'user1';
    const relink = `link with ${linkerScript(layout, slot)}`;
    return {
      title: 'Program and flash map do not go together',
      text:
        `This program is linked for address ${formatAddress(address)}, which is ${placementsText(placements)}; ` +
        `${sharing(map, layout)}.`,
      advice: `Choose ${listOf(fits, 'or')} as flash size, or ${relink}.`,
    };
  },
  'map-without-slots': ({ map }) => ({
    title: 'No room for two slots',
    text: `The flash map ${map} holds one program without slots, but this one is linked for a slot.`,
    advice:
      'Choose a flash size from 512KB on, or link with eagle.app.v6.ld for a board without updates over the air.',
  }),
  'image-over-slot': ({ length, limit, slot, map }) => ({
    title: `Too large for ${slot}`,
    text: `The image would have ${formatBytes(length)}; ${slot} of the flash map ${map} has ${exactSize(limit)}: ${tooMany(length, limit)}.`,
    advice: `Make the program smaller, the largest functions first.${largerSlots(flashMap(map).layout)}`,
  }),
  'irom-over-linker-limit': ({ length, limit, layout }) => ({
    title: 'More flash code than the SDK plans for',
    text: `The flash code has ${exactSize(length)}; it fits the slot, but the SDK's linker scripts for ${layoutName(layout)} allow ${exactSize(limit)}.`,
    advice: 'Check that the partition table or update code of your program allows an image of this length.',
  }),
  'image-over-update-limit': ({ length, limit }) => ({
    title: 'Too large for updates over the air',
    text: `The image has ${exactSize(length)}; the update client of the SDK writes at most ${exactSize(limit)} and hangs above that.`,
    advice: 'Write it through the serial port, or make it smaller if it must travel over the air.',
  }),
  'head-over-irom': ({ length, limit }) => ({
    title: 'The RAM part reaches into the flash code',
    text: `Header and RAM segments take ${formatBytes(length)}; flash code begins at 0x10000, so there are ${exactSize(limit)}: ${tooMany(length, limit)}.`,
    advice: 'Move functions to flash with ICACHE_FLASH_ATTR and constant tables with ICACHE_RODATA_ATTR.',
  }),
  'plain-over-flash': ({ end, limit, map }) => ({
    title: 'Too large for the flash',
    text: `The flash code ends at byte ${formatCount(end)}; on the flash map ${map} it must end before the system sectors, at ${exactSize(limit)}: ${tooMany(end, limit)}.`,
    advice: 'Choose the flash size that the chip really has, or make the program smaller.',
  }),
} satisfies Partial<WordsTable>;
