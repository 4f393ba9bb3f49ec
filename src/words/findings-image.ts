/** Words about flash images that are read back. Field names are those of the header tables. */

import { formatHex } from '../core/bytes/address.ts';
import type { ImagePart } from '../core/findings.ts';
import type { WordsTable } from './findings-table.ts';
import { formatAddress, formatByte, formatBytes, formatCount, plural } from './format.ts';
import { SETTING_ABOUT } from './settings.ts';

const PARTS: Readonly<Record<ImagePart, string>> = {
  header: 'its header',
  irom: 'its flash code (iromLength)',
  'inner-header': 'the second header (behind the flash code)',
  'segment-header': 'a segment header',
  segment: 'a segment (length)',
  checksum: 'the checksum behind the last segment',
  crc: 'the CRC word at the end',
};

const AGAIN = 'Convert the ELF file again, or copy the image again: it may have been damaged on the way.';

const SETTING_VALUES = {
  mode: '0 (QIO), 1 (QOUT), 2 (DIO) or 3 (DOUT)',
  frequency: '0 (40 MHz), 1 (26.7 MHz), 2 (20 MHz) or 15 (80 MHz)',
  map: '0 to 6, 8 or 9',
} as const;

export const IMAGE_WORDS = {
  'image-truncated': ({ part, needed, size }) => ({
    title: 'The image is cut off',
    text: `The file ends after ${formatBytes(size)}; ${PARTS[part]} would end at byte ${formatCount(needed)}.`,
    advice: AGAIN,
  }),
  'image-marker': ({ found }) => ({
    title: 'No boot loader starts this image',
    text: `Byte 1 of the header (marker) is ${found}; expected 4, or the boot loader stops with "error magic!".`,
    advice: 'Convert the ELF file again with Twinslot: some converters put the number of segments there.',
  }),
  'image-slot-missing': ({ byte2, byte3 }) => ({
    title: 'The image does not name its slot',
    text: `Bytes 2 and 3 of the header are ${formatByte(byte2)} and ${formatByte(byte3)} (flash settings, as esptool writes them); expected 0x00 and the slot, 0x01 or 0x02.`,
    advice:
      'Save it from here: Twinslot puts the slot in and makes the CRC word right. As it is, devices refuse it as an update.',
  }),
  'image-slot-unknown': () => ({
    title: 'The slot cannot be told',
    text: 'The header does not name a slot (byte 3), and nothing in the code speaks for one; expected 1 (user1) or 2 (user2).',
    advice:
      'Choose the slot that the program was linked for (--slot on the command line), or take its ELF file.',
  }),
  'image-slot-invalid': ({ found }) => ({
    title: 'No such slot',
    text: `Byte 3 of the header (slot) is ${found}; expected 1 (user1) or 2 (user2).`,
    advice: AGAIN,
  }),
  'image-irom-length': ({ found }) => ({
    title: 'Damaged image header',
    text: `The flash code has ${formatBytes(found)} (iromLength); expected a multiple of 16.`,
    advice: AGAIN,
  }),
  'image-inner-magic': ({ found }) => ({
    title: 'No header where one should be',
    text: `The first byte of the header (magic) is ${formatByte(found)}; expected 0xE9.`,
    advice: AGAIN,
  }),
  'image-entries-differ': ({ outer, inner }) => ({
    title: 'Two different entry addresses',
    text: `The first header starts the program at ${formatAddress(outer)} (entry), the second at ${formatAddress(inner)}; expected the same in both.`,
    advice: 'Convert the ELF file again to have one address in both.',
  }),
  'image-settings-unknown': ({ field, found }) => ({
    title: `Unknown ${SETTING_ABOUT[field].name.toLowerCase()}`,
    text: `The header has ${found} as ${SETTING_ABOUT[field].name.toLowerCase()} (${field}); expected ${SETTING_VALUES[field]}.`,
    advice: 'Choose the settings of your board and save the image again: its header is then made right.',
  }),
  'image-segment-count': ({ found }) => ({
    title: 'No segments',
    text: `The header counts ${plural(found, 'segment')} (segmentCount); expected 1 or more, because without them nothing can start.`,
    advice: AGAIN,
  }),
  'image-segment-address': ({ index, address, length }) => ({
    title: 'A segment goes where no RAM is',
    text: `Segment ${index + 1} loads ${formatBytes(length)} to ${formatAddress(address)} (address); expected all of it in IRAM or DRAM of the ESP8266.`,
    advice: AGAIN,
  }),
  'image-checksum': ({ stored, computed }) => ({
    title: 'Wrong checksum',
    text: `The stored checksum is ${formatByte(stored)}, but the segments give ${formatByte(computed)}; boot loaders do not start such an image.`,
    advice: AGAIN,
  }),
  'image-crc': ({ stored, computed }) => ({
    title: 'Wrong CRC word',
    text: `The stored CRC word is ${formatHex(stored, 8)}, but the bytes before it give ${formatHex(computed, 8)}; devices refuse such an update.`,
    advice: AGAIN,
  }),
  'image-crc-missing': () => ({
    title: 'No CRC word',
    text: 'The image ends with its checksum; expected a CRC word of 4 bytes behind it, which devices check after an update.',
    advice: AGAIN,
  }),
  'image-trailing-bytes': ({ count }) => ({
    title: 'More bytes than the image has',
    text: `${plural(count, 'byte')} ${count === 1 ? 'follows' : 'follow'} behind the end of the image; expected none.`,
    advice: 'Save the image from here: the saved one ends where it should.',
  }),
  'image-wrong-slot': ({ claimed, linked }) => ({
    title: `Marked ${claimed}, linked for ${linked}`,
    text: `Byte 3 of the header says ${claimed} (slot), but the addresses in the code are those of ${linked}; the program would crash in ${claimed}.`,
    advice: `Convert the ELF file of the ${claimed} build, or convert this one again for ${linked}.`,
  }),
  'image-repaired': ({ slot }) => ({
    title: `Slot ${slot} put in`,
    text: `The image did not name its slot; bytes 2 and 3 of the header are now 0x00 and ${slot === 'user1' ? '0x01' : '0x02'} (${slot}), and the CRC word is right again.`,
    advice: 'Use the saved image instead of the original.',
  }),
  'image-old-boot': ({ app }) => ({
    title: 'An image for boot loader 1.1',
    text: `The file has the old layout${app === 1 || app === 2 ? ` (app ${app})` : ''}: header E9 and flash code at 0x10000 in one file; boot loaders from 1.2 on expect the header EA.`,
    advice: 'Link the program with an eagle.app.v6.new.*.ld script and convert it again.',
  }),
  'image-esp32': ({ chip }) => ({
    title: `An image for the ${chip}`,
    text: `The header and the load addresses are those of the ${chip}; expected an image for the ESP8266.`,
    advice: `Write it with the tools of the ${chip}, or build the program for the ESP8266.`,
  }),
  'image-rtos-sdk': ({ address }) => ({
    title: 'An image of ESP8266_RTOS_SDK 3',
    text: `A segment goes to ${formatAddress(address)}, which is flash; in images for the two slots only RAM is loaded by segments.`,
    advice: 'Write it with the tools of that SDK: it has a boot loader and a partition table of its own.',
  }),
  'image-eboot': () => ({
    title: 'An image of the Arduino core',
    text: 'The first segment goes to 0x4010F000, where only eboot loads, the boot loader of the Arduino core; it has no slots user1 and user2.',
    advice: 'Write it with the Arduino IDE or esptool, whole and at flash offset 0x00000.',
  }),
  'plain-image-alone': () => ({
    title: 'Half of a program without slots',
    text: 'This image begins with E9 and holds only what is loaded to RAM; the flash code is in a second file for 0x10000.',
    advice:
      'Take the ELF file instead to get both, or write this image to 0x00000 together with its second file.',
  }),
} satisfies Partial<WordsTable>;
