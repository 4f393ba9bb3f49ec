/** Namen und Bedeutungen aller Header-Felder. */
import { formatHex } from '../../core/bytes/address.ts';
import type * as english from '../headers.ts';
import type { FieldWords } from '../headers.ts';
import type { Translation } from '../language.ts';
import { formatCount } from './format.ts';

const field = (name: string, about: string, standard?: string): FieldWords =>
  standard ? { name, about, standard } : { name, about };

const HEADERS: Translation<typeof english.HEADERS> = {
  'elf-header': {
    title: 'ELF-Header',
    about: 'Die ersten 52 Bytes eines Programms, wie der Linker es macht.',
    fields: {
      magic: field('Magische Zahl', 'Kennzeichnet eine ELF-Datei: 7F 45 4C 46.', 'EI_MAG'),
      class: field('Klasse', '1: Adressen haben 32 Bit.', 'EI_CLASS'),
      byteOrder: field('Byte-Reihenfolge', '1: Das niedrige Byte einer Zahl kommt zuerst.', 'EI_DATA'),
      identVersion: field('Formatversion', 'Immer 1.', 'EI_VERSION'),
      type: field('Typ', '2: ein gelinktes Programm; 1: eine Objektdatei, noch nicht gelinkt.', 'e_type'),
      machine: field('Maschine', 'Der Prozessor; 94 ist Xtensa, in ESP8266 und ESP32.', 'e_machine'),
      version: field('Version', 'Immer die 1.', 'e_version'),
      entry: field('Startadresse', 'Adresse des ersten Befehls; sie muss im IRAM liegen.', 'e_entry'),
      programTableOffset: field(
        'Programmtabelle',
        'Wo in der Datei die Programm-Header beginnen.',
        'e_phoff',
      ),
      sectionTableOffset: field(
        'Abschnittstabelle',
        'Wo in der Datei die Abschnitts-Header beginnen.',
        'e_shoff',
      ),
      flags: field('Flags', 'Optionen des Prozessors, die der Compiler benutzt hat.', 'e_flags'),
      headerSize: field('Header-Größe', 'Bytes dieses Headers: 52.', 'e_ehsize'),
      programHeaderSize: field('Größe Programm-Header', 'Bytes je Programm-Header: 32.', 'e_phentsize'),
      programHeaderCount: field(
        'Programm-Header',
        'Wie viele es sind; Twinslot geht nach Abschnitten.',
        'e_phnum',
      ),
      sectionHeaderSize: field('Größe Abschnitts-Header', 'Bytes je Abschnitts-Header: 40.', 'e_shentsize'),
      sectionHeaderCount: field('Abschnitte', 'Wie viele Abschnitts-Header es sind.', 'e_shnum'),
      sectionNamesIndex: field('Namensabschnitt', 'Nummer des Abschnitts mit den Namen.', 'e_shstrndx'),
    },
  },
  'section-header': {
    title: 'Abschnitts-Header',
    about: 'Sagt, wo ein Abschnitt in der Datei und im Speicher liegt.',
    fields: {
      nameOffset: field('Name', 'Wo sein Name in der Namenstabelle beginnt.', 'sh_name'),
      type: field('Typ', '1: Inhalt in der Datei; 8: nur Platz im Speicher (NOBITS).', 'sh_type'),
      flags: field(
        'Flags',
        'Bit 1 (ALLOC): Der Abschnitt ist im Speicher, wenn das Programm läuft.',
        'sh_flags',
      ),
      address: field('Adresse', 'Wo das Programm ihn im Speicher erwartet.', 'sh_addr'),
      offset: field('Offset', 'Wo sein Inhalt in der Datei beginnt.', 'sh_offset'),
      size: field('Größe', 'Bytes im Speicher.', 'sh_size'),
      link: field('Verweis', 'Nummer eines Abschnitts, der dazugehört, etwa mit seinen Namen.', 'sh_link'),
      info: field('Zusatz', 'Mehr über besondere Abschnitte.', 'sh_info'),
      alignment: field('Ausrichtung', 'Die Adresse ist ein Vielfaches davon.', 'sh_addralign'),
      entrySize: field(
        'Eintragsgröße',
        'Bytes je Eintrag, bei Abschnitten, die Tabellen sind.',
        'sh_entsize',
      ),
    },
  },
  'v2-header': {
    title: 'Header des Update-Images',
    about: 'Die ersten 16 Bytes eines Images für einen Slot; der Flash-Code folgt.',
    fields: {
      magic: field('Magische Zahl', 'EA: ein Image für einen Slot.'),
      marker: field('Marke', 'Immer 4; alles andere weisen Bootloader ab.'),
      reserved: field('Reserviert', 'Immer eine 0.'),
      slot: field('Slot', '1 oder 2; ein Gerät weist ein Update mit dem falschen ab.'),
      entry: field('Startadresse', 'Adresse des ersten Befehls, wie im zweiten Header.'),
      iromAddress: field('Adresse Flash-Code', 'Immer 0; der Flash-Code bleibt, wo er ist.'),
      iromLength: field('Länge Flash-Code', 'Bytes des Flash-Codes, der folgt, ein Vielfaches von 16.'),
    },
  },
  'v1-header': {
    title: 'Image-Header',
    about: 'Steht vor den RAM-Segmenten; der bei Flash-Offset 0 stellt den Flash ein.',
    fields: {
      magic: field('Magische Zahl', 'E9: RAM-Segmente folgen.'),
      segmentCount: field('Segmente', 'Wie viele Segmente ins RAM kopiert werden.'),
      mode: field('Flash-Modus', 'Über wie viele Leitungen Daten zum Flash und zurück gehen.'),
      map: field(
        'Flash-Aufteilung',
        'Größe des Flash und wie die Slots ihn teilen; obere Hälfte von Byte 3.',
      ),
      frequency: field('Flash-Takt', 'Takt des Flash; untere Hälfte von Byte 3.'),
      entry: field('Startadresse', 'Adresse des ersten Befehls, wohin der Loader am Ende springt.'),
    },
  },
  'segment-header': {
    title: 'Segment-Header',
    about: 'Steht vor den Bytes jedes RAM-Segments.',
    fields: {
      address: field('Ladeadresse', 'Wohin der Loader das Segment kopiert.'),
      length: field('Länge', 'Bytes, die folgen, Nullen zum Auffüllen eingeschlossen.'),
    },
  },
  'boot-bytes': {
    title: 'Boot-Bytes',
    about: 'Die ersten 8 Bytes einer Parameterkopie: Sie wählen den Slot.',
    fields: {
      useBin: field('Gewählter Slot', '0: user1, 1: user2, 2: Fehler, 3: nicht gesetzt.', 'use_bin'),
      firstTry: field(
        'Erster Versuch',
        '1: den gewählten Slot starten; 0: er ging nicht, den anderen starten.',
      ),
      loaderVersion: field(
        'Loader-Version',
        'Version des Bootloaders, der sie schrieb; ein anderer startet user1.',
      ),
      testState: field('Testzustand', '1: stattdessen ein Testprogramm starten.'),
      normalMode: field(
        'Normalbetrieb',
        '1: normal; 0: das Programm an einer gespeicherten Adresse starten.',
      ),
    },
  },
};

