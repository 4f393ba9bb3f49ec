import { promisifyRequest, type UseStore } from 'idb-keyval';
import {
  type Catalogue,
  contentsOf,
  merge,
  withEdits,
  withEntry,
  without,
} from '../core/locker/catalogue.ts';
import { type EntryEdits, entryOf, type FileKind, type LockerEntry } from '../core/locker/entry.ts';
import { type Admission, admit, type StorageEstimate } from '../core/locker/room.ts';
import type { FileRole } from '../core/workspace/workspace.ts';
import { openDatabase } from './database.ts';

/** The locker in the browser's database: one list, and every content once, by its hash. */

/** The browser may deny storage (private windows, policies, a full disk): then every promise rejects. */
export interface LockerStore {
  /** The newest first. */
  entries(): Promise<Catalogue>;
  /** Keeps an entry; `contents` in the order of its files. The oldest go until everything is within `limit`, bytes. */
  keep(entry: LockerEntry, contents: readonly Blob[], limit: number): Promise<Admission>;
  /** Adds entries of another locker, or brings back what was removed. Nothing goes for them. */
  add(entries: Catalogue, contents: ReadonlyMap<string, Blob>, limit: number): Promise<Admission>;
  edit(id: string, edits: EntryEdits, now: number): Promise<Catalogue>;
  remove(ids: ReadonlySet<string>): Promise<Catalogue>;
  /** By their hashes; what the browser has lost is not there. */
  contents(hashes: readonly string[]): Promise<ReadonlyMap<string, Blob>>;
  /** Another tab of this page has changed the locker. @returns what ends that. */
  onChange(listener: () => void): () => void;
}

const LOCKER = 'locker';
const contentKey = (sha256: string): string => `content:${sha256}`;

export function openLockerStore(name = 'twinslot'): LockerStore {
  const open = openDatabase(name, 'kept');
  let channel: BroadcastChannel | undefined;
  const others = (): BroadcastChannel => {
    channel ??= new BroadcastChannel(`${name}-locker`);
    return channel;
  };
  const change = async <T>(edit: Edit<T>, added?: ReadonlyMap<string, Blob>): Promise<T> => {
    const { value, changed } = await transact(await open(), edit, added);
    if (changed) others().postMessage('changed');
    return value;
  };
  const list = (edit: (kept: Catalogue) => Catalogue): Promise<Catalogue> =>
    change(kept => {
      const after = edit(kept);
      return { after, value: after };
    });
  return {
    entries: () => list(kept => kept),
    keep: (entry, contents, limit) =>
      change(
        kept => admission(kept, withEntry(kept, entry), new Set([entry.id]), limit),
        new Map(entry.files.map((file, i) => [file.sha256, contents[i] ?? new Blob()])),
      ),
    add: (entries, contents, limit) =>
      change(kept => {
        const together = merge(kept, entries);
        return admission(kept, together, new Set(together.map(({ id }) => id)), limit);
      }, contents),
    edit: (id, edits, now) => list(kept => withEdits(kept, id, edits, now)),
    remove: ids => list(kept => without(kept, ids)),
    contents: async hashes =>
      (await open())('readonly', async objects => {
        const blobs = hashes.map(hash => promisifyRequest<Blob | undefined>(objects.get(contentKey(hash))));
        const found = await Promise.all(blobs);
        return new Map(hashes.flatMap((hash, i) => (found[i] ? [[hash, found[i]]] : [])));
      }),
    onChange: listener => {
      others().addEventListener('message', listener);
      return () => others().removeEventListener('message', listener);
    },
  };
}

type Edit<T> = (kept: Catalogue) => { readonly after: Catalogue; readonly value: T };

function admission(
  kept: Catalogue,
  wanted: Catalogue,
  fresh: ReadonlySet<string>,
  limit: number,
): ReturnType<Edit<Admission>> {
  const value = admit(wanted, fresh, limit);
  return { after: value.ok ? value.kept : kept, value };
}

/** Changes list and contents in one transaction, so that two tabs cannot disagree. */
function transact<T>(
  store: UseStore,
  edit: Edit<T>,
  added: ReadonlyMap<string, Blob> = new Map(),
): Promise<{ readonly value: T; readonly changed: boolean }> {
  return store('readwrite', async objects => {
    const stored: Catalogue = (await promisifyRequest(objects.get(LOCKER))) ?? [];
    const before = withRecentBuilds(stored, await promisifyRequest(objects.get(BUILDS)));
    const { after, value } = edit(before);
    const changed = after !== stored;
    if (changed) {
      try {
        write(objects, before, after, added);
      } catch (error) {
        // What was put already would be stored without the rest.
        objects.transaction.abort();
        throw error;
      }
    }
    await promisifyRequest(objects.transaction);
    return { value, changed };
  });
}

function write(
  objects: IDBObjectStore,
  before: Catalogue,
  after: Catalogue,
  added: ReadonlyMap<string, Blob>,
): void {
  const needed = contentsOf(after);
  objects.put(after, LOCKER);
  objects.delete(BUILDS);
  for (const [hash, blob] of added) if (needed.has(hash)) objects.put(blob, contentKey(hash));
  for (const hash of contentsOf(before).keys()) if (!needed.has(hash)) objects.delete(contentKey(hash));
}

/** Where versions before the locker kept builds, whose contents have the same keys as now. */
const BUILDS = 'builds';

interface RecentBuild {
  readonly files: readonly {
    readonly name: string;
    readonly size: number;
    readonly sha256: string;
    readonly role?: FileRole;
    readonly summary: string;
  }[];
  readonly time: number;
}

/** What those versions wrote of a file. */
const SUMMARIES: Readonly<Record<string, FileKind>> = {
  user1: 'user1',
  user2: 'user2',
  'user1 or user2': 'either',
  'no slots': 'plain',
  'no slot': 'no-slot',
  'boot loader': 'boot-loader',
  'whole flash': 'flash',
  'flash layout': 'recipe',
};

function withRecentBuilds(kept: Catalogue, builds: readonly RecentBuild[] | undefined): Catalogue {
  if (!builds) return kept;
  const entries = builds.map(({ files, time }) =>
    entryOf({
      kind: 'build',
      time,
      files: files.map(({ name, size, sha256, role, summary }) => {
        const what = SUMMARIES[summary];
        return { name, size, sha256, ...(role && { role }), ...(what && { what }) };
      }),
    }),
  );
  return merge(kept, entries);
}

/** What the browser says about all that this page keeps. */
export interface StorageFacts extends StorageEstimate {
  /** The browser has promised not to clear it by itself. */
  readonly persisted: boolean;
}

export async function storageFacts(): Promise<StorageFacts> {
  // Not there on pages from insecure addresses.
  const storage: StorageManager | undefined = navigator.storage;
  const estimate = await storage?.estimate?.().catch(() => undefined);
  const persisted = await storage?.persisted?.().catch(() => false);
  const { usage, quota } = estimate ?? {};
  return {
    persisted: persisted ?? false,
    ...(usage !== undefined && { usage }),
    ...(quota !== undefined && { quota }),
  };
}

/** Asks the browser never to clear what this page keeps by itself. @returns whether it promised. */
export const askToPersist = async (): Promise<boolean> =>
  (await navigator.storage?.persist?.().catch(() => false)) ?? false;
