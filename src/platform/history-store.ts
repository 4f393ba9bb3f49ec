import { entries, get, promisifyRequest, type UseStore } from 'idb-keyval';
import {
  type BoardHistory,
  emptyHistory,
  type HistoryEntry,
  type HistorySubject,
  subjectKey,
  withEntry,
} from '../core/history/history.ts';
import { openDatabase } from './database.ts';

/** Boards whose history is kept; of more the one goes that nothing has happened to for the longest time. */
export const MOST_BOARDS = 100;

/** The browser may deny storage (private windows, policies, a full disk): then every promise rejects. */
export interface HistoryStore {
  history(subject: HistorySubject): Promise<BoardHistory>;
  /** Adds an entry. @returns the history with it. */
  add(subject: HistorySubject, entry: HistoryEntry): Promise<BoardHistory>;
  remove(subject: HistorySubject): Promise<void>;
  /** Of all boards, the one with the latest entry first. */
  all(): Promise<readonly BoardHistory[]>;
}

/** A database of its own, so that nothing else has to know its shape. Nothing is asked of it before the first call. */
export function openHistoryStore(name = 'twinslot-history'): HistoryStore {
  const open = openDatabase(name, 'boards');
  return {
    history: async subject =>
      (await get<BoardHistory>(subjectKey(subject), await open())) ?? emptyHistory(subject),
    add: async (subject, entry) => add(await open(), subject, entry),
    remove: async subject => {
      const store = await open();
      await store('readwrite', objects => {
        objects.delete(subjectKey(subject));
        return promisifyRequest(objects.transaction);
      });
    },
    all: async () =>
      (await entries<string, BoardHistory>(await open()))
        .map(([, history]) => history)
        .sort((a, b) => latest(b) - latest(a)),
  };
}

const latest = (history: BoardHistory): number => history.entries.at(-1)?.at ?? 0;

/** In one transaction, so that two tabs lose nothing of each other. */
function add(store: UseStore, subject: HistorySubject, entry: HistoryEntry): Promise<BoardHistory> {
  return store('readwrite', async objects => {
    const key = subjectKey(subject);
    const before = await promisifyRequest<BoardHistory | undefined>(objects.get(key));
    const after = withEntry(before ?? emptyHistory(subject), entry);
    objects.put(after, key);
    if (!before) await makeRoom(objects);
    await promisifyRequest(objects.transaction);
    return after;
  });
}

async function makeRoom(objects: IDBObjectStore): Promise<void> {
  const kept = await promisifyRequest<BoardHistory[]>(objects.getAll());
  const over = kept.sort((a, b) => latest(a) - latest(b)).slice(0, Math.max(0, kept.length - MOST_BOARDS));
  for (const { subject } of over) objects.delete(subjectKey(subject));
}