const isKnown = (layout: string): layout is keyof typeof HEADERS => Object.hasOwn(HEADERS, layout);

/** What the core calls some values; the others are names that stay as they are. */
const MEANINGS: Readonly<Record<string, string>> = {
  'OTA image': 'Image für einen Slot',
  'plain image': 'einfaches Image',
  constant: 'unveränderlich',
  'always 0': 'immer 0',
  program: 'Programm',
  '32 bit': '32 Bit',
};

export const headers = {
  HEADERS,
  headerTitle: ({ layout, index }) => {
    const title = isKnown(layout) ? HEADERS[layout].title : layout;
    return index === undefined ? title : `${title} ${index + 1}`;
  },
  fieldWords: ({ layout, name }) => {
    const fields: Readonly<Record<string, FieldWords>> = isKnown(layout) ? HEADERS[layout].fields : {};
    return fields[name] ?? { name, about: '' };
  },
  fieldValue: ({ show, value, bytes, meaning, valid }) => {
    const digits = show === 'address' ? 8 : 2 * bytes.length;
    const plain = show === 'count' ? formatCount(value) : formatHex(value, digits);
    if (!valid) return `${plain}: kein bekannter Wert`;
    return meaning ? `${plain}: ${MEANINGS[meaning] ?? meaning.replace('26.7', '26,7')}` : plain;
  },
} satisfies Translation<typeof english>;
