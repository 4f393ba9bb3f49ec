import { Actions } from './app/actions.ts';
import { Announcer } from './app/announcer.ts';
import { hashOutputs } from './app/hashes.ts';
import { LanguageChange, unpack } from './app/language-change.ts';
import { Keeping } from './app/locker/keeping.ts';
import { Locker } from './app/locker/locker.ts';
import { keepPreferences, preferencesFrom } from './app/preferences.ts';
import { initialState } from './app/state.ts';
import { StateHolder } from './app/state-holder.ts';
import { Updates } from './app/updates.ts';
import type { FlashOrigin } from './core/workspace/workspace.ts';
import { openLockerStore, storageFacts } from './platform/locker-store.ts';
import { openStore } from './platform/store.ts';
import { App } from './ui/app.ts';
import { WorkerClient } from './worker/client.ts';

/** Puts the page together; the only module that knows all parts. */

/** The browser's database answers in a few milliseconds; where it does not, the page starts without settings. */
const WAIT_FOR_SETTINGS_MS = 300;

/** The copy for use without a network is made when the page has long been usable. */
const SETTLE_MS = 1500;

const startWorker = (): WorkerClient =>
  new WorkerClient(() => new Worker(new URL('./worker/entry.ts', import.meta.url), { type: 'module' }));
const worker = startWorker();
// Somebody may go elsewhere in the page before the parts have come that want to know.
const fragment = location.hash;
const store = openStore();
const denied = Symbol('storage denied');
const late = new Promise<Record<string, never>>(resolve => setTimeout(resolve, WAIT_FOR_SETTINGS_MS, {}));
const stored = await Promise.race([store.settings().catch(() => denied), late]);

const { chosen, theme } = preferencesFrom(typeof stored === 'symbol' ? {} : stored);
const holder = new StateHolder(initialState(chosen, theme));
if (typeof stored === 'symbol') holder.dispatch({ type: 'storage-denied' });

const updates = new Updates(holder);
const locker = new Locker({
  store: openLockerStore(),
  estimate: storageFacts,
  now: Date.now,
  onDenied: () => holder.dispatch({ type: 'storage-denied' }),
});
const keeping = new Keeping({ holder, worker, locker, now: Date.now });
const actions = new Actions({
  holder,
  worker,
  locker,
  keeping,
  acceptUpdate: () => void updates.accept(),
  declineUpdate: () => updates.decline(),
});
hashOutputs(holder, worker);
keepPreferences(holder, store);

let busy = (): boolean => false;
const languages = new LanguageChange({
  ...{ holder, luggage: store, busy: () => busy(), reload: () => location.reload() },
});
const app = new App();
app.compose(holder, actions, languages);
document.body.append(app);

// What the page needs once there are files comes while it waits for them.
const announcer = new Announcer(spoken => app.say(spoken));
const rest = Promise.all([
  import('./ui/workbench.ts'),
  Promise.all([
    import('./app/lanes/start.ts'),
    import('./app/announcing-lanes.ts'),
    import('./app/companion/start.ts'),
    import('./app/history/start.ts'),
    import('./app/folder/start.ts'),
  ]).then(([{ startLanes }, { announceLanes }, { startRunning }, { startHistory }, { startRebuild }]) => {
    const addFile = (file: File, origin: FlashOrigin): void => void actions.addReadBack(file, origin);
    const { lanes, board } = startLanes({ holder, store, startWorker, keeping, addFile });
    busy = () => board.present || lanes.view.lanes.some(({ phase }) => phase !== 'closed');
    announceLanes(lanes, announcer);
    const running = startRunning({ holder, worker, lanes, board, keeping, fragment });
    const diary = startHistory(worker, running, lanes);
    const rebuild = startRebuild(holder, actions, running.companion);
    const parts = { holder, announcer };
    app.provideBoards({ lanes, board, running, diary, parts, ...(rebuild && { rebuild }) });
    return import('./app/lessons/start.ts').then(({ startLessons }) =>
      app.provideLessons(startLessons({ holder, actions, lanes, running })),
    );
  }),
  import('./app/incoming.ts').then(({ takeIncoming }) => takeIncoming(actions)),
  import('./app/announcing.ts').then(({ announceChanges }) => announceChanges(holder, announcer)),
]).catch(() => holder.dispatch({ type: 'notice', notice: { kind: 'part-missing' } }));

await Promise.all([rest, locker.load(), unpack(store, actions)]);
setTimeout(() => void updates.register(), SETTLE_MS);
