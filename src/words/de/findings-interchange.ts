/** Wörter über flash_args und manifest.json: Listen anderer Werkzeuge, was wohin kommt. */
import { formatOffset } from '../../core/bytes/address.ts';
import type * as english from '../findings-interchange.ts';
import type { Translation } from '../language.ts';
import { listOf } from './format.ts';
import { mapName } from './settings.ts';

const LACKS = {
  json: 'es ist kein gültiges JSON, obwohl es von Builds spricht',
  builds: 'seine Liste der Builds ist leer oder keine Liste',
  parts: 'sein Build für den ESP8266 nennt keine Datei mit einem Offset',
} as const;

export const findingsInterchange = {
  INTERCHANGE_WORDS: {
    'manifest-damaged': ({ lacks }) => ({
      title: 'Manifest, das nichts sagt',
      text: `Die Datei sieht aus wie ein Manifest von ESP Web Tools, aber ${LACKS[lacks]}; erwartet sind builds mit chipFamily und parts, jeder Teil mit path und offset.`,
      advice:
        'Repariere die Datei, oder lass sie weg und nimm nur die Images: Die meisten sagen, wohin sie gehören.',
    }),
    'manifest-other-chip': ({ families }) => ({
      title: 'Manifest für andere Chips',
      text: `Das Manifest hat Builds für ${listOf(families)}; erwartet ist einer für ESP8266.`,
      advice: 'Nimm die Dateien des Builds für den ESP8266.',
    }),
    'manifest-offset-text': ({ name, text }) => ({
      title: 'Offset als Text geschrieben',
      text: `Der Offset von ${name} ist der Text „${text}“; ESP Web Tools erwartet eine Zahl, dezimal.`,
      advice: `Hier ist nichts zu tun, er wurde verstanden; schreibe im Manifest ${Number(text)} ohne Anführungszeichen.`,
    }),
    'recipe-not-understood': ({ text }) => ({
      title: 'Ein Teil wurde nicht verstanden',
      text: `Gelesen wurde „${text}“; erwartet sind Flash-Modus, Takt und Größe, und Offsets mit je einer Datei.`,
      advice: 'Schau, ob es wichtig ist; alles andere in der Datei gilt.',
    }),
    'recipe-part-missing': ({ name, offset }) => ({
      title: `${name} ist nicht da`,
      text: `Die Liste legt ${name} nach ${formatOffset(offset)}, aber es gibt keine Datei dieses Namens.`,
      advice: `Füge ${name} hinzu, wenn sie geschrieben werden soll.`,
    }),
    'recipe-part-left': ({ name, offset }) => ({
      title: `${name} bleibt weg`,
      text: `Die Liste legt ${name} nach ${formatOffset(offset)}, wo weder ein Bootloader noch ein Slot beginnt.`,
      advice: 'Twinslot schreibt Bootloader und Programme; um auch diese Datei zu schreiben, nimm esptool.',
    }),
    'recipe-size': ({ said, offset, map }) => ({
      title: 'Flash-Größe und Platz von user2 widersprechen sich',
      text: `Die Liste sagt ${mapName(said)}, legt user2 aber nach ${formatOffset(offset)}, wo er bei dieser Flash-Aufteilung nicht ist.`,
      advice: map
        ? `Genommen wurde ${mapName(map)}, wo er dort liegt; wähle in den Flash-Einstellungen eine andere, wenn das falsch ist.`
        : 'Die Größe wurde nicht übernommen; wähle die deines Boards in den Flash-Einstellungen.',
    }),
    'recipe-slot-differs': ({ name, said, is }) => ({
      title: `${name} ist nicht für ${said}`,
      text: `Die Liste legt ${name} dorthin, wo ${said} beginnt, aber die Datei selbst sagt, dass sie für ${is} ist.`,
      advice: `Sie wurde für ${is} genommen: Code läuft nicht an einem anderen Platz. Schau, welche Datei gemeint war.`,
    }),
  },
} satisfies Translation<typeof english>;
