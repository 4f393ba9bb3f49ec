import { bytesOf, type Catalogue } from './catalogue.ts';
import type { LockerEntry } from './entry.ts';

/** How much the locker takes at most, bytes: a hundred builds with debug information, or fifty whole flashes of 4 MB. */
export const LOCKER_LIMIT = 256 * 1024 * 1024;

/** Entries; more are no list that anybody reads. */
const MAX_ENTRIES = 500;

/** Of what the browser lets the page have, the rest is for the page itself and for its next version. */
const SHARE = 0.8;

/** What the browser says of its storage, bytes; browsers need not say anything. */
export interface StorageEstimate {
  readonly usage?: number;
  readonly quota?: number;
}

/** What the locker may take now. @param used bytes that it takes already, which are part of the browser's usage. */
export function lockerLimit({ usage, quota }: StorageEstimate, used: number): number {
  if (quota === undefined || usage === undefined) return LOCKER_LIMIT;
  const others = Math.max(0, usage - used);
  return Math.max(0, Math.min(LOCKER_LIMIT, Math.floor(SHARE * (quota - others))));
}

export type Pruned = { readonly kept: Catalogue; readonly removed: Catalogue };

/** Lets the oldest go until the rest fits; never what is pinned, nor what is spared. */
export function prune(
  entries: Catalogue,
  limit: number,
  spared: ReadonlySet<string> = new Set(),
  count = MAX_ENTRIES,
): Pruned {
  const users = new Map<string, number>();
  for (const { files } of entries)
    for (const hash of hashesOf(files)) users.set(hash, (users.get(hash) ?? 0) + 1);
  let bytes = bytesOf(entries);
  let left = entries.length;
  const gone = new Set<LockerEntry>();
  for (const entry of [...entries].sort((a, b) => a.time - b.time)) {
    if (bytes <= limit && left <= count) break;
    if (entry.pinned || spared.has(entry.id)) continue;
    gone.add(entry);
    left--;
    for (const hash of hashesOf(entry.files)) {
      const others = (users.get(hash) ?? 0) - 1;
      users.set(hash, others);
      if (others === 0) bytes -= entry.files.find(({ sha256 }) => sha256 === hash)?.size ?? 0;
    }
  }
  return { kept: entries.filter(e => !gone.has(e)), removed: entries.filter(e => gone.has(e)) };
}

const hashesOf = (files: LockerEntry['files']): ReadonlySet<string> =>
  new Set(files.map(file => file.sha256));

/** Why something was not taken in: `needed` bytes are more than there is room for. */
export interface NoRoom {
  /** `pinned`: without pinned entries it would fit. */
  readonly reason: 'too-large' | 'pinned';
  readonly needed: number;
  readonly limit: number;
}

export type Admission = ({ readonly ok: true } & Pruned) | ({ readonly ok: false } & NoRoom);

/** Makes room for entries that just came and are in the catalogue already; nothing goes when that cannot be enough. */
export function admit(entries: Catalogue, fresh: ReadonlySet<string>, limit: number): Admission {
  const pruned = prune(entries, limit, fresh);
  if (bytesOf(pruned.kept) <= limit) return { ok: true, ...pruned };
  const needed = bytesOf(entries.filter(({ id }) => fresh.has(id)));
  return { ok: false, reason: needed > limit ? 'too-large' : 'pinned', needed, limit };
}
