/** Wörter darüber, was die Abschnitte eines Programms vom Chip verlangen. */
import type { FindingFacts } from '../../core/findings.ts';
import type * as english from '../findings-memory.ts';
import type { Translation } from '../language.ts';
import { DRAM_RANGE, FLASH_WINDOW, IRAM_RANGE, theSection, tooMany } from './findings-table.ts';
import { exactSize, formatAddress, formatBytes } from './format.ts';

const NOT_FOR_PROGRAMS: Readonly<Record<FindingFacts['section-outside-memory']['region'], string>> = {
  rom: 'wo das Boot-ROM liegt, das sich nicht beschreiben lässt',
  'rom-data': 'was Boot-ROM und Stack für sich selbst brauchen',
  cache: 'womit der Chip den Flash puffert',
  none: 'wo der ESP8266 dafür kein RAM hat',
};

const SCRIPTS = 'den Linkerskripten des SDK (eagle.app.v6.*.ld)';

export const findingsMemory = {
  MEMORY_WORDS: {
    'section-not-alloc': ({ address }, where) => ({
      title: 'Ein Abschnitt ist nicht zum Laden markiert',
      text: `${theSection(where)} liegt bei ${formatAddress(address)}, aber in seinen sh_flags fehlt ALLOC (2), also käme er nicht ins Image.`,
      advice: `Gib ihm dort, wo er entsteht, die Flags von Code; in Assembler: .section ${where.section ?? '.irom0.text'},"ax".`,
    }),
    'section-outside-memory': ({ address, length, region }, where) => ({
      title: 'Kein Speicher an dieser Adresse',
      text:
        `${theSection(where)} will ${formatBytes(length)} bei ${formatAddress(address)} (sh_addr), ${NOT_FOR_PROGRAMS[region]}; ` +
        `erwartet: IRAM (${IRAM_RANGE}), DRAM (${DRAM_RANGE}) oder Flash (${FLASH_WINDOW}).`,
      advice: `Linke mit ${SCRIPTS}, und prüfe, ob das Programm für den ESP8266 gebaut wurde.`,
    }),
    'section-empty': ({ address }, where) => ({
      title: 'Leerer Abschnitt weggelassen',
      text: `${theSection(where)} hat die Adresse ${formatAddress(address)}, aber 0 Bytes (sh_size), also enthält ihn das Image nicht.`,
      advice: 'Nichts zu tun: Ein leerer Abschnitt braucht keinen Platz auf dem Board.',
    }),
    'section-unaligned': ({ address }, where) => ({
      title: 'Adresse ist kein Vielfaches von 4',
      text: `${theSection(where)} beginnt bei ${formatAddress(address)} (sh_addr); Bootloader kopieren ins RAM in Schritten von 4 Bytes, darum war ein Vielfaches von 4 erwartet.`,
      advice:
        'Das Image behält die Adresse; sicher gehst du mit ". = ALIGN(4);" vor dem Abschnitt im Linkerskript.',
    }),
    'sections-overlap': ({ first, second, address }) => ({
      title: 'Zwei Abschnitte wollen dasselbe RAM',
      text: `${second} beginnt bei ${formatAddress(address)} (sh_addr), aber ${first} endet erst hinter dieser Adresse.`,
      advice: `Vergleiche die Adressen in deinem Linkerskript mit ${SCRIPTS}.`,
    }),
    'esp32-program': ({ address }, where) => ({
      title: 'Ein Programm für den ESP32',
      text:
        `${where.field === 'e_entry' ? 'Die Startadresse (e_entry)' : theSection(where)} liegt bei ${formatAddress(address)}, ` +
        'im Code-Speicher des ESP32; auf dem ESP8266 beginnt Code bei 0x40100000 (IRAM) und 0x40200000 (Flash).',
      advice:
        'Baue das Programm für den ESP8266. Beide Chips haben dieselbe e_machine (94), nur die Adressen unterscheiden sie.',
    }),
    'iram-overflow': ({ used, limit }, where) => ({
      title: 'Zu viel Code im IRAM',
      text: `${theSection(where)} endet ${formatBytes(used)} nach dem Anfang des IRAM (RAM für Code), das ${exactSize(limit)} hat: ${tooMany(used, limit)}.`,
      advice:
        'Markiere Funktionen mit ICACHE_FLASH_ATTR: Dann laufen sie aus dem Flash. Nur Interrupt-Handler müssen ins IRAM.',
    }),
    'dram-overflow': ({ used, limit }, where) => ({
      title: 'Zu viele Variablen für das DRAM',
      text: `${theSection(where)} endet ${formatBytes(used)} nach dem Anfang des DRAM (RAM für Daten), das für Programme ${exactSize(limit)} hat: ${tooMany(used, limit)}.`,
      advice: 'Mach große Felder kleiner, oder leg feste Tabellen mit ICACHE_RODATA_ATTR in den Flash.',
    }),
    'entry-outside-iram': ({ entry }, { field }) => ({
      title: 'Das Programm startet nicht im IRAM',
      text: `${field ?? 'e_entry'} ist ${formatAddress(entry)}; erwartet war eine Adresse im IRAM (${IRAM_RANGE}), weil der Flash noch nicht lesbar ist, wenn der Bootloader dorthin springt.`,
      advice: `Linke mit ${SCRIPTS}, die nach ENTRY die richtige Funktion nennen, und lass diese Funktion in .text.`,
    }),
    'entry-in-no-section': ({ entry }) => ({
      title: 'Nichts zum Starten',
      text: `e_entry ist ${formatAddress(entry)}, im IRAM, aber in keinem der Abschnitte, die dorthin kopiert werden; erwartet war eine Adresse in .text.`,
      advice: 'Prüfe, ob .text nicht leer ist und ob die Funktion nach ENTRY im Linkerskript darin liegt.',
    }),
    'irom-missing': () => ({
      title: 'Kein Code für den Flash',
      text: `Kein Abschnitt liegt im Flash-Fenster (${FLASH_WINDOW}); erwartet war einer, .irom0.text, denn seine Adresse verrät den Slot.`,
      advice: `Linke mit ${SCRIPTS}: Sie sammeln den Flash-Code in .irom0.text.`,
    }),
    'irom-nobits': ({ address, length }, where) => ({
      title: 'Flash-Code ohne Inhalt',
      text: `${theSection(where)} bei ${formatAddress(address)} verlangt ${formatBytes(length)}, bringt aber keine mit: sh_type ist 8 (NOBITS); erwartet war 1 (PROGBITS).`,
      advice:
        'Prüfe das Linkerskript auf (NOLOAD), und die Optionen von objcopy, falls du es auf die ELF-Datei anwendest.',
    }),
    'irom-twice': ({ first, second, gap }) => ({
      title: 'Zwei Abschnitte mit Flash-Code',
      text: `${first} und ${second} liegen beide im Flash-Fenster${gap > 0 ? `, mit ${formatBytes(gap)} dazwischen` : ''}; ein Image hat Platz für genau einen.`,
      advice:
        'Lass das Linkerskript beide in einen Abschnitt legen, wie es die des SDK (eagle.app.v6.*.ld) mit .irom0.text tun.',
    }),
    'irom-outside-window': ({ address, length }, where) => ({
      title: 'Flash-Code hinter dem Fenster',
      text: `${theSection(where)} beginnt bei ${formatAddress(address)} und ist ${formatBytes(length)} lang; die CPU sieht ein Megabyte des Flash, ${FLASH_WINDOW}.`,
      advice: 'Mach den Flash-Code kürzer, oder linke ihn an den Anfang eines Slots.',
    }),
    'orphan-section': ({ address, length }, where) => ({
      title: 'Ein Abschnitt, den das Linkerskript nicht nennt',
      text: `Der Linker hat ${where.section ?? 'einen Abschnitt'} (${formatBytes(length)}) von sich aus nach ${formatAddress(address)} gelegt; das Image enthält ihn als eigenes Segment.`,
      advice:
        'Nenne ihn in deinem Linkerskript, falls andere Konverter ihn verlieren: Manche packen nur .text, .data und .rodata.',
    }),
  },
} satisfies Translation<typeof english>;
