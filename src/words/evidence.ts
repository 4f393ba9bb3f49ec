/** Words about why a program is for a slot. */
import { formatOffset } from '../core/bytes/address.ts';
import { type FlashMapName, flashMap, type Slot, slotRange } from '../core/esp8266/flash-map.ts';
import type { Allows, SlotEvidence, SlotJudgement, Strength } from '../core/image/slot-evidence.ts';
import { wordsFor } from './findings.ts';
import { placementsText } from './findings-table.ts';
import { formatAddress, formatSize, listOf, plural } from './format.ts';
import { layoutName, mapName } from './settings.ts';

export interface EvidenceWords {
  /** What was seen: `Linked for 0x40281010`. */
  readonly reason: string;
  /** What it says about the slot: `user2 of maps with 512+512 KB`. */
  readonly says: string;
  /** How much it counts. */
  readonly strength: string;
}

/** `proof` leaves nothing else possible, a `hint` only breaks ties. */
const STRENGTHS: Readonly<Record<Strength, string>> = {
  proof: 'proof',
  strong: 'strong sign',
  hint: 'hint',
};

/** One piece of evidence in words. */
export const evidenceWords = (evidence: SlotEvidence): EvidenceWords => ({
  reason: reasonOf(evidence),
  says: saysOf(evidence),
  strength: STRENGTHS[evidence.strength],
});

function reasonOf(evidence: SlotEvidence): string {
  switch (evidence.kind) {
    case 'link-address':
      return `Linked for ${formatAddress(evidence.address)}`;
    case 'map': {
      const how = evidence.assumed ? ' (assumed)' : '';
      return `Flash map ${evidence.map}${how}: ${layoutName(evidence.layout)}`;
    }
    case 'length': {
      const rooms = Object.entries(evidence.limits).map(([slot, limit]) => `${slot} ${formatSize(limit)}`);
      return `Image of ${formatSize(evidence.length)}; room in ${listOf(rooms)}`;
    }
    case 'entry':
      return `Starts at ${formatAddress(evidence.address)}, in IRAM`;
    case 'file-name':
      return `Named ${evidence.name}`;
    case 'slot-byte':
      return `Byte 3 of the image is ${evidence.value}`;
    case 'references':
      return `${plural(evidence.count, 'address', 'addresses')} in the code for ${formatAddress(evidence.address)} and on`;
    case 'choice':
      return 'You chose it';
  }
}

function saysOf(evidence: SlotEvidence): string {
  if (evidence.kind === 'link-address' && evidence.placements.length > 0)
    return placementsText(evidence.placements);
  return allowsText(evidence.allows);
}

/** `user1`, `user1 or user2`, `no slot`. */
const allowsText = (allows: Allows): string =>
  allows === 'plain' ? 'runs without slots' : slotsText(allows);

const slotsText = (slots: readonly Slot[]): string => (slots.length > 0 ? listOf(slots, 'or') : 'no slot');

export interface VerdictWords {
  /** `user2`, `user1 or user2`, `No slots`, or the title of the refusal. */
  readonly title: string;
  readonly text: string;
}

/** What the evidence comes to, on this map. */
export function verdictWords({ verdict }: SlotJudgement, map: FlashMapName): VerdictWords {
  switch (verdict.kind) {
    case 'neither': {
      const { title, text } = wordsFor(verdict.because);
      return { title, text };
    }
    case 'plain':
      return {
        title: 'Runs without slots',
        text: 'Goes to flash offset 0x00000 (RAM part) and 0x10000 (flash code); it cannot be updated over the air.',
      };
    case 'slots':
      return { title: slotsText(verdict.slots), text: slotsVerdict(verdict.slots, map) };
  }
}

function slotsVerdict(slots: readonly Slot[], map: FlashMapName): string {
  const places = slots.map(slot => {
    const range = slotRange(flashMap(map), slot);
    return range ? `${slot} at flash offset ${formatOffset(range.start)}` : slot;
  });
  if (slots.length === 2) return `Fits ${listOf(places, 'or')} of the flash map ${mapName(map)} alike.`;
  return places.length > 0 ? `Goes to ${places[0]} of the flash map ${mapName(map)}.` : 'Fits no slot.';
}
