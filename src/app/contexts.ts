import { createContext } from '@lit/context';
import type { Actions } from './actions.ts';
import type { BoardHolder } from './board-holder.ts';
import type { Running } from './companion/running.ts';
import type { Rebuild } from './folder/start.ts';
import type { Diary } from './history/diary.ts';
import type { LanesHolder } from './lanes/lane-view.ts';
import type { Lessons } from './lessons/lessons.ts';
import type { PageParts } from './page-parts.ts';
import type { AppState } from './state.ts';

/** One small context per concern; an element asks for what it shows and renders when that changes. */
export const actionsContext = createContext<Actions>('actions');
export const workContext = createContext<AppState['work']>('work');
export const settingsContext = createContext<AppState['settings']>('settings');
export const statusContext = createContext<AppState['status']>('status');
/** Undefined until the part of the page that deals with boards has come. */
export const lanesContext = createContext<LanesHolder | undefined>('lanes');
/** The virtual board of the page, whether one is switched on or not; comes with the lanes. */
export const boardContext = createContext<BoardHolder | undefined>('board');
/** What runs on the boards, and the updates over the air; comes with the lanes. */
export const runningContext = createContext<Running | undefined>('running');
/** What happened to the boards, as this browser keeps it; comes with the lanes. */
export const diaryContext = createContext<Diary | undefined>('diary');
/** The watched output folder of a compiler; undefined where the browser has no such thing. */
export const rebuildContext = createContext<Rebuild | undefined>('rebuild');
/** The whole page, for pages beside the flow; comes with the lanes. */
export const partsContext = createContext<PageParts | undefined>('parts');
/** Lessons, and the one that somebody is in; comes with the lanes. */
export const lessonsContext = createContext<Lessons | undefined>('lessons');
