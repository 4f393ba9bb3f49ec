/** Words for the page about Twinslot: privacy, what this browser can do, the build, licences. */
import { plural } from './format.ts';

export const ABOUT = {
  title: 'About Twinslot',
  privacyTitle: 'Privacy',
  /** Five sentences, and all of them true: test/page/installed.test.ts watches every request. */
  privacy: [
    'Your files, your boards and what they say stay on this computer: there is no account, and no server that receives them.',
    'This page loads its own files, and lessons that lie beside them, from the address you opened and nothing from anywhere else; after the first visit it needs no network.',
    'It does not count, measure or report what you do, and it sets no cookies.',
    'Builds, settings and what it learned about your boards are kept in this browser alone, until you remove them here or clear the data of this site.',
    'It talks to the board on your cable and, when you ask for it, to the relay on your computer, and to nobody else.',
  ],
  buildTitle: 'This version',
  version: (version: string): string => `Version ${version}`,
  hash: 'Hash of the build',
  hashAbout:
    'The SHA-256 of SHA256SUMS.txt, which lists the SHA-256 of every file of this site. The same sources give the same hash on every computer.',
  hashPending: 'working it out',
  copyHash: 'Copy the hash',
  copied: 'Copied.',
  notCopied: 'The browser does not let this page use the clipboard. Select the hash and copy it yourself.',
  verify: 'To prove it, get the sources of this version and let them build and compare:',
  sums: 'List of all hashes',
  check: 'Check every file now',
  checking: (done: number, of: number): string => `Checked ${done} of ${of} files`,
  checked: (files: number): string => `All ${plural(files, 'file')} that run here are as the list says.`,
  differing: (count: number): string =>
    `${plural(count, 'file is', 'files are')} not as the list says. Reload the page; if it stays so, do not trust this copy:`,
  browserTitle: 'What works in this browser',
  browserAbout:
    'Found by trying, a moment ago. Everything in the first column that is missing has another way.',
  browserColumns: { what: 'What', here: 'Here', without: 'Without it' },
  looking: 'Looking…',
  licencesTitle: 'Licences',
  licencesAbout: 'Twinslot is free software. These are the parts that run in it, each with its licence.',
  failed: 'This part of the page did not load. Look at your network, then reload the page.',
} as const;

/** By the names of src/platform/capabilities.ts. */
export const AVAILABILITY = {
  yes: 'works',
  soon: 'is being set up',
  ask: 'works, the browser asks you first',
  denied: 'switched off for this page',
  insecure: 'needs https or localhost',
  no: 'not in this browser',
} as const;

interface CapabilityWords {
  readonly name: string;
  readonly what: string;
  readonly without: string;
}

export const CAPABILITY_WORDS = {
  serial: {
    name: 'Serial ports',
    what: 'Write boards on the cable, read what they say.',
    without:
      'You can inspect, convert and save images, take the esptool command, use the virtual board, and update over the air.',
  },
  workers: {
    name: 'Workers',
    what: 'Convert, write and simulate beside the page.',
    without: 'Nothing works: take another browser.',
  },
  offline: {
    name: 'Use without a network',
    what: 'A copy of the whole page in the browser.',
    without: 'The page needs the network each time you open it. Private windows often keep no copy.',
  },
  storage: {
    name: 'Storage',
    what: 'Keep builds, settings and what is known about boards.',
    without: 'Everything works until you close the page, and nothing is kept.',
  },
  relay: {
    name: 'The relay on this computer',
    what: 'Updates over the air to real devices.',
    without: 'Open the address that the relay itself prints: the page that it serves may talk to it.',
  },
  folders: {
    name: 'Folders',
    what: 'Save all images into a folder at once.',
    without: 'The images go to your downloads.',
  },
  'wake-lock': {
    name: 'Keep the screen on',
    what: 'While a board is being written.',
    without: 'Keep the computer from going to sleep yourself.',
  },
  locks: {
    name: 'Locks between tabs',
    what: 'One tab for each port, and no new version in the middle of a write.',
    without: 'Use only one tab of Twinslot.',
  },
  clipboard: {
    name: 'Clipboard',
    what: 'Copy hashes and commands.',
    without: 'Select the text and copy it yourself.',
  },
  'opened-files': {
    name: 'Files opened by the system',
    what: 'A double click on an ELF file, once Twinslot is installed.',
    without: 'Drop the files onto the page.',
  },
} as const satisfies Readonly<Record<string, CapabilityWords>>;
