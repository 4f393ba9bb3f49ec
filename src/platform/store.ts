import { createStore, get, getMany, promisifyRequest, set, type UseStore } from 'idb-keyval';
import type { LinkMemory } from '../core/device/link-memory.ts';
import type { FlashSettings } from '../core/esp8266/settings.ts';
import type { FileRole } from '../core/workspace/workspace.ts';

/** What this browser keeps between visits: settings, and the builds of the last days by their contents. */

export type Theme = 'auto' | 'light' | 'dark';

export interface StoredSettings extends Partial<FlashSettings> {
  readonly theme?: Theme;
}

export interface StoredFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Of the contents, which are kept once however many builds they belong to. */
  readonly sha256: string;
  readonly role?: FileRole;
  /** What the file turned out to be, in a few words. */
  readonly summary: string;
}

/** Files that were on the page together. */
export interface StoredBuild {
  /** Made from the hashes of its files: the same files are the same build. */
  readonly id: string;
  readonly files: readonly StoredFile[];
  /** Milliseconds since 1970. */
  readonly time: number;
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

const MAX_BUILDS = 20;
/** Larger files are not kept; in bytes. */
export const MAX_FILE_SIZE = 8 * 1024 * 1024;

/** The browser may deny storage (private windows, policies, a full disk): then every promise rejects. */
export interface Store extends LaneStore {
  settings(): Promise<StoredSettings>;
  putSettings(settings: StoredSettings): Promise<void>;
  /** The newest first. */
  builds(): Promise<readonly StoredBuild[]>;
  /** Keeps a build; `contents` in the order of its files. What goes over the limit goes, the oldest first. */
  putBuild(build: StoredBuild, contents: readonly Blob[]): Promise<readonly StoredBuild[]>;
  /** The contents of the files of a build, in their order. */
  contents(build: StoredBuild): Promise<readonly Blob[]>;
  removeBuild(id: string): Promise<readonly StoredBuild[]>;
}

const SETTINGS = 'settings';
const BUILDS = 'builds';
const linkKey = (key: string): string => `link:${key}`;
const boardKey = (mac: string): string => `board:${mac}`;
const contentKey = (file: StoredFile): string => `content:${file.sha256}`;

/** The browser's database; nothing is asked of it before the first call. */
export function openStore(name = 'twinslot'): Store {
  let opened: UseStore | undefined;
  // Opening may throw where the browser denies storage, so it happens inside the promises.
  const open = async (): Promise<UseStore> => {
    opened ??= createStore(name, 'kept');
    return opened;
  };
  return {
    settings: async () => (await get<StoredSettings>(SETTINGS, await open())) ?? {},
    putSettings: async settings => set(SETTINGS, settings, await open()),
    builds: async () => (await get<readonly StoredBuild[]>(BUILDS, await open())) ?? [],
    putBuild: async (build, contents) =>
      changeBuilds(
        await open(),
        kept => [build, ...kept.filter(k => !isPartOf(k, build))].slice(0, MAX_BUILDS),
        new Map(build.files.map((file, i) => [contentKey(file), contents[i]])),
      ),
    contents: async build => {
      const blobs = await getMany<Blob>(build.files.map(contentKey), await open());
      return blobs.map((blob, i) => {
        if (!blob) throw new RangeError(`the contents of ${build.files[i]?.name} are gone`);
        return blob;
      });
    },
    link: async key => get<LinkMemory>(linkKey(key), await open()),
    putLink: async (key, memory) => set(linkKey(key), memory, await open()),
    board: async mac => get<StoredBoard>(boardKey(mac), await open()),
    putBoard: async (mac, board) => set(boardKey(mac), board, await open()),
    removeBuild: async id => changeBuilds(await open(), kept => kept.filter(k => k.id !== id)),
  };
}

/** Every file of `build` is in `other` too, which therefore replaces it. */
const isPartOf = (build: StoredBuild, other: StoredBuild): boolean =>
  build.files.every(file => other.files.some(o => o.sha256 === file.sha256));

/** Changes the list and the contents that belong to it in one transaction, so that two tabs cannot disagree. */
function changeBuilds(
  store: UseStore,
  edit: (kept: readonly StoredBuild[]) => readonly StoredBuild[],
  added: ReadonlyMap<string, Blob | undefined> = new Map(),
): Promise<readonly StoredBuild[]> {
  return store('readwrite', async objects => {
    const before: readonly StoredBuild[] = (await promisifyRequest(objects.get(BUILDS))) ?? [];
    const after = edit(before);
    const keysOf = (builds: readonly StoredBuild[]) => new Set(builds.flatMap(b => b.files.map(contentKey)));
    const needed = keysOf(after);
    objects.put(after, BUILDS);
    for (const [key, blob] of added) objects.put(blob, key);
    for (const key of keysOf(before)) if (!needed.has(key)) objects.delete(key);
    await promisifyRequest(objects.transaction);
    return after;
  });
}
