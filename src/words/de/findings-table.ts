/** Turns of phrase that several themes of findings share. */
import type { Place } from '../../core/findings.ts';
import type { Placement } from '../../core/image/link-address.ts';
import type * as english from '../findings-table.ts';
import { DRAM_RANGE, FLASH_WINDOW, IRAM_RANGE, placementGroups } from '../findings-table.ts';
import type { Translation } from '../language.ts';
import { formatBytes, listOf } from './format.ts';

export { DRAM_RANGE, FLASH_WINDOW, IRAM_RANGE } from '../findings-table.ts';

/** Begins a sentence. */
export const theSection = ({ section }: Place): string =>
  section ? `Der Abschnitt ${section}` : 'Ein Abschnitt';

export const tooMany = (used: number, limit: number): string => `${formatBytes(used - limit)} zu viel`;

export const FRESH_ELF =
  'Baue oder kopiere die Datei noch einmal, und nimm die ELF-Datei so, wie der Linker sie macht.';

export const placementsText = (placements: readonly Placement[]): string =>
  listOf(
    placementGroups(placements).map(({ slots, layouts }) => {
      const name = slots === 'both' ? 'beide Slots' : slots;
      return `${name} bei einer Aufteilung mit ${listOf(layouts, 'or')} KB`;
    }),
  );

export const findingsTable = {
  ...{ theSection, tooMany, FRESH_ELF, placementsText },
  ...{ DRAM_RANGE, FLASH_WINDOW, IRAM_RANGE, placementGroups },
} satisfies Translation<typeof english>;
