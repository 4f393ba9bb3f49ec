/** Words about a plan that is held against the board that it is for, and about what becomes of it there. */
import { formatHex } from '../core/bytes/address.ts';
import type { WordsTable } from './findings-table.ts';
import { exactSize, formatByte, formatBytes } from './format.ts';
import { settingValue } from './settings.ts';

const READ_FIRST = 'Read the whole flash to a file first if you may need what is on it.';

export const BOARD_PLAN_WORDS = {
  'board-flash-size-unknown': ({ jedecId }) => ({
    title: 'The flash does not say how large it is',
    text: `The flash answers with the id ${formatHex(jedecId)}, which names no size that Twinslot knows.`,
    advice:
      'Choose the size that is printed on the chip or in the papers of the board; what you choose counts.',
  }),
  'board-flash-size-chosen': ({ jedecId, size }) => ({
    title: 'The size of the flash is as you chose it',
    text: `You chose ${formatBytes(size)}; the id ${formatHex(jedecId)} that the flash answers with says something else or nothing.`,
    advice: 'Go on if you are sure: what is written behind the real end overwrites the beginning.',
  }),
  'board-map-over-chip': ({ map, mapSize, size }) => ({
    title: 'The flash map is larger than the flash',
    text: `The flash map ${map} needs ${exactSize(mapSize)}; the flash of this board has ${exactSize(size)}.`,
    advice: 'Choose a map that fits, and build the program for it.',
  }),
  'board-write-over-chip': ({ end, size }) => ({
    title: 'More than the flash holds',
    text: `What is to be written ends at ${formatHex(end)}; the flash of this board ends at ${formatHex(size)}.`,
    advice: 'Choose a smaller flash map, and build the program for it.',
  }),
  'board-map-mismatch': ({ app, loader, slot }) => ({
    title: 'Program and boot loader disagree about the flash map',
    text: `The program for ${slot} is made for ${app}; the boot loader that the board will have looks for the slots of ${loader}.`,
    advice: `Let the boot loader be written too, or make the program for ${loader}.`,
  }),
  'board-map-seven': () => ({
    title: 'Flash map 7 on the board',
    text: 'The boot loader on the board has flash map 7 (2048+2048 KB) in its header; boot loader 1.7 and SDK 3 refuse it.',
    advice: 'Let the boot loader be written too: its header then says the map of your program.',
  }),
  'board-no-loader': () => ({
    title: 'No boot loader on the board',
    text: 'What is at flash offset 0x00000 is no boot loader, and the plan writes none: no slot could start.',
    advice: 'Let the boot loader be written too.',
  }),
  'board-writes-overlap': ({ first, second, offset }) => ({
    title: 'Two files for the same place',
    text: `${first} and ${second} would both be written to the sector at ${formatHex(offset)}.`,
    advice: 'Remove one of the two, or choose a flash map with larger slots.',
  }),
  'board-loader-older': ({ from, to }) => ({
    title: 'An older boot loader',
    text: `The board has boot loader ${from}; ${to} would replace it.`,
    advice: 'Remove the older file unless you need just this version.',
  }),
  'board-loader-replaced': ({ to }) => ({
    title: 'An unknown program is replaced',
    text: `What is at flash offset 0x00000 is no boot loader that Twinslot knows; boot loader ${to} takes its place.`,
    advice: READ_FIRST,
  }),
  'board-map-changes': ({ from, to }) => ({
    title: 'The flash map changes',
    text: `The board is divided as ${from} now and will be as ${to}: slots and stored settings lie in other places then.`,
    advice: READ_FIRST,
  }),
  'board-settings-differ': ({ field, from, to }) => ({
    title: field === 'mode' ? 'Another flash mode' : 'Another flash speed',
    text: `The board starts with ${settingValue(field, from)} now; the plan says ${settingValue(field, to)}.`,
    advice: 'Go on if the board is known to bear it; choose the old value if you are not sure.',
  }),
  'board-esp8285-mode': ({ mode }) => ({
    title: `${settingValue('mode', mode)} on an ESP8285`,
    text: `The flash inside an ESP8285 is wired with two data lines; ${settingValue('mode', mode)} needs four.`,
    advice: 'Choose DOUT; a board that does not start with QIO or QOUT starts then.',
  }),
  'board-wifi-lost': () => ({
    title: 'Stored Wi-Fi settings are lost',
    text: 'The parameters of the old flash map are not where the new map has them, and its three sectors are erased.',
    advice: 'Have the name and password of the Wi-Fi ready, or read the whole flash to a file first.',
  }),
  'board-choice-lost': ({ slot }) => ({
    title: `The board starts user1, not ${slot}`,
    text: `${slot} starts now; the choice cannot be kept, because the boot loader does not read it on this flash map.`,
    advice: 'Choose the slot that shall start.',
  }),
  'board-init-data-missing': () => ({
    title: 'No init data on the board',
    text: 'The sector of the init data (settings of the radio) is erased; SDK programs look for esp_init_data_default.bin there and say "rf_cal[0] !=0x05" without it.',
    advice:
      'Write esp_init_data_default.bin of the SDK if the program uses the radio; Twinslot leaves this sector alone.',
  }),
  'board-twin-empty': ({ present, missing }) => ({
    title: `${missing} stays empty`,
    text: `Only ${present} is written, and ${missing} holds no program.`,
    advice: 'That is fine for a start: the first update over the air fills it.',
  }),
} satisfies Partial<WordsTable>;

