import type { ChosenSettings } from '../../core/workspace/workspace.ts';
import { openLessonStore } from '../../platform/lesson-store.ts';
import type { Actions } from '../actions.ts';
import type { Running } from '../companion/running.ts';
import type { LanesHolder } from '../lanes/lane-view.ts';
import { together } from '../listeners.ts';
import { addressOf } from '../places.ts';
import type { StateHolder } from '../state-holder.ts';
import { Lessons } from './lessons.ts';
import { Library } from './library.ts';
import { unfolded } from './page-parts.ts';
import { snapshotOf } from './snapshot.ts';

export interface LessonParts {
  readonly holder: StateHolder;
  readonly actions: Actions;
  readonly lanes: LanesHolder;
  readonly running: Running;
}

/** A board at work tells of hundreds of changes a second. */
const LOOK_MS = 100;
/** A slot counts as running when it has been quiet for a while, of which nobody tells. */
const LOOK_AGAIN_MS = 500;

/** The lessons of the page; nothing is fetched before somebody goes there. */
export function startLessons({ holder, actions, lanes, running }: LessonParts): Lessons {
  const page = new URL('.', document.baseURI).href;
  const lessons = new Lessons({
    library: new Library(openLessonStore(), page),
    page,
    now: () => performance.now(),
    snapshot: () =>
      snapshotOf({
        ...{ shown: holder.state.work.shown, lanes: lanes.view.lanes, running },
        inspected: unfolded(),
      }),
    onChange: look => {
      const soon = together(then => setTimeout(then, LOOK_MS), look);
      holder.subscribe(soon);
      lanes.subscribe(soon);
      running.subscribe(soon);
      addEventListener('inspect-toggle', soon);
      setInterval(soon, LOOK_AGAIN_MS);
    },
    chosen: () => holder.state.settings.chosen,
    choose: chosen => {
      if (!isSame(chosen, holder.state.settings.chosen)) void actions.chooseAll(chosen);
    },
    clearFiles: () => actions.removeAllFiles(),
    addFiles: files => actions.addLessonFiles(files),
    goTo: id => {
      location.hash = id === undefined ? '#firmware' : addressOf('lessons', id === '' ? undefined : id);
    },
  });
  void lessons.restore();
  actions.takeLessons(file => void lessons.open(file));
  return lessons;
}

const isSame = (a: ChosenSettings, b: ChosenSettings): boolean =>
  (['map', 'mode', 'frequency', 'wish'] as const).every(key => a[key] === b[key]);
