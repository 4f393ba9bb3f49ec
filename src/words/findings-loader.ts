/** Words about the cable, and about talking to the loader in a chip. */
import { formatHex } from '../core/bytes/address.ts';
import type { FindingFacts } from '../core/findings.ts';
import { REFUSALS } from '../core/loader/refusals.ts';
import type { WordsTable } from './findings-table.ts';
import { formatAddress, formatByte, formatBytes, formatCount, plural } from './format.ts';

const BY_HAND = 'Hold the FLASH button (GPIO0 to ground), tap RESET, let go of FLASH, and connect again.';
const LOADERS = { rom: 'the loader in the ROM', stub: 'the flasher stub' } as const;
const AGAIN = 'Connect again: what is on the flash already is found and not sent twice.';

const PINS: Readonly<
  Record<FindingFacts['connect-boot-mode']['pin'], { readonly text: string; readonly advice: string }>
> = {
  'gpio0-high': {
    text: 'GPIO0 was high when the chip came out of reset, so it started its program',
    advice: BY_HAND,
  },
  'gpio2-low': {
    text: 'GPIO2 was low when the chip came out of reset; for writing and for running it has to be high',
    advice: 'Take off what is connected to GPIO2, an LED or a sensor for instance, and connect again.',
  },
  'gpio15-high': {
    text: 'GPIO15 was high when the chip came out of reset, so it waits for a memory card',
    advice: 'Connect GPIO15 to ground through a resistor of 10 kΩ or less, and connect again.',
  },
};

export const PORT_WORDS = {
  'port-lost': () => ({
    title: 'The cable came out',
    text: 'The serial port went away while it was in use.',
    advice: `Check the cable and plug it in. ${AGAIN}`,
  }),
  'port-busy': () => ({
    title: 'The port is in use elsewhere',
    text: 'The serial port cannot be opened; usually another tab or program holds it, such as the monitor of an IDE.',
    advice: 'Close the other program, or pull the cable out and plug it in again; then connect again.',
  }),
  'port-other-tab': () => ({
    title: 'Another tab has this port',
    text: 'This page is open in another tab as well, and the serial port belongs to that tab.',
    advice: 'Go on in the other tab, or put the board away or close the tab there; then connect here.',
  }),
  'resume-other-board': ({ expected, found }) => ({
    title: 'This is another board',
    text: `The write broke off on the board ${expected}; the one that is plugged in now is ${found}.`,
    advice: 'Plug in the first board to go on with it, or begin a new write on this one.',
  }),
} satisfies Partial<WordsTable>;

export const LOADER_WORDS = {
  'loader-silent': ({ command, loader }) => ({
    title: 'The board stopped answering',
    text: `No answer came to ${command} from ${LOADERS[loader]}.`,
    advice: `Check cable and supply, choose a lower rate if it happens again. ${AGAIN}`,
  }),
  'loader-garbled': ({ command, loader }) => ({
    title: 'Answers arrive damaged',
    text: `The answer to ${command} from ${LOADERS[loader]} was damaged on the way, several times in a row.`,
    advice: `Choose a lower rate, or take a shorter cable. ${AGAIN}`,
  }),
  'loader-refused': ({ command, loader, code }) => ({
    title: 'The board refused a command',
    text: `${upper(LOADERS[loader])} answered ${command} with error ${formatByte(code)}${meaning(loader, code)}.`,
    advice: `${AGAIN} If it is refused again, the flash may be worn or protected.`,
  }),
  'loader-unsupported': ({ command, loader }) => ({
    title: 'This loader cannot do that',
    text: `${upper(LOADERS[loader])} has no command ${command}.`,
    advice: 'Connect again and let the flasher stub be loaded; it can.',
  }),
  'stub-failed': ({ command }) => ({
    title: 'Works without the flasher stub',
    text: `The flasher stub did not start (${command}), so the loader in the ROM does the work: slower, and without MD5.`,
    advice: 'You can go on; connect again at a lower rate to try the stub once more.',
  }),
  'stub-damaged': ({ expected, found }) => ({
    title: 'The flasher stub is not the one that was checked',
    text: `The file of the flasher stub has the MD5 ${found}; expected ${expected}.`,
    advice: 'Load the page again without its cache, or connect without the stub.',
  }),
  'baud-fallback': ({ tried, used }) => ({
    title: `Goes on at ${formatCount(used)} baud`,
    text: `At ${formatCount(tried)} baud bytes got lost or changed between the board and this computer.`,
    advice: 'You need to do nothing: the rate that works is remembered for this adapter.',
  }),
} satisfies Partial<WordsTable>;

export const CONNECT_WORDS = {
  'connect-boot-mode': ({ mode, pin }) => ({
    title: 'The chip did not go into its loader',
    text: `The chip says boot mode ${mode}: ${PINS[pin].text}.`,
    advice: PINS[pin].advice,
  }),
  'connect-program': ({ sample }) => ({
    title: 'The program of the board is running',
    text: `Instead of the loader the program on the board answered: “${sample}”. The board was not reset into its loader.`,
    advice: BY_HAND,
  }),
  'connect-deaf': () => ({
    title: 'The loader waits but hears nothing',
    text: 'The chip says boot mode 1, so its loader waits, but it answered none of our calls.',
    advice:
      'Check the wire from TX of the adapter to RX (GPIO3) of the chip, and what else is connected to RX.',
  }),
  'connect-echo': () => ({
    title: 'Our own bytes come back',
    text: 'All that arrived is what was sent: TX and RX of the adapter are connected to each other.',
    advice: 'Connect TX of the adapter to RX of the chip, RX to TX, and ground to ground.',
  }),
  'connect-noise': ({ bytes }) => ({
    title: 'Nothing readable from the board',
    text: `${formatBytes(bytes)} came that are neither the loader's answer nor text at a known rate.`,
    advice: `Check ground and supply (3.3 V, 300 mA), and that the chip is an ESP8266. ${BY_HAND}`,
  }),
  'connect-silence': ({ attempts }) => ({
    title: 'The board says nothing',
    text: `Not one byte came, in ${plural(attempts, 'attempt')} to reset the board and to call its loader.`,
    advice: `Check that this is the right port, the cable carries data, and TX and RX are not swapped. ${BY_HAND}`,
  }),
  'connect-other-chip': ({ magic, chip }) => ({
    title: chip ? `This is an ${chip}` : 'This is not an ESP8266',
    text: `The chip answers like a loader of Espressif, but its identity word is ${formatAddress(magic)}${chip ? `, an ${chip}` : ''}; an ESP8266 has 0xFFF0C101.`,
    advice: 'Connect a board with an ESP8266 or ESP8285, or use the flasher that belongs to this chip.',
  }),
  'flash-id-strange': ({ jedecId }) => ({
    title: 'The flash does not answer as flash does',
    text: `Asked for its id, the flash answered ${formatHex(jedecId)}; that is what a missing or unconnected chip gives.`,
    advice: 'Check the supply of the board (3.3 V, 300 mA) and what is connected to GPIO6 to GPIO11.',
  }),
} satisfies Partial<WordsTable>;

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const meaning = (loader: keyof typeof LOADERS, code: number): string => {
  const known = REFUSALS[loader][code];
  return known === undefined ? '' : `: ${known}`;
};
