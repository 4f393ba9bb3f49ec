/** Words about single lines of a boot that say what is wrong, and what helps. */

import type { PlainTrouble, SdkNote, UpgradeFailure } from '../core/bootlog/events.ts';
import type { BootNote, UpgradeReport, UpgradeStage } from '../core/bootlog/report.ts';
import { formatOffset } from '../core/bytes/address.ts';
import { formatAddress, formatByte, formatCount } from './format.ts';

export interface Sentence {
  /** `user1 is running` */
  readonly title: string;
  /** One or two sentences: what was seen. */
  readonly text: string;
  /** Number of the line that proves it. */
  readonly line?: number;
}

interface Plain {
  readonly title: string;
  readonly text: string;
}

const PLAIN: Readonly<Record<PlainTrouble | 'map-not-supported' | 'loader-differs', Plain>> = {
  'unknown-reset': {
    title: 'The ROM stopped',
    text: 'It does not know why it was reset, and waits. Switch the power off and on.',
  },
  'rom-gave-up': {
    title: 'No boot loader at flash 0',
    text: 'The ROM found nothing to start: the first byte of the flash is not E9, or the flash did not answer. Write a boot loader.',
  },
  'rom-checksum': {
    title: 'The boot loader is damaged',
    text: 'The ROM loaded it, but its checksum does not fit. Write the boot loader again.',
  },
  'rom-read': {
    title: 'The flash could not be read',
    text: 'The ROM stopped in the middle of loading. Try a slower flash mode or speed (DIO, 40 MHz), and look at the power supply.',
  },
  'user-code-done': {
    title: 'Nothing is running',
    text: 'The boot loader gave up and went back to the ROM, which waits without a reset.',
  },
  'image-magic': {
    title: 'No image in the slot that was to start',
    text: 'Its first bytes are neither E9 nor EA 04: the slot is erased, or something else was written there.',
  },
  'both-failed': {
    title: 'Neither slot can start',
    text: 'The boot loader tried the other slot too and found no good image. Write a slot through the serial port.',
  },
  'no-test-pin': {
    title: 'Init data seem to be missing',
    text: 'Boot loader 1.6 misses the test pin in esp_init_data_default.bin, which lies in the fourth last sector.',
  },
  unchecked: {
    title: 'Started without a check',
    text: 'The image has no CRC word, so the boot loader could not see whether its flash code is whole.',
  },
  'parameters-not-saved': {
    title: 'The choice could not be saved',
    text: 'The boot loader could not write its parameters: the flash may be write-protected or worn.',
  },
  'test-mode': {
    title: 'Test mode',
    text: 'The boot loader looks for a test program because a pin or a parameter says so.',
  },
  'other-failed': {
    title: 'The boot loader found nothing to start',
    text: 'It is not one of the SDK; write the board anew, boot loader included.',
  },
  'map-not-supported': {
    title: 'Flash map 7 is refused',
    text: 'Boot loader 1.7 does not start boards with 2048+2048 KB. Write the boot loader with another flash size.',
  },
  'loader-differs': {
    title: 'Two versions of the boot loader',
    text: 'The boot loader names another version than the one whose lengths and checksums the ROM printed.',
  },
};

/** What a note says, with the line that proves it. */
export function noteWords(note: BootNote): Sentence {
  const { line } = note;
  switch (note.kind) {
    case 'retry':
      return {
        title: 'The boot loader tries the same image again',
        text: `Its ${note.which === 'first' ? 'first choice' : 'second choice'} did not start; the counter before was ${formatAddress(note.counter)}. It tries three times.`,
        line,
      };
    case 'changes-over':
      return {
        title: `The boot loader changes to the ${note.to === 'backup' ? 'other slot' : 'first slot'}`,
        text: 'The image that was to start is not good. The board resets, and the other one is tried.',
        line,
      };
    case 'bad-flag':
      return {
        title: 'The boot bytes name no slot',
        text: `Boot byte 0 is ${formatByte(note.value)}, so the boot loader starts nothing. Select a slot through the serial port.`,
        line,
      };
    case 'refused':
      return {
        title: `${note.target} was refused`,
        text: `Twinslot’s boot loader did not start what lies at ${formatOffset(note.offset)}: ${note.reason}.`,
        line,
      };
    case 'sdk':
      return { ...SDK_NOTES[note.note](note.values), line };
    default:
      return { ...PLAIN[note.kind], line };
  }
}