export const FLASH_JOB_WORDS = {
  'flash-differs': ({ offset, length }) => ({
    title: 'The flash holds something else',
    text: `From ${formatHex(offset)} on, ${exactSize(length)} are not what was sent, by the MD5 that the chip computed.`,
    advice: 'These sectors are written once more, without compression; wait for the result.',
  }),
  'flash-protected': ({ status }) => ({
    title: 'The flash is write-protected',
    text: `The status of the flash is ${formatByte(status)}; its bits 2 to 6 protect it, and they do not let themselves be cleared. Nothing was written.`,
    advice:
      'Take the write protection off with the program that set it, or check that the pin WP of the flash is high.',
  }),
  'flash-worn': ({ offset, found, expected, wrong }) => ({
    title: 'The flash does not take what is written',
    text: `At ${formatHex(offset)} the flash reads ${formatByte(found)} after two writes; expected ${formatByte(expected)}. In this sector ${wrong === 1 ? '1 byte is' : `${wrong} bytes are`} wrong.`,
    advice:
      'Check the supply of the board and try again; if the same place stays wrong, the flash is worn out there.',
  }),
  'flash-unsteady': ({ offset, length }) => ({
    title: 'The flash reads now this, now that',
    text: `From ${formatHex(offset)} on, ${exactSize(length)} have a wrong MD5, yet read as they should.`,
    advice: 'Choose 40 MHz instead of 80 MHz, and check the supply of the board; then write again.',
  }),
  'flash-not-erased': ({ offset, length }) => ({
    title: 'The flash did not erase',
    text: `From ${formatHex(offset)} on, ${exactSize(length)} do not read FF after they were erased.`,
    advice: 'Try again; if it stays, the flash is write-protected or worn out there.',
  }),
  'flash-needs-stub': () => ({
    title: 'The ROM cannot read the flash',
    text: 'Reading the flash back needs the flasher stub, a small program in the RAM of the chip; the ROM alone has no command for it.',
    advice: 'Connect again with the stub.',
  }),
  'flash-repaired': ({ name, offset }) => ({
    title: 'Written twice',
    text: `${name}, at ${formatHex(offset)}, was not right after the first write; it is now, by MD5.`,
    advice: 'You need to do nothing; if it happens often, look at the supply and the cable of the board.',
  }),
  'flash-verified-by-rom': () => ({
    title: 'Verified by the ROM only',
    text: 'Without the stub the ROM compares each block as it writes it, and a sample of every sector was read back; nobody computed an MD5 over the whole.',
    advice: 'Connect with the stub for a proof of every byte.',
  }),
  'flash-starts': ({ slot, chosen }) => ({
    title: `The board starts ${slot}`,
    text: chosen
      ? `After a reset the boot loader starts ${slot}, which holds a program.`
      : `The slot that is chosen holds no program now, so the boot loader falls back to ${slot}.`,
    advice: 'Write again whenever you like: what is there already is found and skipped.',
  }),
  'flash-starts-nothing': () => ({
    title: 'The board starts nothing now',
    text: 'No slot holds a program that begins as it should, or there is no boot loader.',
    advice: 'Write again: what is there already is found and skipped.',
  }),
} satisfies Partial<WordsTable>;
