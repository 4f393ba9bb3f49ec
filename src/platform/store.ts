import { del, get, set } from 'idb-keyval';
import type { LinkMemory } from '../core/device/link-memory.ts';
import type { FlashSettings } from '../core/esp8266/settings.ts';
import { openDatabase } from './database.ts';

/** What this browser keeps between visits besides the locker: settings, and what was learnt of bridges and boards. */

export type Theme = 'auto' | 'light' | 'dark';

export interface StoredSettings extends Partial<FlashSettings> {
  readonly theme?: Theme;
}

/** What is kept of a board. */
export interface StoredBoard {
  /** Written or copied from here before, or the person said that no copy is needed. */
  readonly known: boolean;
  /** A write began and did not come to its end. */
  readonly unfinished: boolean;
}

/** What the lanes remember of bridges and boards. */
export interface LaneStore {
  /** `key`: one for each bridge and port. */
  link(key: string): Promise<LinkMemory | undefined>;
  putLink(key: string, memory: LinkMemory): Promise<void>;
  board(mac: string): Promise<StoredBoard | undefined>;
  putBoard(mac: string, board: StoredBoard): Promise<void>;
}

/** The browser may deny storage (private windows, policies, a full disk): then every promise rejects. */
export interface Store extends LaneStore {
  settings(): Promise<StoredSettings>;
  putSettings(settings: StoredSettings): Promise<void>;
  /** Anything that is taken over one load of the page. */
  put(key: string, luggage: unknown): Promise<void>;
  take<Luggage>(key: string): Promise<Luggage | undefined>;
}

const SETTINGS = 'settings';
const luggageKey = (key: string): string => `luggage:${key}`;
const linkKey = (key: string): string => `link:${key}`;
const boardKey = (mac: string): string => `board:${mac}`;

/** The browser's database; nothing is asked of it before the first call. */
export function openStore(name = 'twinslot'): Store {
  const open = openDatabase(name, 'kept');
  return {
    settings: async () => (await get<StoredSettings>(SETTINGS, await open())) ?? {},
    putSettings: async settings => set(SETTINGS, settings, await open()),
    put: async (key, luggage) => set(luggageKey(key), luggage, await open()),
    take: async <Luggage>(key: string) => {
      const luggage = await get<Luggage>(luggageKey(key), await open());
      await del(luggageKey(key), await open());
      return luggage;
    },
    link: async key => get<LinkMemory>(linkKey(key), await open()),
    putLink: async (key, memory) => set(linkKey(key), memory, await open()),
    board: async mac => get<StoredBoard>(boardKey(mac), await open()),
    putBoard: async (mac, board) => set(boardKey(mac), board, await open()),
  };
}
