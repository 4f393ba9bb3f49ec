/**
 * Files that another app shared, on their way from the service worker that took them to the page that opens.
 * They lie in a cache of their own, because both sides reach it, and go when the page has them.
 */

/** The address that files are sent to, below the page's. */
export const SHARE_ACTION = 'share';
/** The field of the form that holds the files. */
export const SHARE_FIELD = 'files';
/** The page's query parameter that says which files are meant. */
export const SHARE_QUERY = 'shared';

const CACHE = 'twinslot-shared';
const NAME_HEADER = 'x-name';
/** A page that never came for its files does not come any more. */
const FORGET_MS = 60 * 60 * 1000;

const addressOf = (key: string, index: number): string => `./${SHARE_ACTION}/${key}/${index}`;
const timeOf = (key: string): number => Number(key.split('-')[0]);

/** More than the page shows at a time, and bytes of the largest locker: any site can send a form to this address. */
export const MOST_SHARED = { files: 64, bytes: 512 * 1024 * 1024 } as const;

/** @returns the key by which the page takes the files; empty when there are none, or too many. */
export async function keepShared(files: readonly File[]): Promise<string> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length === 0 || files.length > MOST_SHARED.files || bytes > MOST_SHARED.bytes) return '';
  const cache = await caches.open(CACHE);
  await forgetOld(cache);
  const key = `${Date.now()}-${crypto.randomUUID()}`;
  for (const [index, file] of files.entries()) {
    const headers = { [NAME_HEADER]: encodeURIComponent(file.name) };
    await cache.put(addressOf(key, index), new Response(file, { headers }));
  }
  return key;
}

/** The files of a key, which are then gone: a reload does not bring them a second time. */
export async function takeShared(key: string): Promise<readonly File[]> {
  const cache = await caches.open(CACHE);
  const files: File[] = [];
  for (;;) {
    const address = addressOf(key, files.length);
    const response = await cache.match(address);
    if (!response) return files;
    const name = decodeURIComponent(response.headers.get(NAME_HEADER) ?? '');
    files.push(new File([await response.blob()], name));
    await cache.delete(address);
  }
}

async function forgetOld(cache: Cache): Promise<void> {
  for (const request of await cache.keys()) {
    const [, key = ''] = new URL(request.url).pathname.split(`/${SHARE_ACTION}/`);
    if (Date.now() - timeOf(key) > FORGET_MS) await cache.delete(request);
  }
}
