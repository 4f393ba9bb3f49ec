/** Was über ein Board vorgelesen wird, während der Fokus anderswo ist. */
import type { Translation } from '../language.ts';
import type * as english from '../page-lane-announcements.ts';
import { laneAnnouncer } from '../page-lane-announcements.ts';
import { wordsFor } from './findings.ts';
import { BOARD, chipLine, contentLine } from './page-board.ts';
import { FLASH, quarterWords, resultTitle, stageWords } from './page-flash.ts';

export const pageLaneAnnouncements = {
  laneAnnouncer,
  announceLane: laneAnnouncer({
    ...{ wordsFor, BOARD, FLASH, chipLine, contentLine, resultTitle, stageWords, quarterWords },
  }),
} satisfies Translation<typeof english>;
