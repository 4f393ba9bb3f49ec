/** Wörter des Schritts „Board“: Wege zu einem Board, und was man von ihm weiß, sobald es antwortet. */
import { formatHex } from '../../core/bytes/address.ts';
import type { ChipFacts } from '../../core/device/chip-facts.ts';
import type { FlashContents, SlotOnFlash } from '../../core/device/flash-contents.ts';
import type { Translation } from '../language.ts';
import type * as english from '../page-board.ts';
import { formatCount, formatSize } from './format.ts';
import { plan } from './plan.ts';
import { mapName, modeName } from './settings.ts';

const PHASES = {
  closed: 'nicht verbunden',
  connecting: 'verbindet',
  connected: 'verbunden',
  working: 'bei der Arbeit',
  stopping: 'hält an',
  watching: 'sein Programm läuft, diese Seite hört zu',
  unplugged: 'das Kabel ist ab',
  taken: 'in einem anderen Tab benutzt',
  fault: 'diese Seite hat einen Fehler gemacht',
} as const;

export const BOARD = {
  connect: 'Ein Board verbinden',
  another: 'Noch ein Board verbinden',
  try: 'Mit einem virtuellen Board ausprobieren',
  bench: 'Taster, Licht und Kabel des virtuellen Boards',
  connectVirtual: 'Mit dem virtuellen Board verbinden',
  before:
    'Der Browser fragt, welchen seriellen Port diese Seite benutzen darf. Such einen Namen wie „USB Serial“, „CP2102“ oder „USB2.0-Serial (CH340)“, klick auf die Zeile, dann auf „Verbinden“.',
  virtualAbout:
    'Ein virtuelles Board ist ein ESP8266 in dieser Seite: Es führt echten Maschinencode aus, geht genau denselben Weg, und nichts kann kaputtgehen.',
  known: 'Ports, die du früher erlaubt hast',
  again: (name: string): string => `Mit ${name} verbinden`,
  disconnect: 'Weglegen',
  forget: 'Diesen Port vergessen',
  reconnect: 'Verbinden',
  stop: 'Anhalten',
  list: 'Die Boards',
  details: 'Alles, was man von ihm weiß',
  assistTitle: 'Dieses Board braucht deine Finger',
  assistHold: 'Halte FLASH (auch: BOOT, IO0, oder GPIO0 an Masse).',
  assistTap: 'Tippe auf RESET (auch: RST, EN, oder Strom aus und ein), dann lass FLASH los.',
  assistWait: 'Wartet, bis der Chip sagt, dass er bereit ist …',
  assistHeard: 'Gehört: Der Chip wartet auf einen Flasher. Du kannst loslassen.',
  retry: 'Versucht es noch einmal',
  rate: 'Baudrate der Leitung',
  rateAuto: 'so schnell, wie das Board es verträgt',
  rateOf: (baud: number): string => `${formatCount(baud)} Baud`,
  stub: 'Den Flasher-Stub benutzen (schneller, beweist mit MD5)',
  nextTime: 'Gilt ab dem nächsten Verbinden.',
  options: 'Optionen der Verbindung',
  readBefore: 'Gelesen, als diese Seite mit dem Board verbunden war; Updates über Funk ändern es.',
};

export const chipLine = ({ chip, mac, flash }: ChipFacts): string =>
  [
    chip.toUpperCase(),
    ...(mac ? [mac] : []),
    flash.size === undefined ? 'Flash unbekannter Größe' : `${formatSize(flash.size)} Flash`,
  ].join(' · ');

function slotWords({ blank, image, findings }: SlotOnFlash): string {
  if (image) {
    const broken = findings.some(f => f.severity === 'error');
    return `${broken ? 'ein beschädigtes Programm' : 'ein Programm'} mit ${formatSize(image.length)}`;
  }
  return blank ? 'leer' : 'kein Programm';
}

export function contentLine({ blank, boots, loader }: FlashContents): string {
  if (blank) return 'Sein Flash ist leer.';
  if (boots) return plan.choiceWords(boots);
  return loader
    ? 'Welcher Slot startet, ist nicht bekannt.'
    : 'Was darauf ist, ist kein Bootloader mit Slots.';
}

export const pageBoard = {
  ...{ BOARD, chipLine, contentLine },
  portName: port => {
    if (port.identity.virtual) return 'Virtuelles Board';
    const name = port.bridge ?? 'Serieller USB-Port';
    return port.number === undefined ? name : `${name}, Nr. ${port.number}`;
  },
  phaseWords: phase => PHASES[phase],
  chipFacts: (chip, link) => {
    const { flash } = chip;
    const id = `${flash.maker ? `${flash.maker}, ` : ''}Kennung ${formatHex(flash.jedecId, 6)}`;
    const size = flash.size === undefined ? 'Größe unbekannt' : formatSize(flash.size);
    const loader = link?.loader === 'stub' ? 'Flasher-Stub' : 'Loader im ROM';
    return [
      { name: 'Chip', value: chip.chip.toUpperCase() },
      { name: 'MAC', value: chip.mac ?? 'nicht bekannt' },
      { name: 'Quarz', value: `${chip.crystal / 1_000_000} MHz` },
      { name: 'Flash', value: `${size} (${id})` },
      ...(link ? [{ name: 'Leitung', value: `${formatCount(link.baud)} Baud, ${loader}` }] : []),
    ];
  },
  contentFacts: contents => {
    const { blank, loader, settings, slots, boots, initData } = contents;
    if (blank) return [{ name: 'Im Flash', value: 'nichts: Kein Programm kann starten' }];
    const { map, mode } = settings;
    const about = [...(map ? [mapName(map)] : []), ...(mode ? [modeName(mode)] : [])].join(', ');
    return [
      {
        name: 'Bootloader',
        value: loader ? `${loader.version}${about ? `, ${about}` : ''}` : 'keiner, den Twinslot kennt',
      },
      ...slots.map(slot => ({ name: slot.slot, value: slotWords(slot) })),
      { name: 'Startet', value: boots ? plan.choiceWords(boots) : 'nicht bekannt' },
      ...(initData ? [{ name: 'Init-Daten', value: initData === 'present' ? 'da' : 'fehlen' }] : []),
    ];
  },
} satisfies Translation<typeof english>;
