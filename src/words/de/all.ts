/** Everything in German; its own chunk, which only a page that speaks German loads. One line a module. */
import type { Catalogue } from '../language.ts';
import { about } from './about.ts';

import { boardSentenceWords } from './board-sentence.ts';
import { brokenOff } from './broken-off.ts';
import { difference } from './difference.ts';
import { drag } from './drag.ts';
import { findingsLesson } from './findings-lesson.ts';
import { findingsLocker } from './findings-locker.ts';
import { format } from './format.ts';
import { lessons } from './lessons.ts';
import { lessonsTeacher } from './lessons-teacher.ts';
import { locker } from './locker.ts';
import { lockerEntries } from './locker-entries.ts';
import { lockerNotices } from './locker-notices.ts';
import { places } from './places.ts';
import { portHelp } from './port-help.ts';
import { readBack } from './read-back.ts';
import { stop } from './stop.ts';

export const GERMAN = {
  'board-sentence': boardSentenceWords,
  'broken-off': brokenOff,
  about,
  'findings-lesson': findingsLesson,
  difference,
  drag,
  'findings-locker': findingsLocker,
  format,
  locker,
  'locker-entries': lockerEntries,
  'locker-notices': lockerNotices,
  lessons,
  'lessons-teacher': lessonsTeacher,
  places,
  'port-help': portHelp,
  'read-back': readBack,
  stop,
} satisfies Catalogue;
