/** What happened to one board as far as this browser saw it: bounded, the oldest goes first. Pure. */
import type { LoaderClaim, ResetCause } from '../bootlog/report.ts';
import type { FlashMapName, Slot } from '../esp8266/flash-map.ts';
import type { Finding } from '../findings.ts';

/**
 * Whose history it is. A board has the MAC of its chip; a device without a cable is known by its address alone, which
 * another device may have tomorrow.
 */
export type HistorySubject =
  | { readonly by: 'mac'; readonly mac: string; readonly virtual: boolean }
  | { readonly by: 'address'; readonly address: string };

/** A file of flash contents, as the person knows it. */
export interface HistoryImage {
  /** The file that it was made from, or that it is: `app2.elf`, `boot.bin`. */
  readonly file: string;
  /** Bytes of what was written or offered. */
  readonly size: number;
  /** Of these bytes, 64 hex digits; missing where the browser has no SHA-256 (pages from insecure addresses). */
  readonly sha256?: string;
  readonly slot?: Slot;
  /** Which build it says to be. */
  readonly build?: string;
}

export type HistoryEvent =
  /** Through the cable, and proven; `boots`: the slot that starts. */
  | { readonly kind: 'written'; readonly images: readonly HistoryImage[]; readonly boots?: Slot }
  | { readonly kind: 'slot-chosen'; readonly slot: Slot }
  | { readonly kind: 'erased' }
  /** Ready for the device to fetch. */
  | { readonly kind: 'offered'; readonly image: HistoryImage }
  /** The device has fetched all of it. */
  | { readonly kind: 'sent'; readonly image: HistoryImage }
  /** It has fetched so many bytes and no more. */
  | { readonly kind: 'broken-off'; readonly image: HistoryImage; readonly sent: number }
  /** An update over the air came to its proof. */
  | { readonly kind: 'updated'; readonly slot: Slot; readonly by: 'serial' | 'page'; readonly build?: string }
  | {
      readonly kind: 'not-updated';
      readonly stage: 'stayed' | 'failed' | 'unproven';
      readonly why?: Finding;
      readonly slot?: Slot;
    }
  /** Started and quiet since; `proof` is the line of the log. */
  | {
      readonly kind: 'booted';
      readonly slot: Slot;
      readonly cause?: ResetCause;
      readonly loader?: LoaderClaim;
      readonly map?: FlashMapName;
      readonly proof?: string;
    }
  /** `cause`: the number of the exception. */
  | { readonly kind: 'crashed'; readonly slot: Slot; readonly cause?: number };

export interface HistoryEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: HistoryEvent;
}

/** The newest entry is the last. */
export interface BoardHistory {
  readonly subject: HistorySubject;
  readonly entries: readonly HistoryEntry[];
  /** Entries that went because there were too many. */
  readonly dropped: number;
}

/** Entries that are kept of a board. */
export const MOST_ENTRIES = 200;

export const emptyHistory = (subject: HistorySubject): BoardHistory => ({ subject, entries: [], dropped: 0 });

/** One word for a subject, the same for the same board. */
export const subjectKey = (subject: HistorySubject): string =>
  subject.by === 'mac' ? `${subject.virtual ? 'virtual' : 'mac'} ${subject.mac}` : `at ${subject.address}`;

/** The history with one more entry; the same object when the entry says what is said already. */
export function withEntry(history: BoardHistory, entry: HistoryEntry, most = MOST_ENTRIES): BoardHistory {
  if (isKnown(history, entry.event)) return history;
  const entries = [...history.entries, entry];
  const over = Math.max(0, entries.length - most);
  return { ...history, entries: entries.slice(over), dropped: history.dropped + over };
}

/** An offer stands until another one, or until it was taken: files that are dropped twice are offered once. */
function isKnown({ entries }: BoardHistory, event: HistoryEvent): boolean {
  if (event.kind !== 'offered') return false;
  for (const { event: before } of [...entries].reverse()) {
    if (before.kind === 'offered') return isSameImage(before.image, event.image);
    if (before.kind === 'sent' || before.kind === 'written') return false;
  }
  return false;
}

const isSameImage = (a: HistoryImage, b: HistoryImage): boolean =>
  a.slot === b.slot && a.file === b.file && a.size === b.size && a.sha256 === b.sha256;
