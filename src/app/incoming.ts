import { onLaunch } from '../platform/launches.ts';
import { SHARE_QUERY, takeShared } from '../platform/shared-files.ts';
import type { Actions } from './actions.ts';

/** Files that the system brings (double click, "Open with", "Share") are files like those that are dropped. */
export function takeIncoming(actions: Actions): void {
  onLaunch(async ({ files, address }) => {
    if (files.length === 0) {
      // A shortcut, while the page is open already: what runs in it goes on, so no page is loaded.
      const fragment = address === undefined ? '' : new URL(address).hash;
      if (fragment) location.hash = fragment;
      return;
    }
    const read = await Promise.allSettled(files.map(handle => handle.getFile()));
    await bring(
      actions,
      read.flatMap(result => (result.status === 'fulfilled' ? [result.value] : [])),
    );
  });
  void takeSharedFiles(actions);
}

async function takeSharedFiles(actions: Actions): Promise<void> {
  const here = new URL(location.href);
  const key = here.searchParams.get(SHARE_QUERY);
  if (key === null) return;
  here.searchParams.delete(SHARE_QUERY);
  history.replaceState(history.state, '', here.href);
  await bring(actions, await takeShared(key).catch(() => []));
}

/** Step 1 shows them, wherever in the app somebody is. */
async function bring(actions: Actions, files: readonly File[]): Promise<void> {
  if (location.hash.startsWith('#/')) location.hash = '#firmware';
  await actions.addFiles(files);
}
