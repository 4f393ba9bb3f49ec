/** Words of `twinslot board`. */
import { formatBytes, formatSize, listOf } from './format.ts';

/** How a person and a program reach the board. */
export interface BoardAddress {
  readonly host: string;
  readonly port: number;
}

const at = ({ host, port }: BoardAddress): string =>
  `${host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;

/** Where the board's network is on this computer, and who speaks there. */
export interface WifiFacts {
  readonly host: string;
  readonly page: number;
  readonly trigger: number;
  /** Port that the board fetches its update from. */
  readonly callback: number;
  readonly slot: string;
  readonly build: number;
}

/** What is there, and how to use it. */
export function boardGreeting(
  name: string,
  flashSize: number,
  mac: string,
  address: BoardAddress,
  rawBaud: number,
): string[] {
  return [
    `Virtual ${name}: ${formatSize(flashSize)} of flash, MAC ${mac}.`,
    `Its serial port is TCP port ${address.port} on ${address.host}, for one program at a time:`,
    `  esptool --port rfc2217://${at(address)} flash-id`,
    `  pyserial-miniterm rfc2217://${at(address)} 74880`,
    `  socket://${at(address)} is the same port at ${rawBaud} baud, without DTR and RTS`,
    'Type r and Enter for RESET, f for FLASH held over RESET (a flasher can talk to it then), p for power,',
    'q or Ctrl-C to end.',
  ];
}

export const BOARD_CLI = {
  connected: (client: string): string => `${client} has opened the port.`,
  left: (client: string): string => `${client} has closed the port.`,
  /** To a second client, which is closed then. */
  busy: (holder: string): string =>
    `Twinslot: this virtual board is in use by ${holder}; one program at a time can have its port. Close that one first.`,
  turnedAway: (client: string, holder: string): string =>
    `${client} was turned away: ${holder} has the port, and a port is for one program at a time.`,
  junk: (client: string): string =>
    `${client} sends Telnet or RFC 2217 that no rule allows; what is not understood is left out. Is it a program for serial ports?`,
  unread: (client: string): string =>
    `${client} does not read what the board says; bytes get lost, as on a real port.`,
  portBusy: (port: number, host: string): string =>
    `TCP port ${port} on ${host} is in use by another program, perhaps another virtual board; take a different one: --port ${port + 1}`,
  portForbidden: (port: number): string =>
    `TCP port ${port} needs rights that you do not have; take one above 1023: --port 3333`,
  hostUnknown: (host: string): string =>
    `This computer has no address ${host} to listen on; --host takes one of its own, such as 127.0.0.1 or 0.0.0.0.`,
  listenFailed: (port: number, host: string, reason: string): string =>
    `TCP port ${port} on ${host} cannot be opened: ${reason}.`,
  wifiWaits: (host: string): string =>
    `The board's network will be on ${host} as soon as a program announces itself to the board, as Twinslot's example firmware does.`,
  wifiOpen: ({ host, page, trigger, callback, slot, build }: WifiFacts): string =>
    `${slot} runs, build ${build}. Its page: http://${at({ host, port: page })}. A connection to port ${trigger} starts the update, which the board fetches from port ${callback} of whoever connects.`,
  wifiSilent: "The board's network is silent: the program was reset, crashed or hangs.",
  wifiPort: (port: number, host: string, reason: string, other: string): string =>
    `TCP port ${port} on ${host} cannot be opened for the board's network: ${reason}. Take a different one: ${other}`,
  open: (host: string): string =>
    `Listens on ${host}: everybody who reaches this computer there can use the board.`,
  notAFlash: (file: string, length: number, sizes: readonly string[]): string =>
    `${file} has ${formatBytes(length)}; the file of a whole flash is as long as the chip: ${listOf(sizes, 'or')}. Images of one program are not flash files: start the board without --flash and write them with a flasher.`,
  tooBig: (file: string, length: number, size: string): string =>
    `${file} holds ${formatSize(length)} and does not fit a flash of ${size}; take --size ${formatSize(length).replace(' ', '')} or leave --size out.`,
  saveFolder: (file: string, reason: string): string =>
    `${file} could not be saved at the end: ${reason}. Name a file in a folder that you can write to.`,
  saved: (file: string, size: number): string => `${file}: the flash of the board, ${formatSize(size)}.`,
  power: (on: boolean): string => (on ? 'Power is on.' : 'Power is off; type p and Enter to switch it on.'),
  reset: 'RESET was pressed.',
  flashReset: 'RESET was pressed with FLASH held: the ROM waits for a flasher.',
  unknownKey: (key: string): string =>
    `"${key}" is no key; there are r (RESET), f (FLASH and RESET), p (power) and q (end).`,
} as const;