type SdkWords = (values: readonly string[]) => Plain;

const SDK_NOTES: Readonly<Record<SdkNote, SdkWords>> = {
  version: ([version = '', date = '']) => ({
    title: `SDK ${version}`,
    text: `The program was built with it; the SDK is of ${date}.`,
  }),
  'rf-cal-sector': ([sector = '']) => ({
    title: 'The SDK has started',
    text: `It keeps its radio calibration in flash sector ${sector}.`,
  }),
  'init-data-missing': ([byte = '']) => ({
    title: 'Init data are missing',
    text: `Their first byte is 0x${byte.toUpperCase()}, expected 0x05. Write esp_init_data_default.bin to the fourth last sector of the flash.`,
  }),
  'parameters-restored': () => ({
    title: 'A parameter copy was damaged',
    text: 'The SDK took the last good one; Wi-Fi settings may be older than expected.',
  }),
  'parameters-bad': () => ({
    title: 'The system parameters are damaged',
    text: 'Erase the last three sectors of the flash, or write blank.bin to the second last one.',
  }),
  'out-of-memory': ([bytes = '']) => ({
    title: 'Out of memory',
    text: `The program asked for ${bytes} bytes and did not get them; 0 means that the heap itself is wrong.`,
  }),
  'map-corrected': () => ({
    title: 'The SDK corrected the flash map',
    text: 'The map in the header did not fit the partition table of the program.',
  }),
  'map-mismatch': ([found = '', expected = '']) => ({
    title: 'Flash maps do not agree',
    text: `The header says map ${found}, the program was built for map ${expected}. Write the boot loader with the flash size of the program.`,
  }),
  'map-wrong': ([found = '']) => ({
    title: 'The SDK refuses this flash map',
    text: `It is map ${found}. Write the boot loader with the flash size that the program was built for.`,
  }),
  'partition-map': ([what = '']) => ({
    title: 'The partition table does not fit the flash map',
    text: `The SDK says ${what}. Build the program for the flash size of the board.`,
  }),
  'ota-partition': ([slot = '']) => ({
    title: `The partition of user${slot} is wrong`,
    text: 'Place or length in the program’s partition table do not fit the flash map.',
  }),
  'no-flash-code': () => ({
    title: 'The SDK found no flash code',
    text: 'The image may be linked for another address than the one where it lies.',
  }),
  'memory-check': () => ({
    title: 'The SDK’s memory check failed',
    text: 'The program may be linked for another slot or another SDK than the one that runs.',
  }),
};

const FAILURES: Readonly<Record<NonNullable<UpgradeReport['failure']>, string>> = {
  'no-server': 'The program gave its update client no server.',
  'no-memory': 'The device has too little free memory for the update.',
  'length-missing': 'The device did not find the length in the answer of the server.',
  'too-long':
    'The image is longer than the 983,040 bytes that the update client can write; it hangs until its time is over.',
  'not-an-image': 'The device refused what came: it does not begin like an image.',
  'wrong-slot': 'The device refused the image: it is for the slot that is running.',
  'erase-failed': 'The device could not erase its flash.',
  'flash-read-failed': 'The device could not read back its flash.',
  'crc-differs': 'What the device wrote has another CRC than the image; it stays on its slot.',
} satisfies Readonly<Record<UpgradeFailure | 'crc-differs', string>>;

const STAGES: Readonly<Record<Exclude<UpgradeStage, 'failed'>, string>> = {
  asking: 'The device asks the server',
  erasing: 'The device erases the slot',
  downloading: 'The device downloads',
  checking: 'The device checks what it wrote',
  restarting: 'The device restarts',
};

/** How far an update is, by the device's own words: `The device downloads: 8,192 of 185,136 bytes`. */
export function upgradeWords(report: UpgradeReport): string {
  const { stage, failure, received, length, erased, sectors } = report;
  if (stage === 'failed') return failure ? FAILURES[failure] : 'The update failed.';
  if (stage === 'downloading' && length !== undefined) {
    return `${STAGES[stage]}: ${formatCount(received)} of ${formatCount(length)} bytes`;
  }
  if (stage === 'erasing' && sectors !== undefined)
    return `${STAGES[stage]}: ${erased} of ${sectors} sectors`;
  return STAGES[stage];
}
