/** Wörter darüber, für welchen Slot ein Programm ist und ob es hineinpasst. */
import { cpuAddress } from '../../core/bytes/address.ts';
import { FLASH_MAPS, flashMap, type Slot, type SlotLayout } from '../../core/esp8266/flash-map.ts';
import type { OtherLayout } from '../../core/findings.ts';
import { placementsOf } from '../../core/image/link-address.ts';
import type * as english from '../findings-slot.ts';
import type { Translation } from '../language.ts';
import { placementsText, tooMany } from './findings-table.ts';
import { exactSize, formatAddress, formatBytes, formatCount, listOf } from './format.ts';
import { layoutName, linkerScript } from './settings.ts';

const SLOT_ADDRESSES =
  '0x40201010 (user1), 0x40241010 oder 0x40281010 (user2) oder 0x40210000 (ohne Update-Slots)';

const OTHER_LAYOUTS: Readonly<Record<OtherLayout, { what: string; advice: string }>> = {
  'old-boot': {
    what: 'zur alten Aufteilung des Bootloaders 1.1',
    advice:
      'Linke mit einem der Skripte eagle.app.v6.new.*.ld statt eagle.app.v6.old.*.ld, und nimm Bootloader 1.2 oder neuer.',
  },
  rboot: {
    what: 'zu rBoot, einem anderen Bootloader mit eigenen Images',
    advice:
      'Wandle es mit esptool2 um, dem Konverter von rBoot, oder linke mit einem der Skripte eagle.app.v6.new.*.ld.',
  },
  'old-plain': {
    what: 'zu Programmen ohne Slots des SDK 0.9',
    advice:
      'Linke mit eagle.app.v6.ld ab SDK 1.0, oder für zwei Slots mit einem der Skripte eagle.app.v6.new.*.ld.',
  },
  'rtos-sdk': {
    what: 'zum ESP8266_RTOS_SDK 3, das eigene Images und einen eigenen Bootloader hat',
    advice: 'Wandle es mit den Werkzeugen dieses SDK um, und schreibe es damit (make flash).',
  },
};

const NEW_SCRIPTS =
  'Linke mit einem Skript eagle.app.v6.new.*.ld des SDK: app1 für user1, app2 für user2, 2048 für beide Slots bei 1024+1024.';

const sharing = (map: string, layout: SlotLayout): string =>
  layout === 'none'
    ? `die Flash-Aufteilung ${map} hat keine Slots`
    : `die Flash-Aufteilung ${map} hat ${layoutName(layout)}`;

function largerSlots(layout: SlotLayout): string {
  if (layout === '1024+1024' || layout === 'none') return '';
  const next: SlotLayout = layout === '256+256' ? '512+512' : '1024+1024';
  const maps = FLASH_MAPS.filter(m => m.layout === next).map(m => m.name);
  return ` Ist der Flash-Chip groß genug, hat ${listOf(maps, 'or')} größere Slots; linke dafür neu.`;
}

export const findingsSlot = {
  SLOT_WORDS: {
    'no-slot': ({ address, layout }) => {
      const other = layout && OTHER_LAYOUTS[layout];
      const seen = other ? `das gehört ${other.what}` : 'dort beginnt kein Slot';
      return {
        title: 'Für keinen Slot gelinkt',
        text: `Der Flash-Code ist für ${formatAddress(address)} gelinkt (sh_addr), ${seen}; erwartet: ${SLOT_ADDRESSES}.`,
        advice: other?.advice ?? NEW_SCRIPTS,
      };
    },
    'map-mismatch': ({ address, map, layout, fits }) => {
      const placements = placementsOf(cpuAddress(address));
      const slot: Slot = placements[0]?.slot ?? 'user1';
      return {
        title: 'Programm und Flash-Aufteilung passen nicht zusammen',
        text:
          `Dieses Programm ist für die Adresse ${formatAddress(address)} gelinkt, das ist ${placementsText(placements)}; ` +
          `${sharing(map, layout)}.`,
        advice: `Wähle ${listOf(fits, 'or')} als Flash-Größe, oder linke mit ${linkerScript(layout, slot)}.`,
      };
    },
    'map-without-slots': ({ map }) => ({
      title: 'Kein Platz für zwei Slots',
      text: `Die Flash-Aufteilung ${map} fasst ein Programm ohne Slots, aber dieses ist für einen Slot gelinkt.`,
      advice:
        'Wähle eine Flash-Größe ab 512KB, oder linke mit eagle.app.v6.ld für ein Board ohne Updates über Funk.',
    }),
    'image-over-slot': ({ length, limit, slot, map }) => ({
      title: `Zu groß für ${slot}`,
      text: `Das Image hätte ${formatBytes(length)}; ${slot} der Flash-Aufteilung ${map} hat ${exactSize(limit)}: ${tooMany(length, limit)}.`,
      advice: `Mach das Programm kleiner, die größten Funktionen zuerst.${largerSlots(flashMap(map).layout)}`,
    }),
    'irom-over-linker-limit': ({ length, limit, layout }) => ({
      title: 'Mehr Flash-Code, als das SDK vorsieht',
      text: `Der Flash-Code hat ${exactSize(length)}; er passt in den Slot, aber die Linkerskripte des SDK für ${layoutName(layout)} erlauben ${exactSize(limit)}.`,
      advice:
        'Prüfe, ob die Partitionstabelle oder der Update-Code deines Programms ein Image dieser Länge erlaubt.',
    }),
    'image-over-update-limit': ({ length, limit }) => ({
      title: 'Zu groß für Updates über Funk',
      text: `Das Image hat ${exactSize(length)}; der Update-Client des SDK schreibt höchstens ${exactSize(limit)} und hängt darüber fest.`,
      advice: 'Schreibe es über den seriellen Port, oder mach es kleiner, wenn es über Funk gehen muss.',
    }),
    'head-over-irom': ({ length, limit }) => ({
      title: 'Der RAM-Teil reicht in den Flash-Code',
      text: `Header und RAM-Segmente brauchen ${formatBytes(length)}; der Flash-Code beginnt bei 0x10000, also gibt es ${exactSize(limit)}: ${tooMany(length, limit)}.`,
      advice: 'Leg Funktionen mit ICACHE_FLASH_ATTR und feste Tabellen mit ICACHE_RODATA_ATTR in den Flash.',
    }),
    'plain-over-flash': ({ end, limit, map }) => ({
      title: 'Zu groß für den Flash',
      text: `Der Flash-Code endet bei Byte ${formatCount(end)}; bei der Flash-Aufteilung ${map} muss er vor den Systemsektoren enden, bei ${exactSize(limit)}: ${tooMany(end, limit)}.`,
      advice: 'Wähle die Flash-Größe, die der Chip wirklich hat, oder mach das Programm kleiner.',
    }),
  },
} satisfies Translation<typeof english>;
