/** Wörter über Dateien als Ganzes. */
import type { OtherFile } from '../../core/findings.ts';
import type * as english from '../findings-files.ts';
import type { Translation } from '../language.ts';
import { exactSize, formatByteRow } from './format.ts';

const OTHER_FILES: Readonly<Record<OtherFile, { what: string; advice: string }>> = {
  archive: {
    what: 'eine Bibliothek aus Objektdateien',
    advice: 'Linke sie zu einem Programm, und nimm die .elf-Datei, die der Linker macht.',
  },
  zip: { what: 'ein ZIP-Archiv', advice: 'Packe es aus, und nimm die .elf-Dateien daraus.' },
  gzip: { what: 'mit gzip gepackt', advice: 'Packe sie aus, und nimm die .elf-Datei daraus.' },
  'intel-hex': {
    what: 'eine Intel-HEX-Datei',
    advice: 'Nimm die .elf-Datei oder die .bin-Images desselben Builds.',
  },
  uf2: {
    what: 'eine UF2-Datei für Boards anderer Art',
    advice: 'Nimm die .elf-Datei eines Builds für den ESP8266.',
  },
  'windows-program': {
    what: 'ein Programm für Windows',
    advice: 'Nimm die .elf-Datei, die für das Board gebaut wurde, nicht die für deinen Rechner.',
  },
  text: {
    what: 'eine Textdatei',
    advice: 'Nimm die .elf-Datei des Builds: Quelltexte, Logs und Linkerskripte lassen sich nicht umwandeln.',
  },
  zeros: {
    what: 'am Anfang voller Nullen',
    advice: 'Baue oder kopiere die Datei noch einmal: Eine abgebrochene Kopie kann Nullen hinterlassen.',
  },
  unknown: {
    what: 'von einer Art, die Twinslot nicht kennt',
    advice: 'Nimm die .elf-Datei des Builds oder ein .bin-Image für den ESP8266.',
  },
};

const NAMED_ELF = {
  v2: 'ein Update-Image (es beginnt mit EA)',
  v1: 'ein Flash-Image (es beginnt mit E9)',
  dump: 'der Inhalt eines ganzen Flash-Chips',
} as const;

export const findingsFiles = {
  FILE_WORDS: {
    'file-unreadable': ({ reason }) => ({
      title: 'Die Datei ist nicht lesbar',
      text: `Das Lesen schlug fehl: ${reason.replace(/\.$/, '')}.`,
      advice:
        'Prüfe, ob die Datei da ist und ob nicht gerade ein Build sie ersetzt, und öffne sie noch einmal.',
    }),
    'file-empty': () => ({
      title: 'Leere Datei',
      text: 'Die Datei hat 0 Bytes; allein der Header einer ELF-Datei hat 52.',
      advice: 'Baue oder kopiere die Datei noch einmal: Ein abgebrochener Build hinterlässt leere Dateien.',
    }),
    'file-unknown': ({ looksLike, firstBytes }) => {
      const { what, advice } = OTHER_FILES[looksLike];
      const seen = firstBytes.length > 0 ? ` und beginnt mit ${formatByteRow(firstBytes)}` : '';
      return {
        title: 'Weder ELF-Datei noch Flash-Image',
        text: `Die Datei ist ${what}${seen}; eine ELF-Datei beginnt mit 7F 45 4C 46, ein Flash-Image mit E9 oder EA.`,
        advice,
      };
    },
    'file-blank': ({ size }) => ({
      title: 'Unbeschriebene Datei',
      text: `Die Datei, ${exactSize(size)} lang, beginnt mit lauter FF wie gelöschter Flash; ein Programm beginnt mit E9 oder EA.`,
      advice: 'Lass sie weg: Der Flash-Plan löscht, was zu löschen ist.',
    }),
    'image-named-elf': ({ what }) => ({
      title: 'Ein Flash-Image mit dem Namen einer ELF-Datei',
      text: `Der Name sagt ELF, was mit 7F 45 4C 46 beginnt, aber darin steckt ${NAMED_ELF[what]}.`,
      advice:
        'Nimm die ELF-Datei, die der Linker gemacht hat; willst du dieses Image, lass seinen Namen erst auf .bin enden.',
    }),
  },
} satisfies Translation<typeof english>;
