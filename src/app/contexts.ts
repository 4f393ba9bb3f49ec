import { createContext } from '@lit/context';
import type { Actions } from './actions.ts';
import type { AppState } from './state.ts';

/** One small context per concern; an element asks for what it shows and renders when that changes. */
export const actionsContext = createContext<Actions>('actions');
export const workContext = createContext<AppState['work']>('work');
export const settingsContext = createContext<AppState['settings']>('settings');
export const statusContext = createContext<AppState['status']>('status');
export const buildsContext = createContext<AppState['builds']>('builds');
