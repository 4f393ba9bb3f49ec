/**
 * What ROM and stub bear, in one table; every difference between the two that a writer has to know is a value here.
 * Sources: the ROM's command table disassembled; espressif/esp-flasher-stub `src/commands.h`; esptool `loader.py`.
 */
export type LoaderKind = 'rom' | 'stub';

export interface LoaderLimits {
  /** Bytes of payload in one FLASH_DATA; the last block may be shorter. */
  readonly flashBlock: number;
  /** Bytes of payload in one MEM_DATA. */
  readonly memBlock: number;
  /** Compressed writes, MD5, flash read, erase of a region, another rate: all or none. */
  readonly stubCommands: boolean;
  /** DATA is answered before it is executed: an error comes with the answer of the next command. */
  readonly answersEarly: boolean;
  /** Bytes of one packet of READ_FLASH. */
  readonly readPacket: number;
}

export const LOADER_LIMITS: Readonly<Record<LoaderKind, LoaderLimits>> = {
  rom: {
    // One sector: the ROM bears 0x1800, and a write that broke off goes on at a sector's start.
    flashBlock: 0x1000,
    memBlock: 0x1800,
    stubCommands: false,
    answersEarly: false,
    readPacket: 0,
  },
  stub: {
    flashBlock: 0x4000,
    memBlock: 0x1800,
    stubCommands: true,
    answersEarly: true,
    readPacket: 0x1000,
  },
};
