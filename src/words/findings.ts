/** The words of every finding: one catalogue for the page and the command line. */

import { formatHex } from '../core/bytes/address.ts';
import type { Finding, FindingFacts, Place } from '../core/findings.ts';
import { BOARD_PLAN_WORDS, FLASH_JOB_WORDS } from './findings-board.ts';
import { ELF_WORDS } from './findings-elf.ts';
import { FILE_WORDS } from './findings-files.ts';
import { BOOT_LOADER_WORDS, DUMP_WORDS } from './findings-flash.ts';
import { IMAGE_WORDS } from './findings-image.ts';
import { INTERCHANGE_WORDS } from './findings-interchange.ts';
import { LESSON_WORDS } from './findings-lesson.ts';
import { CONNECT_WORDS, LOADER_WORDS, PORT_WORDS } from './findings-loader.ts';
import { LOCKER_WORDS } from './findings-locker.ts';
import { MEMORY_WORDS } from './findings-memory.ts';
import { SLOT_WORDS } from './findings-slot.ts';
import { STATION_FINDING_WORDS } from './findings-station.ts';
import type { Words, WordsTable } from './findings-table.ts';
import { TOGETHER_WORDS } from './findings-together.ts';
import { RELAY_WORDS } from './relay.ts';
import { UPDATE_WORDS } from './update.ts';

export type { Words } from './findings-table.ts';

const TABLE: WordsTable = {
  ...FILE_WORDS,
  ...INTERCHANGE_WORDS,
  ...LOCKER_WORDS,
  ...ELF_WORDS,
  ...MEMORY_WORDS,
  ...SLOT_WORDS,
  ...TOGETHER_WORDS,
  ...IMAGE_WORDS,
  ...BOOT_LOADER_WORDS,
  ...DUMP_WORDS,
  ...RELAY_WORDS,
  ...UPDATE_WORDS,
  ...BOARD_PLAN_WORDS,
  ...FLASH_JOB_WORDS,
  ...PORT_WORDS,
  ...CONNECT_WORDS,
  ...LOADER_WORDS,
  ...STATION_FINDING_WORDS,
  ...LESSON_WORDS,
};

/** Title, sentence and advice of a finding. */
export function wordsFor(finding: Finding): Words {
  // Code and facts belong together by the type of Finding; a look-up by code loses that.
  const words = TABLE[finding.code] as (facts: FindingFacts[Finding['code']], where: Place) => Words;
  return words(finding.facts, finding.where);
}

/** The place of a finding: `app1.elf, section .text, field sh_addr, byte 0x12C`; empty when nothing is known. */
export function whereText({ file, section, field, offset }: Place): string {
  const parts = [
    file,
    section && `section ${section}`,
    field && `field ${field}`,
    offset !== undefined && `byte ${formatHex(offset)}`,
  ];
  return parts.filter(Boolean).join(', ');
}
