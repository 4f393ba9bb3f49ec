/** Everything in German; its own chunk, which only a page that speaks German loads. One line a module. */
import type { Catalogue } from '../language.ts';
import { about } from './about.ts';
import { bench } from './bench.ts';
import { boardCheck } from './board-check.ts';
import { boardSentenceWords } from './board-sentence.ts';
import { bootlog } from './bootlog.ts';
import { bootlogCrash } from './bootlog-crash.ts';
import { bootlogNotes } from './bootlog-notes.ts';
import { brokenOff } from './broken-off.ts';
import { difference } from './difference.ts';
import { drag } from './drag.ts';
import { evidence } from './evidence.ts';
import { findings } from './findings.ts';
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
import { findingsTable } from './findings-table.ts';
import { findingsTogether } from './findings-together.ts';
import { folder } from './folder.ts';
import { format } from './format.ts';
import { headers } from './headers.ts';
import { history } from './history.ts';
import { inspect } from './inspect.ts';
import { interchange } from './interchange.ts';
import { lessons } from './lessons.ts';
import { lessonsTeacher } from './lessons-teacher.ts';
import { locker } from './locker.ts';
import { lockerEntries } from './locker-entries.ts';
import { lockerNotices } from './locker-notices.ts';
import { map } from './map.ts';
import { monitor } from './monitor.ts';
import { page } from './page.ts';
import { pageAnnouncements } from './page-announcements.ts';
import { pageBoard } from './page-board.ts';
import { pageFiles } from './page-files.ts';
import { pageFlash } from './page-flash.ts';
import { pageLaneAnnouncements } from './page-lane-announcements.ts';
import { pageNotices } from './page-notices.ts';
import { pagePlan } from './page-plan.ts';
import { places } from './places.ts';
import { plan } from './plan.ts';
import { portHelp } from './port-help.ts';
import { readBack } from './read-back.ts';
import { relay } from './relay.ts';
import { room } from './room.ts';
import { running } from './running.ts';
import { settings } from './settings.ts';
import { station } from './station.ts';
import { stop } from './stop.ts';
import { update } from './update.ts';
import { watch } from './watch.ts';

export const GERMAN = {
  about,
  bench,
  'board-check': boardCheck,
  'board-sentence': boardSentenceWords,
  bootlog,
  'bootlog-crash': bootlogCrash,
  'bootlog-notes': bootlogNotes,
  'broken-off': brokenOff,
  difference,
  drag,
  evidence,
  findings,
  'findings-board': findingsBoard,
  'findings-elf': findingsElf,
  'findings-files': findingsFiles,
  'findings-flash': findingsFlash,
  'findings-image': findingsImage,
  'findings-interchange': findingsInterchange,
  'findings-lesson': findingsLesson,
  'findings-loader': findingsLoader,
  'findings-locker': findingsLocker,
  'findings-memory': findingsMemory,
  'findings-slot': findingsSlot,
  'findings-station': findingsStation,
  'findings-table': findingsTable,
  'findings-together': findingsTogether,
  folder,
  format,
  headers,
  history,
  inspect,
  interchange,
  lessons,
  'lessons-teacher': lessonsTeacher,
  locker,
  'locker-entries': lockerEntries,
  'locker-notices': lockerNotices,
  map,
  monitor,
  page,
  'page-announcements': pageAnnouncements,
  'page-board': pageBoard,
  'page-files': pageFiles,
  'page-flash': pageFlash,
  'page-lane-announcements': pageLaneAnnouncements,
  'page-notices': pageNotices,
  'page-plan': pagePlan,
  places,
  plan,
  'port-help': portHelp,
  'read-back': readBack,
  relay,
  running,
  settings,
  room,
  station,
  stop,
  update,
  watch,
} satisfies Catalogue;
