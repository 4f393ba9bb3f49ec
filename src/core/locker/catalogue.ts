import type { EntryEdits, LockerEntry } from './entry.ts';

/** Operations on the list of all entries, the newest first. Each gives a new list; the same one when nothing changes. */
export type Catalogue = readonly LockerEntry[];

/** Bytes of every content, by its hash. */
export function contentsOf(entries: Catalogue): ReadonlyMap<string, number> {
  return new Map(entries.flatMap(({ files }) => files.map(file => [file.sha256, file.size])));
}

/** Bytes that the entries take: contents that several share count once. */
export function bytesOf(entries: Catalogue): number {
  let sum = 0;
  for (const size of contentsOf(entries).values()) sum += size;
  return sum;
}

/**
 * The catalogue with an entry that came just now. One that was there keeps what somebody wrote to it. A build that
 * grew file by file is one build: it replaces those that are part of it, unless somebody wrote something to them.
 */
export function withEntry(kept: Catalogue, entry: LockerEntry): Catalogue {
  const before = kept.find(({ id }) => id === entry.id);
  const others = kept.filter(other => other.id !== entry.id && !isReplaced(other, entry));
  return newestFirst([{ ...entry, ...(before && editsOf(before)) }, ...others]);
}

function isReplaced(old: LockerEntry, by: LockerEntry): boolean {
  if (old.kind !== 'build' || by.kind !== 'build' || old.edited !== undefined) return false;
  return old.files.every(file => by.files.some(({ sha256 }) => sha256 === file.sha256));
}

/** What somebody changed of an entry, at a time. Empty names and notes are none. */
export function withEdits(kept: Catalogue, id: string, edits: EntryEdits, now: number): Catalogue {
  return kept.map(entry => {
    if (entry.id !== id) return entry;
    // A clock that was set back must not make the newer words look older.
    const edited = Math.max(now, (entry.edited ?? 0) + 1);
    return replaceEdits(entry, { ...editsOf(entry), ...edits, edited });
  });
}

export const without = (kept: Catalogue, ids: ReadonlySet<string>): Catalogue =>
  kept.some(({ id }) => ids.has(id)) ? kept.filter(({ id }) => !ids.has(id)) : kept;

/**
 * Both catalogues together. Of an entry that is in both, the words that were written later count, whichever side they
 * come from; those of `kept` where neither is later.
 */
export function merge(kept: Catalogue, coming: Catalogue): Catalogue {
  const merged = new Map(kept.map(entry => [entry.id, entry]));
  for (const entry of coming) {
    const ours = merged.get(entry.id);
    if (!ours) merged.set(entry.id, entry);
    else {
      const later = (entry.edited ?? 0) > (ours.edited ?? 0) ? entry : ours;
      const time = Math.max(entry.time, ours.time);
      merged.set(entry.id, replaceEdits({ ...ours, time }, editsOf(later)));
    }
  }
  return newestFirst([...merged.values()]);
}

/** What merging would do, for the question before it. */
export interface MergeOutlook {
  readonly added: number;
  /** Entries that get newer words. */
  readonly changed: number;
  /** Entries that are here already, as they are. */
  readonly same: number;
  /** Bytes that come with it. */
  readonly bytes: number;
}

export function mergeOutlook(kept: Catalogue, coming: Catalogue): MergeOutlook {
  const ours = new Map(kept.map(entry => [entry.id, entry]));
  const fresh = coming.filter(({ id }) => !ours.has(id));
  const changed = coming.filter(({ id, edited = 0 }) => {
    const before = ours.get(id);
    return before !== undefined && edited > (before.edited ?? 0);
  });
  return {
    added: fresh.length,
    changed: changed.length,
    same: coming.length - fresh.length - changed.length,
    bytes: bytesOf([...kept, ...coming]) - bytesOf(kept),
  };
}

const newestFirst = (entries: Catalogue): Catalogue => [...entries].sort((a, b) => b.time - a.time);

function editsOf({ name, note, pinned, edited }: EntryEdits): EntryEdits {
  return {
    ...(name && { name }),
    ...(note && { note }),
    ...(pinned && { pinned }),
    ...(edited !== undefined && { edited }),
  };
}

function replaceEdits(entry: LockerEntry, edits: EntryEdits): LockerEntry {
  const { name: _name, note: _note, pinned: _pinned, edited: _edited, ...rest } = entry;
  return { ...rest, ...editsOf(edits) } as LockerEntry;
}
