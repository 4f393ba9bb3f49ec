/** Everything in German; its own chunk, which only a page that speaks German loads. One line a module. */
import type { Catalogue } from '../language.ts';
import { about } from './about.ts';

import { boardSentenceWords } from './board-sentence.ts';
import { brokenOff } from './broken-off.ts';

import { findingsLesson } from './findings-lesson.ts';

import { format } from './format.ts';
import { lessons } from './lessons.ts';
import { lessonsTeacher } from './lessons-teacher.ts';
import { places } from './places.ts';
import { portHelp } from './port-help.ts';
import { readBack } from './read-back.ts';
import { stop } from './stop.ts';

export const GERMAN = {
  'board-sentence': boardSentenceWords,
  'broken-off': brokenOff,
  about,
  'findings-lesson': findingsLesson,
  format,
  lessons,
  'lessons-teacher': lessonsTeacher,
  places,
  'port-help': portHelp,
  'read-back': readBack,
  stop,
} satisfies Catalogue;
