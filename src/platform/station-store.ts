import { del, delMany, entries, get, set } from 'idb-keyval';
import type { StationEntry } from '../core/station/record.ts';
import { openDatabase } from './database.ts';

/** What the browser keeps of a station: the log of its boards, and what people wrote on its seats. */
export interface StationStore {
  /** The oldest first. */
  entries(): Promise<readonly StationEntry[]>;
  add(entry: StationEntry): Promise<void>;
  clear(): Promise<void>;
  /** By the id of a seat's port. */
  labels(): Promise<Readonly<Record<string, string>>>;
  putLabels(labels: Readonly<Record<string, string>>): Promise<void>;
}

/** Boards that are kept; a school has fewer. The oldest go. */
const MOST_ENTRIES = 5000;
const LABELS = 'labels';
const ENTRY = 'board ';

/** The browser may deny storage: then every promise rejects. Two tabs never lose each other's boards. */
export function openStationStore(name = 'twinslot-station'): StationStore {
  const open = openDatabase(name, 'kept');
  const kept = async (): Promise<[string, StationEntry][]> => {
    const all = await entries<string, StationEntry>(await open());
    return all.filter(([key]) => key.startsWith(ENTRY)).sort(([a], [b]) => (a < b ? -1 : 1));
  };
  return {
    entries: async () => {
      const all = await kept();
      const over = all.slice(0, Math.max(0, all.length - MOST_ENTRIES)).map(([key]) => key);
      if (over.length > 0) await delMany(over, await open());
      return all.slice(over.length).map(([, entry]) => entry);
    },
    add: async entry => set(keyOf(entry), entry, await open()),
    clear: async () => {
      const keys = (await kept()).map(([key]) => key);
      await delMany(keys, await open());
      await del(LABELS, await open());
    },
    labels: async () => (await get<Record<string, string>>(LABELS, await open())) ?? {},
    putLabels: async labels => set(LABELS, labels, await open()),
  };
}

/** In the order of time; boards that end in the same millisecond keep apart. */
const keyOf = ({ time }: StationEntry): string =>
  `${ENTRY}${String(time).padStart(15, '0')} ${crypto.getRandomValues(new Uint32Array(1)).join('')}`;
