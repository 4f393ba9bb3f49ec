/** Wörter über das Kabel und über das Gespräch mit dem Loader in einem Chip. */
import { formatHex } from '../../core/bytes/address.ts';
import type * as english from '../findings-loader.ts';
import type { Translation } from '../language.ts';
import { formatAddress, formatByte, formatBytes, formatCount, plural } from './format.ts';

const BY_HAND =
  'Halte den Taster FLASH (GPIO0 an Masse), tippe auf RESET, lass FLASH los, und verbinde noch einmal.';
const LOADERS = { rom: 'der Loader im ROM', stub: 'der Flasher-Stub' } as const;
const OF_LOADERS = { rom: 'vom Loader im ROM', stub: 'vom Flasher-Stub' } as const;
const AGAIN = 'Verbinde noch einmal: Was schon im Flash ist, wird erkannt und nicht zweimal gesendet.';

const PINS = {
  'gpio0-high': {
    text: 'GPIO0 war high, als der Chip aus dem Reset kam, also startete er sein Programm',
    advice: BY_HAND,
  },
  'gpio2-low': {
    text: 'GPIO2 war low, als der Chip aus dem Reset kam; zum Schreiben und zum Laufen muss er high sein',
    advice: 'Nimm ab, was an GPIO2 hängt, etwa eine LED oder einen Sensor, und verbinde noch einmal.',
  },
  'gpio15-high': {
    text: 'GPIO15 war high, als der Chip aus dem Reset kam, also wartet er auf eine Speicherkarte',
    advice: 'Verbinde GPIO15 über höchstens 10 kΩ mit Masse, und verbinde noch einmal.',
  },
} as const;

/** What the error codes of ROM and stub mean: `REFUSALS` of the core. */
const REFUSALS: Readonly<Record<keyof typeof LOADERS, Readonly<Record<number, string>>>> = {
  rom: {
    0: 'kein Grund genannt',
    1: 'ein Parameter ist falsch',
    2: 'kein Speicher dafür',
    3: 'Senden schlug fehl',
    4: 'Empfangen schlug fehl',
    5: 'die Nachricht hat die falsche Form',
    6: 'verstanden, aber die Ausführung schlug fehl',
    7: 'die Prüfsumme ist falsch',
    8: 'der Flash liest sich anders, als geschrieben wurde',
    9: 'Lesen des Flash schlug fehl',
    10: 'die Länge beim Lesen des Flash ist falsch',
    14: 'die Größe des RAM-Blocks ist falsch',
    15: 'die RAM-Adresse ist falsch',
  },
  stub: {
    192: 'die Länge der Daten ist falsch',
    193: 'die Prüfsumme ist falsch',
    194: 'die Blockgröße ist falsch',
    195: 'diesen Befehl gibt es nicht',
    196: 'der Flash hat es nicht getan',
    197: 'der Flash bleibt geschützt',
    198: 'es wurde kein Schreiben begonnen',
    199: 'Auspacken schlug fehl',
    200: 'zu wenig Daten',
    201: 'zu viele Daten',
    255: 'dieser Stub kann das nicht',
  },
};

