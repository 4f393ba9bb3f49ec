/** The service worker: keeps the page for use without a network, and takes files that other apps share. */
import { cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { copyOf } from './copy.ts';
import { answerShare, isShare } from './share.ts';

declare const self: ServiceWorkerGlobalScope & {
  /** Filled in by the build: every file of the site, with a hash of those whose name has none. */
  readonly __WB_MANIFEST: readonly PrecacheEntry[];
};

// First: what precaching does not know goes to the network, and no server takes a POST.
self.addEventListener('fetch', event => {
  if (isShare(event.request, self.registration.scope)) event.respondWith(answerShare(event.request));
});

precacheAndRoute(copyOf(self.__WB_MANIFEST), {
  // The page reads its query itself (`?shared=…`): it is the same page.
  ignoreURLParametersMatching: [/./],
});
cleanupOutdatedCaches();

// A new version waits until the page says so (src/app/updates.ts).
self.addEventListener('message', event => {
  const { type } = (event.data ?? {}) as { readonly type?: unknown };
  if (type === 'SKIP_WAITING') void self.skipWaiting();
});

// The page of the first visit gets its copy at once, not only after a reload.
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
