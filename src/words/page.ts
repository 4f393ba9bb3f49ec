import type { Severity } from '../core/findings.ts';
import { listOf } from './format.ts';

/** The words of the page's frame and its steps; what files and images say is in the other files of the catalogue. */
export const PAGE = {
  name: 'Twinslot',
  skip: 'Skip to the firmware',
  skipToPlace: 'Skip to the contents',
  promise: 'Drop the ELF files of your ESP8266 build, get the right image for each flash slot.',
  privacy: 'Your files stay on this computer. After the first visit this page works without a network.',
  steps: 'Steps',
  firmware: 'Firmware',
  memoryMap: 'Memory map',
  board: 'Board',
  flash: 'Flash',
  running: 'Running',
} as const;

export const DROP = {
  open: 'Open ELF files',
  add: 'Add files',
  orDrop: 'or drop or paste them anywhere on this page',
  /** As it stands on the keyboards of the country. */
  controlKey: 'Ctrl',
  chooser: 'ELF files, flash images, boot loaders',
  example: 'Try with an example',
  overlay: 'Drop the files to look at them',
  overlayMore: 'ELF files, ready images, a boot loader or a whole flash',
} as const;

export const FILES = {
  list: 'Files',
  remove: 'Remove',
  roleLabel: 'Use it as',
  roleAuto: 'as its evidence says',
  why: (badge: string): string => `Why ${badge}?`,
} as const;

export const INSPECT = {
  title: 'Headers, sizes and bytes',
  loading: 'One moment…',
  failed: 'This part of the page did not load. Look at your network, then reload the page.',
} as const;

export const SETTINGS = {
  title: 'Flash settings',
  automatic: 'Auto',
  /** The automatic choice with what it comes to. */
  automaticIs: (value: string): string => `Auto: ${value}`,
  assumed: 'Assumed, because no file says it.',
  stated: 'As the files say.',
  chosen: 'Chosen by you.',
  layout: (layout: string): string => `Slots of ${layout}.`,
  wish: 'Slot that starts',
  wishAbout: 'Writing a slot does not select it: the board follows its stored choice.',
  wishes: { user1: 'user1', user2: 'user2', keep: 'as stored on the board' },
} as const;

export const MAP = {
  onBoard: (name: string): string => `What is on the board, by ${name}`,
} as const;

export const SAVE = {
  title: 'Images to save',
  /** The primary button names what it saves; more than three files are counted. */
  all: (names: readonly string[]): string =>
    names.length > 3 ? `Save all ${names.length} files` : `Save ${listOf(names)}`,
  toFolder: 'Save to a folder…',
  ownLoader: 'Add Twinslot’s boot loader',
  one: 'Save',
  oneNamed: (name: string): string => `Save ${name}`,
  merged: 'Whole flash as one file',
  copy: 'Copy',
  copyHash: (name: string): string => `Copy the SHA-256 of ${name}`,
  hash: (name: string): string => `the SHA-256 of ${name}`,
  hashPending: 'working it out',
  esptool: 'The same with esptool',
  esptoolAbout: 'In the folder with the saved files; put the serial port of your board in place of PORT.',
  copyEsptool: 'Copy the esptool command',
  esptoolCommand: 'the esptool command',
  sha256: 'SHA-256',
  others: 'For other tools',
  othersAbout:
    'They say which of the saved files goes where: flash_args for esptool write-flash @flash_args, manifest.json for a page with ESP Web Tools. They write files and erase nothing, so a stored choice of slot stays.',
} as const;

/** Said in front of a finding, for those who do not see its colour and sign. */
export const SEVERITIES: Readonly<Record<Severity, string>> = {
  ok: 'Fine',
  note: 'Note',
  warning: 'Warning',
  error: 'Error',
};

export const STATUS = {
  working: 'Reading the files',
  cancel: 'Cancel',
  dismiss: 'Close',
  language: 'Language',
  theme: 'Theme',
  themes: { auto: 'Auto', light: 'Light', dark: 'Dark' },
  updateReady: 'A new version is ready.',
  updateAbout: 'Your files stay under recent builds.',
  updateWaits: 'It starts as soon as no board is being written, here or in another tab.',
  updateWithout: 'Not now',
  reload: 'Reload',
  later: 'Later',
} as const;

export const BUILDS = {
  title: 'Recent builds',
  open: (names: readonly string[]): string => `Open ${listOf(names)}`,
  remove: (names: readonly string[]): string => `Remove ${listOf(names)} from the locker`,
  denied:
    'This browser does not let the page keep anything, as in private windows: settings and recent builds are gone when you close it.',
} as const;

/** When a build was dropped: `today 14:05`, `yesterday 9:30`, `12 Mar 2026`. */
export function formatMoment(time: number, now: number): string {
  const [then, today] = [new Date(time), new Date(now)];
  const clock = `${then.getHours()}:${String(then.getMinutes()).padStart(2, '0')}`;
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  if (time >= midnight) return `today ${clock}`;
  if (time >= midnight - 24 * 60 * 60 * 1000) return `yesterday ${clock}`;
  const month = MONTHS[then.getMonth()] ?? '';
  return `${then.getDate()} ${month} ${then.getFullYear()}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
