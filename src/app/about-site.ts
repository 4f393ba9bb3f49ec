import { hexOf } from '../core/bytes/hex.ts';

/** What the build writes about the site (src/build/packages.ts), and the page reads: `about.json`. */
export interface AboutSite {
  readonly version: string;
  readonly parts: readonly PartOfSite[];
}

/** Something of others, or of ours, that the site consists of. */
export interface PartOfSite {
  readonly name: string;
  readonly version: string;
  /** SPDX, as the package says. */
  readonly licence: string;
  /** The full text. */
  readonly text: string;
}

/** @throws when the page has no copy of it and no network. */
export async function aboutSite(): Promise<AboutSite> {
  return (await (await fetched('./about.json')).json()) as AboutSite;
}

/** `hash  path` a line, of every file of the site but this list. */
const SUMS = './SHA256SUMS.txt';

/** The one hash that stands for the whole site: the SHA-256 of the list of the hashes of its files. */
export async function buildHash(): Promise<string> {
  return sha256(await (await fetched(SUMS)).arrayBuffer());
}

export interface CopyCheck {
  readonly files: number;
  /** Paths of files that are missing or are not what the list says. */
  readonly wrong: readonly string[];
}

/** Compares every file that this browser runs, from its own copy if there is one, with the list. */
export async function checkCopy(onFile: (done: number, of: number) => void): Promise<CopyCheck> {
  const lines = (await (await fetched(SUMS)).text()).trim().split('\n');
  const wrong: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [expected = '', path = ''] = line.split('  ');
    const found = await fetched(`./${path}`).then(
      async response => sha256(await response.arrayBuffer()),
      () => undefined,
    );
    if (found !== expected) wrong.push(path);
    onFile(index + 1, lines.length);
  }
  return { files: lines.length, wrong };
}

async function fetched(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  return response;
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
