/** Words of the step "Board": ways to a board, and what is known of it once it answers. */
import { formatHex } from '../core/bytes/address.ts';
import type { ChipFacts } from '../core/device/chip-facts.ts';
import type { FlashContents, SlotOnFlash } from '../core/device/flash-contents.ts';
import { formatCount, formatSize } from './format.ts';
import { choiceWords } from './plan.ts';
import { mapName, modeName } from './settings.ts';

export const BOARD = {
  connect: 'Connect a board',
  another: 'Connect another board',
  try: 'Try with a virtual board',
  bench: 'Buttons, light and cable of the virtual board',
  connectVirtual: 'Connect to the virtual board',
  before:
    'The browser asks which serial port this page may use. Look for a name like “USB Serial”, “CP2102” or “USB2.0-Serial (CH340)”, click its line, then “Connect”.',
  virtualAbout:
    'A virtual board is an ESP8266 inside this page: it runs real machine code, takes the very same path, and nothing can break.',
  known: 'Ports that you allowed earlier',
  again: (name: string): string => `Connect to ${name}`,
  disconnect: 'Put away',
  forget: 'Forget this port',
  reconnect: 'Connect',
  stop: 'Stop',
  list: 'Boards',
  details: 'All that is known of it',
  assistTitle: 'This board needs your fingers',
  assistHold: 'Hold FLASH (also: BOOT, IO0, or GPIO0 to ground).',
  assistTap: 'Tap RESET (also: RST, EN, or power off and on), then let go of FLASH.',
  assistWait: 'Waiting for the chip to say that it is ready…',
  assistHeard: 'Heard it: the chip is waiting for a flasher. You can let go.',
  retry: 'Tries again',
  rate: 'Speed of the line',
  rateAuto: 'as fast as the board bears',
  rateOf: (baud: number): string => `${formatCount(baud)} baud`,
  stub: 'Use the flasher stub (faster, proves by MD5)',
  nextTime: 'Counts from the next connect.',
  options: 'Connection options',
  readBefore: 'Read when this page was connected to the board; updates over the air change it.',
} as const;

/** Name of a port, for headings and buttons. */
export function portName(port: {
  readonly identity: { readonly virtual?: true };
  readonly bridge?: string;
  readonly number?: number;
}): string {
  if (port.identity.virtual) return 'Virtual board';
  const name = port.bridge ?? 'USB serial port';
  return port.number === undefined ? name : `${name}, no. ${port.number}`;
}

const PHASES = {
  closed: 'not connected',
  connecting: 'connecting',
  connected: 'connected',
  working: 'at work',
  stopping: 'stopping',
  watching: 'its program runs, this page listens',
  unplugged: 'the cable is out',
  taken: 'in use in another tab',
  fault: 'this page made a mistake',
} as const;

/** What a lane does, in two or three words. */
export const phaseWords = (phase: keyof typeof PHASES): string => PHASES[phase];

/** `ESP8266 · 5C:CF:7F:12:34:56 · 4 MB flash` */
export const chipLine = ({ chip, mac, flash }: ChipFacts): string =>
  [
    chip.toUpperCase(),
    ...(mac ? [mac] : []),
    flash.size === undefined ? 'flash of unknown size' : `${formatSize(flash.size)} flash`,
  ].join(' · ');

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** The chip and the line to it, at a glance. */
export function chipFacts(
  chip: ChipFacts,
  link: { readonly baud: number; readonly loader: 'rom' | 'stub' } | undefined,
): readonly Fact[] {
  const { flash } = chip;
  const id = `${flash.maker ? `${flash.maker}, ` : ''}id ${formatHex(flash.jedecId, 6)}`;
  const size = flash.size === undefined ? 'size unknown' : formatSize(flash.size);
  return [
    { name: 'Chip', value: chip.chip.toUpperCase() },
    { name: 'MAC', value: chip.mac ?? 'not known' },
    { name: 'Crystal', value: `${chip.crystal / 1_000_000} MHz` },
    { name: 'Flash', value: `${size} (${id})` },
    ...(link
      ? [
          {
            name: 'Line',
            value: `${formatCount(link.baud)} baud, ${link.loader === 'stub' ? 'flasher stub' : 'loader in the ROM'}`,
          },
        ]
      : []),
  ];
}

/** What is on the flash now. */
export function contentFacts(contents: FlashContents): readonly Fact[] {
  const { blank, loader, settings, slots, boots, initData } = contents;
  if (blank) return [{ name: 'On the flash', value: 'nothing: no program can start' }];
  const { map, mode } = settings;
  const about = [...(map ? [mapName(map)] : []), ...(mode ? [modeName(mode)] : [])].join(', ');
  return [
    {
      name: 'Boot loader',
      value: loader ? `${loader.version}${about ? `, ${about}` : ''}` : 'none that Twinslot knows',
    },
    ...slots.map(slot => ({ name: slot.slot, value: slotWords(slot) })),
    { name: 'Starts', value: boots ? choiceWords(boots) : 'not known' },
    ...(initData ? [{ name: 'Init data', value: initData === 'present' ? 'there' : 'missing' }] : []),
  ];
}

function slotWords({ blank, image, findings }: SlotOnFlash): string {
  if (image) {
    const broken = findings.some(f => f.severity === 'error');
    return `${broken ? 'a damaged program' : 'a program'} of ${formatSize(image.length)}`;
  }
  return blank ? 'empty' : 'no program';
}

/** One line for a board at rest. */
export function contentLine({ blank, boots, loader }: FlashContents): string {
  if (blank) return 'Its flash is empty.';
  if (boots) return choiceWords(boots);
  return loader ? 'Which slot starts is not known.' : 'What is on it is no boot loader with slots.';
}
