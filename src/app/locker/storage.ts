import { bytesOf, type Catalogue } from '../../core/locker/catalogue.ts';
import { lockerLimit } from '../../core/locker/room.ts';
import { askToPersist, type StorageFacts, storageFacts } from '../../platform/locker-store.ts';

/** What the browser says, and what that leaves for the locker, bytes. */
export interface StorageView extends StorageFacts {
  readonly limit: number;
}

/** @param persist `ask`: asks the browser first never to clear what is kept by itself. */
export async function storageOf(entries: Catalogue, persist?: 'ask'): Promise<StorageView> {
  if (persist) await askToPersist();
  const facts = await storageFacts();
  return { ...facts, limit: lockerLimit(facts, bytesOf(entries)) };
}
