/** The files of the app over HTTP, to browsers on this computer. */
import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.elf': 'application/octet-stream',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.zip': 'application/zip',
};

/** Vite puts a hash of the contents into these names: they never change. All else is asked for anew, and compared. */
const cacheControl = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** Answers a request from the files below `folder`; without a folder there is nothing but a sentence. */
export async function serveFile(
  folder: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '/' } = request;
  const reply = (status: number, headers: Record<string, string>, body?: Uint8Array | string): void => {
    response.writeHead(status, { ...SAFE_HEADERS, ...headers });
    response.end(method === 'HEAD' ? undefined : body);
  };
  if (method !== 'GET' && method !== 'HEAD') {
    reply(405, { allow: 'GET, HEAD' });
    return;
  }
  const text = { 'content-type': 'text/plain; charset=utf-8' };
  if (folder === undefined) {
    reply(404, text, 'The relay of Twinslot is running; it serves no page.\n');
    return;
  }
  const path = pathOf(url);
  const file = path && (await fileBelow(folder, path));
  const body = file && (await readFile(file).catch(() => undefined));
  if (!path || !file || !body) {
    reply(404, text, 'There is no such file.\n');
    return;
  }
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const caching = { etag, 'cache-control': cacheControl(path) };
  if (request.headers['if-none-match'] === etag) {
    reply(304, caching);
    return;
  }
  const type = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream';
  reply(200, { ...caching, 'content-type': type, 'content-length': String(body.length) }, body);
}

/** The decoded path, `/` as its index page; undefined when no file can have that name. */
function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
    if (!path.startsWith('/') || /[\0\\]/.test(path) || path.split('/').includes('..')) return undefined;
    return path.endsWith('/') ? `${path}index.html` : path;
  } catch {
    return undefined;
  }
}

/** The file, if it is really below the folder: a link that leads out is none. */
async function fileBelow(folder: string, path: string): Promise<string | undefined> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    return file.startsWith(root + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}
