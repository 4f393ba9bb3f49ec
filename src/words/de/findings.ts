/** Die Wörter jedes Befunds auf Deutsch. */
import { formatHex } from '../../core/bytes/address.ts';
import type { Finding, FindingFacts, Place } from '../../core/findings.ts';
import type * as english from '../findings.ts';
import type { Words, WordsTable } from '../findings-table.ts';
import type { Translation } from '../language.ts';
import { findingsBoard } from './findings-board.ts';
import { findingsElf } from './findings-elf.ts';
import { findingsFiles } from './findings-files.ts';
import { findingsFlash } from './findings-flash.ts';
import { findingsImage } from './findings-image.ts';
import { findingsInterchange } from './findings-interchange.ts';
import { findingsLesson } from './findings-lesson.ts';
import { findingsLoader } from './findings-loader.ts';
import { findingsLocker } from './findings-locker.ts';
import { findingsMemory } from './findings-memory.ts';
import { findingsSlot } from './findings-slot.ts';
import { findingsStation } from './findings-station.ts';
import { findingsTogether } from './findings-together.ts';
import { relay } from './relay.ts';
import { update } from './update.ts';

const TABLE: WordsTable = {
  ...findingsFiles.FILE_WORDS,
  ...findingsInterchange.INTERCHANGE_WORDS,
  ...findingsElf.ELF_WORDS,
  ...findingsMemory.MEMORY_WORDS,
  ...findingsSlot.SLOT_WORDS,
  ...findingsTogether.TOGETHER_WORDS,
  ...findingsImage.IMAGE_WORDS,
  ...findingsFlash.BOOT_LOADER_WORDS,
  ...findingsFlash.DUMP_WORDS,
  ...findingsLesson.LESSON_WORDS,
  ...findingsLocker.LOCKER_WORDS,
  ...findingsStation.STATION_FINDING_WORDS,
  ...relay.RELAY_WORDS,
  ...update.UPDATE_WORDS,
  ...findingsBoard.BOARD_PLAN_WORDS,
  ...findingsBoard.FLASH_JOB_WORDS,
  ...findingsLoader.PORT_WORDS,
  ...findingsLoader.CONNECT_WORDS,
  ...findingsLoader.LOADER_WORDS,
};

export function wordsFor(finding: Finding): Words {
  // Code and facts belong together by the type of Finding; a look-up by code loses that.
  const words = TABLE[finding.code] as (facts: FindingFacts[Finding['code']], where: Place) => Words;
  return words(finding.facts, finding.where);
}

export function whereText({ file, section, field, offset }: Place): string {
  const parts = [
    file,
    section && `Abschnitt ${section}`,
    field && `Feld ${field}`,
    offset !== undefined && `Byte ${formatHex(offset)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

export const findings = { wordsFor, whereText } satisfies Translation<typeof english>;
