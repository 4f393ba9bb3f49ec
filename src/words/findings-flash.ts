/** Words about boot loaders and about the contents of a whole flash. */

import type { WordsTable } from './findings-table.ts';
import { exactSize, formatAddress, formatByte, formatBytes } from './format.ts';
import { settingValue } from './settings.ts';

const SDK_LOADERS = 'boot_v1.2.bin to boot_v1.7.bin from the bin folder of the SDK';

/** The core writes speeds as converters do: `40m`. */
const named = (settings: string): string =>
  settings.replace(/\b(?:20|26|40|80)m\b/, speed => settingValue('frequency', speed));

export const BOOT_LOADER_WORDS = {
  'boot-loader-missing': () => ({
    title: 'No boot loader',
    text: 'A program in a slot is started by a boot loader at flash offset 0x00000, and none is among the files.',
    advice: `If the board has none yet, add Twinslot’s own, or one of ${SDK_LOADERS}; its header is made right for your settings.`,
  }),
  'boot-loader-not-needed': ({ plain }) => ({
    title: 'No boot loader needed',
    text: `${plain} is linked to run without slots and begins at flash offset 0x00000, where a boot loader would be; the boot loader is left out.`,
    advice: 'You need to do nothing; remove one of the two files if you meant the other.',
  }),
  'boot-loader-unknown': ({ length }) => ({
    title: 'A boot loader that Twinslot does not know',
    text: `The file (${formatBytes(length)}) could be a boot loader, but its segments are not those of versions 1.1 to 1.7 of the SDK.`,
    advice: 'Check that it can start images that begin with EA; which slot it starts cannot be planned.',
  }),
  'boot-loader-too-large': ({ length, limit }) => ({
    title: 'Too large for a boot loader',
    text: `The file has ${formatBytes(length)}; in front of user1, at 0x01000, there are ${exactSize(limit)}: ${formatBytes(length - limit)} too many.`,
    advice: `Take one of ${SDK_LOADERS}.`,
  }),
  'boot-loader-not-an-image': () => ({
    title: 'Not a boot loader',
    text: 'You gave this file as the boot loader, but it is a program for a slot (it begins with EA); a boot loader begins with E9.',
    advice: `Take one of ${SDK_LOADERS}.`,
  }),
  'boot-loader-too-old': ({ version }) => ({
    title: `Boot loader ${version} is too old`,
    text: `Boot loader ${version} starts only images that begin with E9; images for slots begin with EA, which versions from 1.2 on understand.`,
    advice: 'Take a later version; boot_v1.7.bin of the SDK is the latest.',
  }),
  'boot-loader-big-map': ({ version, map }) => ({
    title: 'The boot loader may always start user1',
    text: `With the flash map ${map}, boot loader ${version} cannot read its parameters, because the ROM takes the chip for 4 MB.`,
    advice:
      'Choose 4MB-c1 if the program can do without the rest of the flash, or test an update on one board first.',
  }),
  'boot-loader-dout': ({ version }) => ({
    title: 'DOUT has another number here',
    text: `Boot loader ${version} expects 15 as the number of the flash mode DOUT (mode), but later ones and this header say 3.`,
    advice: 'Choose DIO, or take boot loader 1.3 or later.',
  }),
  'boot-loader-patched': ({ from, to }) => ({
    title: 'Settings of the boot loader made right',
    text: `The header of the boot loader said ${named(from)}; it now says ${named(to)}, in bytes 2 and 3.`,
    advice:
      'Write the saved boot loader, not the original: it takes the places of the slots from these bytes.',
  }),
  'boot-choice-needs-loader': ({ slot }) => ({
    title: `${slot} may not start`,
    text: `To make ${slot} start, the version of the boot loader must be written beside the choice; none of the versions 1.3 to 1.7, where this is known, is among the files.`,
    advice: 'Add the boot loader that is on the board; without it the board starts what it started before.',
  }),
} satisfies Partial<WordsTable>;

export const DUMP_WORDS = {
  'dump-size': ({ size, map, mapSize }) => ({
    title: 'Header and length disagree',
    text: `The file has ${exactSize(size)}, but the header at 0x00000 says ${map} (map), which is ${exactSize(mapSize)}.`,
    advice:
      'The board obeys the header, so the regions are shown where it puts them. Read the flash again if the file is cut off.',
  }),
  'dump-map-unknown': ({ code }) => ({
    title: 'Unknown flash map',
    text: `The header at 0x00000 has ${code} as flash map (map, upper half of byte 3); expected 0 to 6, 8 or 9.`,
    advice:
      code === 7
        ? 'Map 7 (2048+2048 KB) is refused by boot loader 1.7 and SDK 3: use 4MB-c1.'
        : 'Read the flash again; the boot loader on the board may be damaged.',
  }),
  'dump-no-boot-loader': ({ found }) => ({
    title: 'No boot loader in the flash',
    text: `The flash begins with ${formatByte(found)}${found === 0xff ? ' (erased)' : ''}; expected 0xE9, the first byte of a boot loader.`,
    advice: 'Such a board prints "ets_main.c" and does not start; write a boot loader to 0x00000.',
  }),
  'dump-slot-empty': ({ slot }) => ({
    title: `${slot} is empty`,
    text: `${slot} begins with FF, as erased flash does.`,
    advice:
      'That is fine while the other slot holds a program: the first update over the air fills this one.',
  }),
  'dump-slot-broken': ({ slot }) => ({
    title: `The image in ${slot} is damaged`,
    text: `What is in ${slot} is not an image that a boot loader can start; its region says what is wrong.`,
    advice: `Write ${slot} again.`,
  }),
  'dump-slot-misplaced': ({ slot, address, expected }) => ({
    title: `A program for another place in ${slot}`,
    text: `The program in ${slot} is linked for ${formatAddress(address)}; expected ${formatAddress(expected)}, where the chip sees the flash code of ${slot}.`,
    advice: `Write the build that is linked for ${slot}: code that lies elsewhere crashes as soon as it is called.`,
  }),
  'dump-selected-broken': ({ slot }) => ({
    title: `The board would start ${slot}, which cannot run`,
    text: `With the stored parameters the boot loader starts ${slot}, but there is no image in it that can run.`,
    advice:
      slot === 'user1'
        ? 'Write user1 again.'
        : 'Write user2 again, or erase the parameters: user1 then starts.',
  }),
  'dump-init-data-missing': () => ({
    title: 'No init data',
    text: 'The sector of the init data (settings of the radio) is erased; SDK programs expect esp_init_data_default.bin there.',
    advice: 'Write esp_init_data_default.bin from the SDK to this sector.',
  }),
  'dump-boot-bytes-error': ({ byte0 }) => ({
    title: 'The stored choice names no slot',
    text: `Boot byte 0 is ${formatByte(byte0)}: its lower two bits (useBin) are 2; expected 0 (user1) or 1 (user2), or the boot loader stops.`,
    advice: 'Erase the three parameter sectors: user1 then starts, and stored Wi-Fi settings are lost.',
  }),
} satisfies Partial<WordsTable>;
