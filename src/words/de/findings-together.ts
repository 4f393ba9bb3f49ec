/** Wörter über mehrere Dateien zusammen und über Einstellungen. */
import type * as english from '../findings-together.ts';
import type { Translation } from '../language.ts';
import { plural } from './format.ts';
import { mapName, SETTING_ABOUT, settingValue } from './settings.ts';

export const findingsTogether = {
  TOGETHER_WORDS: {
    'map-assumed': ({ map }) => ({
      title: `Flash-Größe ${map} angenommen`,
      text: `Keine Flash-Größe wurde gewählt, und keine Datei nennt eine; genommen wurde ${mapName(map)}, weil es zur Link-Adresse passt.`,
      advice: 'Wähle die Flash-Größe deines Boards, wenn sie anders ist.',
    }),
    'same-slot': ({ slot, first, second }) => ({
      title: `Zwei Programme für ${slot}`,
      text: `${first} und ${second} sind beide für ${slot}; erwartet war eines für user1 und eines für user2.`,
      advice: 'Nimm eines davon weg, und füge den Build hinzu, der für den anderen Slot gelinkt ist.',
    }),
    'too-many-apps': ({ count }) => ({
      title: 'Zu viele Programme',
      text: `Es sind ${plural(count, 'Programm', 'Programme')}; der Flash hat Platz für zwei, die für Slots gelinkt sind, oder eines ohne Slots.`,
      advice: 'Behalte die Dateien eines Builds, und nimm die anderen weg.',
    }),
    'two-boot-loaders': ({ first, second }) => ({
      title: 'Zwei Bootloader',
      text: `${first} und ${second} sind beide Bootloader; Platz ist für einen, bei Flash-Offset 0x00000.`,
      advice: 'Nimm einen davon weg; der neueste des SDK ist Version 1.7.',
    }),
    'plain-and-ota': ({ plain, ota }) => ({
      title: 'Programme mit und ohne Slots',
      text: `${plain} ist so gelinkt, dass es ohne Slots läuft, und belegt den Flash ab 0x00000, wo ${ota} einen Bootloader und seinen Slot braucht.`,
      advice: 'Nimm eines davon weg.',
    }),
    'slot-by-order': ({ first, second }) => ({
      title: 'Slots nach der Reihenfolge vergeben',
      text: `Beide Programme passen in beide Slots, also geht ${first} nach user1 und ${second} nach user2.`,
      advice: 'Gib die Dateien andersherum, oder wähle ihre Slots, wenn du es umgekehrt willst.',
    }),
    'twin-missing': ({ present, missing }) => ({
      title: `Nur ${present}`,
      text: `Für ${present} gibt es ein Programm, für ${missing} keines; ${missing} behält seinen Inhalt.`,
      advice: `Füge den Build hinzu, der für ${missing} gelinkt ist, wenn beide Slots gefüllt werden sollen.`,
    }),
    'both-from-one': () => ({
      title: 'Ein Programm für beide Slots',
      text: 'Die Link-Adresse ist bei dieser Flash-Aufteilung für beide Slots gleich, also entstehen user1 und user2 aus derselben Datei.',
      advice: 'Du musst nichts tun; wähle für die Datei einen Slot, wenn du nur einen der beiden willst.',
    }),
    'settings-differ': ({ field, found, expected, patched }) => {
      const { name } = SETTING_ABOUT[field];
      const [was, wanted] = [settingValue(field, found), settingValue(field, expected)];
      return {
        title: `Im Image steht etwas anderes: ${name}`,
        text: patched
          ? `Der Header des Images sagt ${was} (${field}), die Einstellungen sagen ${wanted}; gespeichert wird das Image mit ${wanted}.`
          : `Der Header des Images sagt ${was} (${field}), die Einstellungen sagen ${wanted}, wo die Slots anders liegen.`,
        advice: patched
          ? `Wähle ${was}, wenn dein Board das braucht.`
          : `Wähle ${was}, oder linke das Programm neu für ${wanted}: Ein geänderter Header verschiebt keinen Code.`,
      };
    },
  },
} satisfies Translation<typeof english>;
