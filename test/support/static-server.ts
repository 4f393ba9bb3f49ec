/** Serves a folder of files to a browser under any sub-path, and can go away as a network does. */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

export interface ServedRequest {
  readonly method: string;
  /** Path as asked for, with the sub-path, without the query. */
  readonly path: string;
  readonly status: number;
}

export interface StaticServer {
  /** Address of the sub-path, with a slash at its end. Stays the same over `close` and `reopen`. */
  readonly url: string;
  /** Every request answered so far, oldest first. */
  readonly requests: readonly ServedRequest[];
  /** Serves another folder from now on: a new version of the site has been put in place. */
  serve(folder: string): void;
  /** Goes offline: open connections are cut, new ones refused. */
  close(): Promise<void>;
  /** Comes back at the same address. */
  reopen(): Promise<void>;
}

/** Starts a server for `folder` on a free port of this machine. `base` begins and ends with a slash. */
export const startStaticServer = async (folder = 'dist', base = '/'): Promise<StaticServer> => {
  let root = folder;
  const requests: ServedRequest[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const status = await answer(response, request.method ?? '', pathname, base, root);
    requests.push({ method: request.method ?? '', path: pathname, status });
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}${base}`,
    requests,
    serve: next => {
      root = next;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    reopen: () => listen(port),
  };
};

const answer = async (response: ServerResponse, method: string, path: string, base: string, root: string) => {
  const reply = (status: number, headers: Record<string, string>, body?: Uint8Array | string): number => {
    // no-cache: what the tests see offline must come from the service worker, not from the HTTP cache.
    response.writeHead(status, { 'cache-control': 'no-cache', ...headers });
    response.end(method === 'HEAD' ? undefined : body);
    return status;
  };
  if (method !== 'GET' && method !== 'HEAD') return reply(405, { allow: 'GET, HEAD' });
  if (`${path}/` === base) return reply(301, { location: base });
  const file = path.startsWith(base) ? fileIn(root, path.slice(base.length)) : undefined;
  const body = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (file === undefined || body === undefined)
    return reply(404, { 'content-type': 'text/plain' }, 'Not found');
  return reply(200, { 'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream' }, body);
};

/** The file for an address below the sub-path, or undefined if there cannot be one in the folder. */
const fileIn = (root: string, address: string): string | undefined => {
  const path = normalize(decoded(address));
  if (path.startsWith('..') || path.startsWith('/') || path.includes('\0')) return undefined;
  return join(root, path === '.' || path.endsWith('/') ? join(path, 'index.html') : path);
};

/** A malformed escape (`%zz`) stays as it is: no file has such a name. */
const decoded = (address: string): string => {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
};