const meaning = (loader: keyof typeof LOADERS, code: number): string => {
  const known = REFUSALS[loader][code];
  return known === undefined ? '' : `: ${known}`;
};

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const findingsLoader = {
  PORT_WORDS: {
    'port-lost': () => ({
      title: 'Das Kabel ist herausgerutscht',
      text: 'Der serielle Port verschwand, während er benutzt wurde.',
      advice: `Prüfe das Kabel, und steck es ein. ${AGAIN}`,
    }),
    'port-busy': () => ({
      title: 'Der Port wird anderswo benutzt',
      text: 'Der serielle Port lässt sich nicht öffnen; meist hält ihn ein anderer Tab oder ein Programm, etwa der Monitor einer IDE.',
      advice:
        'Schließe das andere Programm, oder zieh das Kabel und steck es wieder ein; verbinde dann noch einmal.',
    }),
    'port-other-tab': () => ({
      title: 'Ein anderer Tab hat diesen Port',
      text: 'Diese Seite ist auch in einem anderen Tab offen, und der serielle Port gehört dem Tab.',
      advice:
        'Mach im anderen Tab weiter, oder leg das Board dort weg oder schließe ihn; verbinde dann hier.',
    }),
    'resume-other-board': ({ expected, found }) => ({
      title: 'Das ist ein anderes Board',
      text: `Das Schreiben brach auf dem Board ${expected} ab; jetzt eingesteckt ist ${found}.`,
      advice: 'Steck das erste Board ein, um weiterzumachen, oder beginne auf diesem von vorn.',
    }),
  },
  LOADER_WORDS: {
    'loader-silent': ({ command, loader }) => ({
      title: 'Das Board antwortet nicht mehr',
      text: `Auf ${command} kam keine Antwort ${OF_LOADERS[loader]}.`,
      advice: `Prüfe Kabel und Stromversorgung, wähle eine kleinere Baudrate, wenn es wieder vorkommt. ${AGAIN}`,
    }),
    'loader-garbled': ({ command, loader }) => ({
      title: 'Antworten kommen beschädigt an',
      text: `Die Antwort auf ${command} ${OF_LOADERS[loader]} wurde unterwegs beschädigt, mehrmals hintereinander.`,
      advice: `Wähle eine kleinere Baudrate, oder nimm ein kürzeres Kabel. ${AGAIN}`,
    }),
    'loader-refused': ({ command, loader, code }) => ({
      title: 'Das Board hat einen Befehl abgelehnt',
      text: `${upper(LOADERS[loader])} beantwortete ${command} mit Fehler ${formatByte(code)}${meaning(loader, code)}.`,
      advice: `${AGAIN} Wird er wieder abgelehnt, ist der Flash vielleicht verschlissen oder geschützt.`,
    }),
    'loader-unsupported': ({ command, loader }) => ({
      title: 'Dieser Loader kann das nicht',
      text: `${upper(LOADERS[loader])} hat keinen Befehl ${command}.`,
      advice: 'Verbinde noch einmal, und lass den Flasher-Stub laden; der kann es.',
    }),
    'stub-failed': ({ command }) => ({
      title: 'Geht ohne den Flasher-Stub weiter',
      text: `Der Flasher-Stub startete nicht (${command}), also macht der Loader im ROM die Arbeit: langsamer und ohne MD5.`,
      advice:
        'Du kannst weitermachen; verbinde mit kleinerer Baudrate, um es noch einmal mit dem Stub zu versuchen.',
    }),
    'stub-damaged': ({ expected, found }) => ({
      title: 'Der Flasher-Stub ist nicht der geprüfte',
      text: `Die Datei des Flasher-Stubs hat den MD5 ${found}; erwartet war ${expected}.`,
      advice: 'Lade die Seite ohne Cache neu, oder verbinde ohne den Stub.',
    }),
    'baud-fallback': ({ tried, used }) => ({
      title: `Weiter mit ${formatCount(used)} Baud`,
      text: `Bei ${formatCount(tried)} Baud gingen zwischen Board und Rechner Bytes verloren oder veränderten sich.`,
      advice: 'Du musst nichts tun: Die Rate, die geht, wird für diesen Adapter gemerkt.',
    }),
  },
  CONNECT_WORDS: {
    'connect-boot-mode': ({ mode, pin }) => ({
      title: 'Der Chip ging nicht in seinen Loader',
      text: `Der Chip meldet Boot-Modus ${mode}: ${PINS[pin].text}.`,
      advice: PINS[pin].advice,
    }),
    'connect-program': ({ sample }) => ({
      title: 'Das Programm des Boards läuft',
      text: `Statt des Loaders antwortete das Programm auf dem Board: „${sample}“. Das Board kam nicht in seinen Loader.`,
      advice: BY_HAND,
    }),
    'connect-deaf': () => ({
      title: 'Der Loader wartet, hört aber nichts',
      text: 'Der Chip meldet Boot-Modus 1, sein Loader wartet also, aber er beantwortete keinen unserer Rufe.',
      advice: 'Prüfe die Leitung von TX des Adapters zu RX (GPIO3) des Chips, und was sonst an RX hängt.',
    }),
    'connect-echo': () => ({
      title: 'Unsere eigenen Bytes kommen zurück',
      text: 'Alles, was ankam, ist das Gesendete: TX und RX des Adapters sind miteinander verbunden.',
      advice: 'Verbinde TX des Adapters mit RX des Chips, RX mit TX, und Masse mit Masse.',
    }),
    'connect-noise': ({ bytes }) => ({
      title: 'Nichts Lesbares vom Board',
      text: `Es kamen ${formatBytes(bytes)}, die weder die Antwort des Loaders noch Text mit bekannter Rate sind.`,
      advice: `Prüfe Masse und Versorgung (3,3 V, 300 mA), und ob der Chip ein ESP8266 ist. ${BY_HAND}`,
    }),
    'connect-silence': ({ attempts }) => ({
      title: 'Das Board sagt nichts',
      text: `Kein einziges Byte kam, in ${plural(attempts, 'Versuch', 'Versuchen')}, das Board zurückzusetzen und seinen Loader zu rufen.`,
      advice: `Prüfe, ob das der richtige Port ist, ob das Kabel Daten führt und ob TX und RX nicht vertauscht sind. ${BY_HAND}`,
    }),
    'connect-other-chip': ({ magic, chip }) => ({
      title: chip ? `Das ist ein ${chip}` : 'Das ist kein ESP8266',
      text: `Der Chip antwortet wie ein Loader von Espressif, aber sein Kennwort ist ${formatAddress(magic)}${chip ? `, ein ${chip}` : ''}; ein ESP8266 hat 0xFFF0C101.`,
      advice:
        'Schließe ein Board mit ESP8266 oder ESP8285 an, oder nimm den Flasher, der zu diesem Chip gehört.',
    }),
    'flash-id-strange': ({ jedecId }) => ({
      title: 'Der Flash antwortet nicht, wie ein Flash es tut',
      text: `Nach seiner Kennung gefragt, antwortete der Flash ${formatHex(jedecId)}; so antwortet ein fehlender oder nicht verbundener Chip.`,
      advice: 'Prüfe die Versorgung des Boards (3,3 V, 300 mA), und was an GPIO6 bis GPIO11 hängt.',
    }),
  },
} satisfies Translation<typeof english>;
