/** Wörter darüber, warum ein Programm für einen Slot ist. */
import { formatOffset } from '../../core/bytes/address.ts';
import { type FlashMapName, flashMap, type Slot, slotRange } from '../../core/esp8266/flash-map.ts';
import type { Allows, SlotEvidence, Strength } from '../../core/image/slot-evidence.ts';
import type * as english from '../evidence.ts';
import type { Translation } from '../language.ts';
import { wordsFor } from './findings.ts';
import { placementsText } from './findings-table.ts';
import { formatAddress, formatSize, listOf, plural } from './format.ts';
import { layoutName, mapName } from './settings.ts';

const STRENGTHS: Readonly<Record<Strength, string>> = {
  proof: 'Beweis',
  strong: 'starkes Zeichen',
  hint: 'Hinweis',
};

function reasonOf(evidence: SlotEvidence): string {
  switch (evidence.kind) {
    case 'link-address':
      return `Gelinkt für ${formatAddress(evidence.address)}`;
    case 'map': {
      const how = evidence.assumed ? ' (angenommen)' : '';
      return `Flash-Aufteilung ${evidence.map}${how}: ${layoutName(evidence.layout)}`;
    }
    case 'length': {
      const rooms = Object.entries(evidence.limits).map(([slot, limit]) => `${slot} ${formatSize(limit)}`);
      return `Image mit ${formatSize(evidence.length)}; Platz in ${listOf(rooms)}`;
    }
    case 'entry':
      return `Startet bei ${formatAddress(evidence.address)}, im IRAM`;
    case 'file-name':
      return `Heißt ${evidence.name}`;
    case 'slot-byte':
      return `Byte 3 des Images ist ${evidence.value}`;
    case 'references':
      return `${plural(evidence.count, 'Adresse', 'Adressen')} im Code ab ${formatAddress(evidence.address)}`;
    case 'choice':
      return 'Du hast ihn gewählt';
  }
}

function saysOf(evidence: SlotEvidence): string {
  if (evidence.kind === 'link-address' && evidence.placements.length > 0)
    return placementsText(evidence.placements);
  return allowsText(evidence.allows);
}

const allowsText = (allows: Allows): string => (allows === 'plain' ? 'läuft ohne Slots' : slotsText(allows));

const slotsText = (slots: readonly Slot[]): string => (slots.length > 0 ? listOf(slots, 'or') : 'kein Slot');

function slotsVerdict(slots: readonly Slot[], map: FlashMapName): string {
  const places = slots.map(slot => {
    const range = slotRange(flashMap(map), slot);
    return range ? `${slot} bei Flash-Offset ${formatOffset(range.start)}` : slot;
  });
  if (slots.length === 2)
    return `Passt gleich gut zu ${listOf(places, 'or')} der Flash-Aufteilung ${mapName(map)}.`;
  return places.length > 0
    ? `Geht nach ${places[0]} der Flash-Aufteilung ${mapName(map)}.`
    : 'Passt in keinen Slot.';
}

export const evidence = {
  evidenceWords: evidence => ({
    reason: reasonOf(evidence),
    says: saysOf(evidence),
    strength: STRENGTHS[evidence.strength],
  }),
  verdictWords: ({ verdict }, map) => {
    switch (verdict.kind) {
      case 'neither': {
        const { title, text } = wordsFor(verdict.because);
        return { title, text };
      }
      case 'plain':
        return {
          title: 'Läuft ohne Slots',
          text: 'Geht nach Flash-Offset 0x00000 (RAM-Teil) und 0x10000 (Flash-Code); lässt sich nicht über Funk aktualisieren.',
        };
      case 'slots':
        return { title: slotsText(verdict.slots), text: slotsVerdict(verdict.slots, map) };
    }
  },
} satisfies Translation<typeof english>;
