/** What the words of a finding consist of, and the turns of phrase that several themes share. */
import type { Slot, SlotLayout } from '../core/esp8266/flash-map.ts';
import type { FindingCode, FindingFacts, Place } from '../core/findings.ts';
import type { Placement } from '../core/image/link-address.ts';
import { formatCount, listOf } from './format.ts';

export interface Words {
  /** A few words, without a full stop. */
  readonly title: string;
  /** One sentence: what was seen and what was expected, with values. */
  readonly text: string;
  /** What to do now. */
  readonly advice: string;
}

/** One entry for every code: a code without words does not compile. */
export type WordsTable = {
  readonly [Code in FindingCode]: (facts: FindingFacts[Code], where: Place) => Words;
};

/** `The section .text`, or `A section` where the name is not known. */
export const theSection = ({ section }: Place): string => (section ? `The section ${section}` : 'A section');

/** `4 bytes too many`. */
export function tooMany(used: number, limit: number): string {
  const over = used - limit;
  return over === 1 ? '1 byte too many' : `${formatCount(over)} bytes too many`;
}

/** The memory that a program may use, as ranges. */
export const IRAM_RANGE = '0x40100000–0x40107FFF';
export const DRAM_RANGE = '0x3FFE8000–0x3FFFBFFF';
export const FLASH_WINDOW = '0x40200000–0x402FFFFF';

export const FRESH_ELF = 'Build or copy the file again, and take the ELF file as the linker made it.';

/** The slots that a link address stands for, each with the layouts of the flash on which it does. */
export interface PlacementGroup {
  readonly slots: Slot | 'both';
  readonly layouts: readonly SlotLayout[];
}

export function placementGroups(placements: readonly Placement[]): readonly PlacementGroup[] {
  const layouts = [...new Set(placements.map(p => p.layout))];
  const layoutsOf = (slots: Slot | 'both'): SlotLayout[] =>
    layouts.filter(layout => {
      const here = placements.filter(p => p.layout === layout).map(p => p.slot);
      return slots === 'both' ? here.length === 2 : here.length === 1 && here[0] === slots;
    });
  return (['user1', 'user2', 'both'] as const)
    .map(slots => ({ slots, layouts: layoutsOf(slots) }))
    .filter(group => group.layouts.length > 0);
}

/**
 * What a link address stands for: `user2 of maps with 512+512 KB`, `user1 of maps with 256+256 or 512+512 KB, and
 * both slots of maps with 1024+1024 KB`.
 */
export const placementsText = (placements: readonly Placement[]): string =>
  listOf(
    placementGroups(placements).map(({ slots, layouts }) => {
      const name = slots === 'both' ? 'both slots' : slots;
      return `${name} of maps with ${listOf(layouts, 'or')} KB`;
    }),
  );
