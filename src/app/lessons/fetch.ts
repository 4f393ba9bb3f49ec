import { sha256 } from '../../core/bytes/sha256.ts';
import type { LessonFirmware } from '../../core/lesson/lesson.ts';
import { FIRMWARE_LIMIT, LESSON_LIMIT } from '../../core/lesson/limits.ts';
import { refuse } from '../../core/problem.ts';

/** Fetches what lessons name, from the page's own server only; its policy (CSP) would refuse anything else. */

/** What a lesson is not handed: a server that takes longer is not there. */
const PATIENCE_MS = 60_000;

/** Where a lesson lies: addresses in it are relative to that. */
export type Base = string;

/** @throws Problem when it lies elsewhere, does not come, or is another file than the lesson means. */
export async function firmwareFile(file: LessonFirmware, base: Base): Promise<File> {
  const bytes = 'bytes' in file ? file.bytes : await fetched(file.name, file.url, base, FIRMWARE_LIMIT);
  checkHash(file, bytes);
  return new File([bytes], file.name);
}

/** The text of a lesson file. @throws Problem as above. */
export async function lessonFile(address: string, base: Base): Promise<string> {
  const bytes = await fetched(nameIn(address), address, base, LESSON_LIMIT);
  return new TextDecoder().decode(bytes);
}

/** The address in full; undefined when it is none. */
export const resolved = (address: string, base: Base): URL | undefined => {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
};

/** The file at the end of an address. */
const nameIn = (address: string): string => /[^/?#]+(?=[?#]|$)/.exec(address)?.[0] ?? address;

/** Servers that answer with a page of their own to everything that they do not know. */
const isPage = (response: Response): boolean =>
  response.headers.get('content-type')?.startsWith('text/html') ?? false;

async function fetched(
  name: string,
  address: string,
  base: Base,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = resolved(address, base);
  if (url?.origin !== location.origin) refuse('lesson-elsewhere', { name, host: url?.host || address });
  const silent = (): never => refuse('lesson-not-fetched', { name, answer: '' });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(url, { credentials: 'same-origin', signal }).catch(silent);
  if (!response.ok || isPage(response))
    refuse('lesson-not-fetched', { name, answer: String(response.status) });
  const size = Number(response.headers.get('content-length'));
  if (size > limit) refuse('lesson-firmware-large', { name, size, limit });
  const bytes = new Uint8Array(await response.arrayBuffer().catch(silent));
  if (bytes.length > limit) refuse('lesson-firmware-large', { name, size: bytes.length, limit });
  return bytes;
}

/** By our own means: where a page was not loaded over https, the browser has none. */
function checkHash({ name, sha256: expected }: LessonFirmware, bytes: Uint8Array): void {
  if (expected === undefined) return;
  const found = sha256(bytes);
  if (found !== expected) refuse('lesson-sha256', { name, found, expected });
}
