import type { Finding } from '../core/findings.ts';
import type { ChosenSettings, FileRole, FlashOrigin, Workspace } from '../core/workspace/workspace.ts';
import type { Theme } from '../platform/store.ts';
import type { Notice } from '../words/page-notices.ts';

/**
 * All that the page knows, in three parts that change at different times. A part that does not change keeps its
 * identity, so that only the elements that show it render again.
 */
export interface AppState {
  readonly work: WorkState;
  readonly settings: SettingsState;
  readonly status: StatusState;
}

/** A file that somebody brought. */
export interface LoadedFile {
  /** Comes back as `Source.id`. */
  readonly id: string;
  /** Unique on the page; `file.name` is the name on the disk. */
  readonly name: string;
  readonly file: File;
  readonly role?: FileRole;
  /** Read off a board: only to look at. */
  readonly origin?: FlashOrigin;
  /** Ours: not worth keeping in the locker. */
  readonly example?: boolean;
  /** In the locker already, as something else than a build. */
  readonly kept?: boolean;
}

export interface Inputs {
  readonly files: readonly LoadedFile[];
  readonly chosen: ChosenSettings;
}

/** What is on the screen: a workspace together with the inputs that it was made from. */
export interface Shown {
  readonly inputs: Inputs;
  readonly workspace: Workspace;
  /** SHA-256 of what can be saved, by name; filled in after the workspace was painted. */
  readonly hashes: Readonly<Record<string, string>>;
}

export interface WorkState {
  /** As asked for; ahead of `shown` while the worker is at it. */
  readonly files: readonly LoadedFile[];
  readonly shown?: Shown;
}

export interface SettingsState {
  readonly chosen: ChosenSettings;
  readonly theme: Theme;
}

export interface StatusState {
  /** Work takes long enough to say so. */
  readonly working: boolean;
  readonly notice?: Notice;
  /** The browser does not keep anything for us. */
  readonly storageDenied: boolean;
  readonly updateReady: boolean;
  /** Somebody wants the new version, which starts when no tab writes a board. */
  readonly updateWaits: boolean;
}

export type Change =
  | { readonly type: 'inputs'; readonly inputs: Inputs }
  | { readonly type: 'evaluated'; readonly inputs: Inputs; readonly workspace: Workspace }
  | { readonly type: 'hashed'; readonly workspace: Workspace; readonly hashes: Shown['hashes'] }
  /** Back to what is on the screen: the newest inputs were cancelled or could not be evaluated. */
  | { readonly type: 'reverted' }
  | { readonly type: 'working'; readonly working: boolean }
  | { readonly type: 'notice'; readonly notice?: Notice }
  | { readonly type: 'theme'; readonly theme: Theme }
  | { readonly type: 'storage-denied' }
  | { readonly type: 'update-ready' }
  | { readonly type: 'update-waits'; readonly waits: boolean };

export const inputsOf = ({ work, settings }: AppState): Inputs => ({
  files: work.files,
  chosen: settings.chosen,
});

export const initialState = (chosen: ChosenSettings = {}, theme: Theme = 'auto'): AppState => ({
  work: { files: [] },
  settings: { chosen, theme },
  status: { working: false, storageDenied: false, updateReady: false, updateWaits: false },
});

/** The next state; the same object when nothing changed. */
export function reduce(state: AppState, change: Change): AppState {
  switch (change.type) {
    case 'inputs':
      return withInputs(state, change.inputs);
    case 'evaluated': {
      const { inputs, workspace } = change;
      const shown = inputs.files.length > 0 ? { inputs, workspace, hashes: {} } : undefined;
      const next = withInputs(state, inputs);
      return { ...next, work: { files: inputs.files, ...(shown && { shown }) } };
    }
    case 'hashed': {
      const { shown } = state.work;
      if (shown?.workspace !== change.workspace) return state;
      return { ...state, work: { ...state.work, shown: { ...shown, hashes: change.hashes } } };
    }
    case 'reverted':
      return withInputs(state, state.work.shown?.inputs ?? { files: [], chosen: state.settings.chosen });
    case 'theme':
      return { ...state, settings: { ...state.settings, theme: change.theme } };
    default:
      return { ...state, status: statusAfter(state.status, change) };
  }
}

function withInputs(state: AppState, { files, chosen }: Inputs): AppState {
  const { work, settings } = state;
  return {
    ...state,
    work: files === work.files ? work : { ...work, files },
    settings: chosen === settings.chosen ? settings : { ...settings, chosen },
  };
}

type StatusChange = Extract<
  Change,
  { type: 'working' | 'notice' | 'storage-denied' | 'update-ready' | 'update-waits' }
>;

function statusAfter(status: StatusState, change: StatusChange): StatusState {
  switch (change.type) {
    case 'working':
      return status.working === change.working ? status : { ...status, working: change.working };
    case 'notice': {
      const { notice: _, ...rest } = status;
      return change.notice ? { ...rest, notice: change.notice } : rest;
    }
    case 'storage-denied':
      return { ...status, storageDenied: true };
    case 'update-ready':
      return { ...status, updateReady: true };
    case 'update-waits':
      return { ...status, updateWaits: change.waits };
  }
}

/** Findings about the files together; those about one file stand on its card. */
export const findingsTogether = ({ workspace, inputs }: Shown): readonly Finding[] => {
  const names = new Set(inputs.files.map(file => file.name));
  return workspace.findings.filter(({ where }) => where.file === undefined || !names.has(where.file));
};

/** Images to write, or a flash that was read back: there is a map to look at. */
export const hasMap = ({ workspace }: Shown): boolean =>
  workspace.plan.writes.length > 0 || workspace.files.some(file => file.kind === 'dump');

/** Something to save is on the screen. */
export const hasImages = (shown: Shown | undefined): shown is Shown =>
  shown !== undefined && shown.workspace.plan.writes.length > 0;
