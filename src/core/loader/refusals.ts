import type { LoaderKind } from './limits.ts';

/**
 * What the error codes of ROM and stub mean. Sources: espressif/esptool, serial-protocol.rst;
 * espressif/esp-flasher-stub `src/commands.h`.
 */
export const REFUSALS: Readonly<Record<LoaderKind, Readonly<Record<number, string>>>> = {
  rom: {
    0: 'no reason given',
    1: 'a parameter is wrong',
    2: 'no memory for it',
    3: 'sending failed',
    4: 'receiving failed',
    5: 'the message has the wrong form',
    6: 'understood, but doing it failed',
    7: 'the checksum is wrong',
    8: 'the flash reads back something else than was written',
    9: 'reading the flash failed',
    10: 'the length of a flash read is wrong',
    14: 'the size of the RAM block is wrong',
    15: 'the RAM address is wrong',
  },
  stub: {
    192: 'the length of the data is wrong',
    193: 'the checksum is wrong',
    194: 'the block size is wrong',
    195: 'no such command',
    196: 'the flash did not do it',
    197: 'the flash stays protected',
    198: 'no write was begun',
    199: 'unpacking failed',
    200: 'not enough data',
    201: 'too much data',
    255: 'this stub cannot do it',
  },
};
