/** The built worker itself, in Chromium, by messages: what crosses, and in which shape. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, openPage, skipBrowserTests } from '../support/browser.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';

const vector = (name: string): number[] => [...readFileSync(`test/fixtures/vectors/${name}`)];
const APP1 = 'hello_build1_1024_app1.elf';

/** Sends one call to a fresh worker; `files` become File objects in place of their names in the request. */
interface Call {
  readonly name: string;
  readonly request: unknown;
  readonly files: Readonly<Record<string, readonly number[]>>;
}

describe.skipIf(skipBrowserTests)('the worker', () => {
  let server: StaticServer;
  let page: Page;
  let worker: string;

  beforeAll(async () => {
    server = await startStaticServer();
    page = (await openPage(server.url)).page;
    const script = readdirSync('dist/assets').find(file => /^worker-entry-.*\.js$/.test(file));
    worker = `assets/${script}`;
  });

  afterAll(async () => {
    await closeBrowser();
    await server.close();
  });

  /** The reply as JSON, with byte arrays as lists of numbers. */
  const ask = async (call: Call): Promise<{ ok: boolean } & Record<string, unknown>> => {
    const reply = await page.evaluate(
      async ([address, { name, request, files }]) => {
        const fill = (value: unknown): unknown => {
          if (typeof value === 'string' && files[value])
            return new File([new Uint8Array(files[value])], value);
          if (Array.isArray(value)) return value.map(fill);
          if (typeof value !== 'object' || value === null) return value;
          return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, fill(v)]));
        };
        const target = new Worker(address, { type: 'module' });
        const answered = new Promise((resolve, reject) => {
          target.onmessage = event => resolve(event.data);
          target.onerror = event => reject(new Error(event.message));
        });
        target.postMessage({ id: 7, name, request: fill(request) });
        const data = await answered;
        target.terminate();
        return JSON.stringify(data, (_, v) => (v instanceof Uint8Array ? [...v] : v));
      },
      [worker, call] as const,
    );
    return JSON.parse(reply);
  };

  it('evaluates files by their slices, and hands over the images', async () => {
    const reply = await ask({
      name: 'evaluate',
      request: { files: [{ id: 'a', name: APP1, file: 'FILE' }], settings: {} },
      files: { FILE: vector(APP1) },
    });
    const value = reply.value as {
      outputs: { built: { files: { name: string; bytes: number[] }[] } }[];
      plan: { writes: { bytes: number[] }[] };
    };
    const expected = vector('images/hello_build1_1024_app1/canonical-user1.bin');
    expect(reply).toMatchObject({ id: 7, ok: true });
    expect(value.outputs[0]?.built.files[0]).toEqual({ name: 'user1.bin', offset: 0x1000, bytes: expected });
    expect(value.plan.writes[0]?.bytes).toEqual(expected);
  });

  it('lists symbols by size', async () => {
    const reply = await ask({
      name: 'symbols',
      request: { file: { id: 'a', name: 'objects_1024_app1.elf', file: 'FILE' } },
      files: { FILE: vector('objects_1024_app1.elf') },
    });
    const sections = reply.value as { section: string; symbols: { name: string; size: number }[] }[];
    expect(sections.map(s => s.section)).toContain('.irom0.text');
    expect(sections.flatMap(s => s.symbols).length).toBeGreaterThan(3);
  });

  it('answers a refusal with its code and facts', async () => {
    const reply = await ask({
      name: 'symbols',
      request: { file: { id: 'a', name: 'text.elf', file: 'FILE' } },
      files: { FILE: vector('bad/text.elf') },
    });
    expect(reply).toMatchObject({
      ok: false,
      failure: { kind: 'problem', finding: { code: 'file-unknown', facts: { looksLike: 'text' } } },
    });
  });

  it('answers a fault of the program with its message', async () => {
    const reply = await ask({ name: 'no such call', request: {}, files: {} });
    expect(reply).toMatchObject({ ok: false, failure: { kind: 'fault' } });
    expect(JSON.stringify(reply)).toContain('not a function');
  });

  it('hashes', async () => {
    const bytes = vector(APP1);
    const reply = await ask({ name: 'hash', request: { contents: 'FILE' }, files: { FILE: bytes } });
    expect(reply.value).toBe(createHash('sha256').update(Buffer.from(bytes)).digest('hex'));
  });
});
