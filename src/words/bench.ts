/** Words of the bench with the virtual board. */
import type { Slot } from '../core/esp8266/flash-map.ts';
import { formatBytes } from './format.ts';

/** What the board got on its flash. */
export type BoardFlash =
  | { readonly kind: 'dump' | 'own-loader'; readonly name: string }
  | { readonly kind: 'twinslot-loader' | 'no-loader' | 'blank' };

export const BENCH = {
  try: 'Try with a virtual board',
  about:
    'An ESP8266 inside this page runs your images. It has no radio: a program that needs Wi-Fi is started, and a marked placeholder speaks for it.',
  loading: 'One moment…',
  partMissing: 'This part of the page did not load. Look at your network, then reload the page.',
  failed: (reason: string): string => `The virtual board did not start: ${reason}`,
  close: 'Put the board away',
  again: 'New board with these images',
  save: 'Save its flash',
  open: 'Open a saved board',
  kind: 'Kind of the next board',
  fileName: 'virtual-board.bin',
  noFlashFile: (name: string, size: number): string =>
    `${name} has ${formatBytes(size)}; a flash file has exactly 512 KB or 1, 2, 4, 8 or 16 MB.`,
  blank: 'New board with nothing on it',
  taken: (baud: number): string =>
    `\n[bench] Something on this page has opened the serial port at ${baud} baud and hears the board now.\n`,
  released: '\n[bench] The serial port is free again.\n',
  changed: 'Your images have changed since this board got its own.',
  group: 'Virtual board',
  ledIs: (lit: boolean): string => `LED ${lit ? 'on' : 'off'}`,
  reset: 'RESET',
  flash: 'FLASH',
  power: 'Power',
  cable: 'Serial cable',
  hold: 'Press and hold. FLASH held while RESET is let go makes the ROM wait for a flasher.',
  log: 'What it says',
  logAbout: 'At 74880 baud, as the ROM of the chip speaks.',
  logEmpty: 'Nothing yet.',
  dropped: (count: number): string => `${count} older lines are gone.`,
  pause: 'Pause',
  resume: 'Go on',
  clear: 'Clear',
  showFlash: 'Show what is on its flash',
  readAgain: 'Read it again',
  hideFlash: 'Back to the board',
  onFlash: 'What is on the flash of the virtual board',
} as const;

/** Where the boot loader on the board comes from. */
export function loaderWords(about: BoardFlash): string {
  switch (about.kind) {
    case 'twinslot-loader':
      return 'No boot loader is among your files, so this board uses Twinslot’s own in place of the one of the SDK.';
    case 'own-loader':
      return `Uses your boot loader, ${about.name}.`;
    case 'dump':
      return `Has the whole flash of ${about.name}.`;
    case 'blank':
      return 'Came with nothing on its flash: connect to it and write your images, as to a new board.';
    case 'no-loader':
      return 'Needs no boot loader: your program has the whole flash.';
  }
}

/** What the board does, in one line. */
export function conditionWords(kind: 'off' | 'held' | 'running', started: Slot | undefined): string {
  if (kind === 'off') return 'The board is off.';
  if (kind === 'held') return 'The board is held in reset.';
  return started ? `The boot loader has started ${started}.` : 'The board is running.';
}
