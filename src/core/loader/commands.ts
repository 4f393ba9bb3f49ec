import { LOADER_LIMITS, type LoaderKind } from './limits.ts';

/**
 * The commands of the loader, one row each: op, who knows it, and how long it may take. Source: espressif/esptool,
 * serial-protocol.rst and loader.py; the ROM's column by its command table, disassembled.
 */
export interface CommandRow {
  readonly op: number;
  readonly rom: boolean;
  /** Bytes that come with the answer, in front of the status. */
  readonly answer?: number;
  /** ms; the whole time from sending to the answer, besides the time on the wire. */
  readonly limit: number;
  /** A stub answers before it has done it, and tells of a failure with the next answer. */
  readonly late?: boolean;
  /** ms more for every megabyte of flash that it works on. */
  readonly perMegabyte?: number;
}

const DEFAULT = 3_000;
/** A worn chip takes 0.4 s for a sector; esptool allows 40 s for a megabyte. */
const ERASE = 40_000;

export const COMMANDS = {
  FLASH_BEGIN: { op: 0x02, rom: true, limit: DEFAULT, perMegabyte: ERASE },
  FLASH_DATA: { op: 0x03, rom: true, limit: DEFAULT, perMegabyte: ERASE, late: true },
  FLASH_END: { op: 0x04, rom: true, limit: DEFAULT },
  MEM_BEGIN: { op: 0x05, rom: true, limit: DEFAULT },
  // The answer may get lost while the code that it starts sets up the line anew.
  MEM_END: { op: 0x06, rom: true, limit: 200 },
  MEM_DATA: { op: 0x07, rom: true, limit: DEFAULT },
  SYNC: { op: 0x08, rom: true, limit: 100 },
  WRITE_REG: { op: 0x09, rom: true, limit: DEFAULT },
  READ_REG: { op: 0x0a, rom: true, limit: DEFAULT },
  SPI_SET_PARAMS: { op: 0x0b, rom: true, limit: DEFAULT },
  CHANGE_BAUDRATE: { op: 0x0f, rom: false, limit: DEFAULT },
  FLASH_DEFL_BEGIN: { op: 0x10, rom: false, limit: DEFAULT, perMegabyte: ERASE },
  FLASH_DEFL_DATA: { op: 0x11, rom: false, limit: DEFAULT, perMegabyte: ERASE, late: true },
  SPI_FLASH_MD5: { op: 0x13, rom: false, answer: 16, limit: DEFAULT, perMegabyte: 8_000 },
  ERASE_FLASH: { op: 0xd0, rom: false, limit: 120_000 },
  ERASE_REGION: { op: 0xd1, rom: false, limit: DEFAULT, perMegabyte: ERASE },
  READ_FLASH: { op: 0xd2, rom: false, limit: DEFAULT },
} as const satisfies Record<string, CommandRow>;

export type CommandName = keyof typeof COMMANDS;

export const commandRow = (name: CommandName): CommandRow => COMMANDS[name];

/** Whether this loader has the command. */
export const knows = (loader: LoaderKind, name: CommandName): boolean =>
  LOADER_LIMITS[loader].stubCommands || COMMANDS[name].rom;

/** ms that a command may take at the far end when it works on so many bytes of flash. */
export function timeLimit(name: CommandName, flashBytes = 0): number {
  const { limit, perMegabyte = 0 } = commandRow(name);
  return limit + Math.ceil((flashBytes / 0x100000) * perMegabyte);
}

/** ms that so many bytes take on the wire: ten bits each. */
export const wireTime = (bytes: number, baud: number): number => (bytes * 10_000) / baud;
