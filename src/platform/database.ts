import { createStore, type UseStore } from 'idb-keyval';

/**
 * A database of the browser with one table, opened at the first call and not before. The browser may deny storage
 * (private windows, policies, a full disk): then the promises reject, and a later call tries anew.
 */
export function openDatabase(name: string, table: string): () => Promise<UseStore> {
  let opened: UseStore | undefined;
  // Opening may throw at once where storage is denied: inside a promise, callers have one way of failure to think of.
  return async () => {
    opened ??= createStore(name, table);
    return opened;
  };
}
