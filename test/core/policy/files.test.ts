/** Policy files for administrators: read back by readers of their own, and by Python's plist reader where there is one. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bridgeName } from '../../../src/core/device/bridges.ts';
import {
  POLICY_PLACES,
  type PolicyBrowser,
  type PolicySystem,
  policyFile,
} from '../../../src/core/policy/files.ts';
import { type Policy, type PolicyWish, policiesFor } from '../../../src/core/policy/policies.ts';

const ORIGIN = 'https://twinslot.school.example';
const wish = (changes: Partial<PolicyWish> = {}): PolicyWish => ({
  ...{ origin: ORIGIN, serial: 'bridges', localNetwork: true, install: `${ORIGIN}/app/` },
  ...changes,
});
const BROWSERS = Object.keys(POLICY_PLACES) as PolicyBrowser[];
const names = (policies: readonly Policy[]): string[] => policies.map(({ name }) => name);
const asObject = (policies: readonly Policy[]) =>
  Object.fromEntries(policies.map(({ name, value }) => [name, value]));
const file = (policies: readonly Policy[], system: PolicySystem, browser: PolicyBrowser = 'chrome') =>
  policyFile(policies, system, browser);

describe('the policies', () => {
  it('are as few as the wish needs', () => {
    const few = { serial: 'ask', localNetwork: false } as const;
    expect(policiesFor({ origin: ORIGIN, ...few })).toEqual([
      { name: 'SerialAskForUrls', kind: 'list', value: [ORIGIN] },
    ]);
    expect(names(policiesFor({ origin: ORIGIN, ...few, serial: 'all' }))).toEqual([
      'SerialAllowAllPortsForUrls',
    ]);
    expect(names(policiesFor(wish()))).toEqual([
      'SerialAskForUrls',
      'SerialAllowUsbDevicesForUrls',
      'LocalNetworkAccessAllowedForUrls',
      'LoopbackNetworkAllowedForUrls',
      'WebAppInstallForceList',
    ]);
  });

  it('name bridges that the page knows by name, each once', () => {
    const policy = policiesFor(wish()).find(({ name }) => name === 'SerialAllowUsbDevicesForUrls');
    const [{ devices, urls }] = (policy?.value ?? []) as unknown as readonly [
      { devices: { vendor_id: number; product_id: number }[]; urls: string[] },
    ];
    expect(urls).toEqual([ORIGIN]);
    expect(devices.length).toBeGreaterThan(8);
    expect(new Set(devices.map(d => `${d.vendor_id}:${d.product_id}`)).size).toBe(devices.length);
    for (const { vendor_id, product_id } of devices) expect(bridgeName(vendor_id, product_id)).toBeDefined();
  });
});

describe('the file for Linux', () => {
  it('is JSON with all policies', () => {
    const policies = policiesFor(wish());
    const { name, text, bytes } = file(policies, 'linux');
    expect(name).toBe('twinslot.json');
    expect(JSON.parse(text)).toEqual(asObject(policies));
    expect(Buffer.from(bytes).toString('utf8')).toBe(text);
  });
});

/** A reader for what the registry editor takes: keys in brackets, texts in quotation marks. */
function readRegistry(text: string): Record<string, Record<string, string>> {
  const [head, ...lines] = text.split('\r\n');
  expect(head).toBe('Windows Registry Editor Version 5.00');
  const found: Record<string, Record<string, string>> = {};
  let key = '';
  for (const line of lines.filter(Boolean)) {
    const [, named] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, name, value] = /^"((?:\\.|[^"\\])*)"="((?:\\.|[^"\\])*)"$/.exec(line) ?? [];
    if (named) {
      key = named;
      found[key] = {};
    } else if (name !== undefined && value !== undefined)
      Object.assign(found[key] ?? {}, { [name]: value.replace(/\\(.)/g, '$1') });
    else throw new Error(`not understood: ${line}`);
  }
  return found;
}

describe('the file for Windows', () => {
  it.each(BROWSERS)('keeps lists as keys and structures as JSON: %s', browser => {
    const policies = policiesFor(wish());
    const { name, text, bytes } = file(policies, 'windows', browser);
    expect(name).toBe('twinslot.reg');
    expect(Buffer.from(bytes).toString('utf16le')).toBe(`\ufeff${text}`);
    const key = POLICY_PLACES[browser].windows;
    const found = readRegistry(text);
    for (const policy of policies) {
      if (policy.kind === 'list') expect(found[`${key}\\${policy.name}`]).toEqual({ '1': policy.value[0] });
      else expect(JSON.parse(found[key]?.[policy.name] ?? '')).toEqual(policy.value);
    }
    expect(Object.keys(found)).toHaveLength(4);
  });

  it('writes nothing but the lists where there is no structure', () => {
    const { text } = file(policiesFor({ origin: ORIGIN, serial: 'ask', localNetwork: false }), 'windows');
    expect(Object.keys(readRegistry(text))).toEqual([`${POLICY_PLACES.chrome.windows}\\SerialAskForUrls`]);
  });
});

/** A reader for the few elements that the file uses. */
function readPlist(text: string): unknown {
  const [, body = ''] = /<plist version="1.0">(.*)<\/plist>/s.exec(text) ?? [];
  const tokens = [...body.matchAll(/<(\/?)(\w+)(\/?)>([^<]*)/g)].map(
    ([, close, tag, empty, content = '']) => ({
      ...{ close: close === '/', tag, empty: empty === '/' },
      text: content.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'),
    }),
  );
  let at = 0;
  const next = (): unknown => {
    const token = tokens[at++];
    if (!token || token.close) throw new Error(`an element was expected at ${at}`);
    if (token.empty) return token.tag === 'true';
    const isEnd = (): boolean => tokens[at]?.close === true;
    const items: unknown[] = [];
    if (token.tag === 'array' || token.tag === 'dict') while (!isEnd()) items.push(next());
    expect(tokens[at++]).toMatchObject({ close: true, tag: token.tag });
    if (token.tag === 'array') return items;
    if (token.tag === 'dict')
      return Object.fromEntries(items.flatMap((item, i) => (i % 2 === 0 ? [[item, items[i + 1]]] : [])));
    return token.tag === 'integer' ? Number(token.text) : token.text;
  };
  return next();
}

describe('the file for macOS', () => {
  it('is a property list with all policies', () => {
    const policies = policiesFor(wish({ install: `${ORIGIN}/?a=1&b=<2>` }));
    const { name, text } = file(policies, 'mac', 'edge');
    expect(name).toBe('com.microsoft.Edge.plist');
    expect(readPlist(text)).toEqual(asObject(policies));
  });

  it('is understood by another reader of property lists', context => {
    const script = 'import json,plistlib,sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))';
    const policies = policiesFor(wish());
    const { bytes } = file(policies, 'mac');
    const python = spawnSync('python3', ['-c', script], { input: bytes, encoding: 'utf8' });
    if (python.error) return context.skip();
    expect(JSON.parse(python.stdout)).toEqual(asObject(policies));
  });
});

it('holds any address as it is, on every system', () => {
  const origin = fc.webUrl({ withFragments: true, withQueryParameters: true });
  fc.assert(
    fc.property(origin, fc.constantFrom('ask', 'bridges', 'all'), (address, serial) => {
      const policies = policiesFor({ origin: address, serial, localNetwork: true, install: address });
      expect(JSON.parse(file(policies, 'linux').text)).toEqual(asObject(policies));
      expect(readPlist(file(policies, 'mac').text)).toEqual(asObject(policies));
      const registry = readRegistry(file(policies, 'windows').text);
      const key = POLICY_PLACES.chrome.windows;
      expect(registry[`${key}\\LoopbackNetworkAllowedForUrls`]).toEqual({ '1': address });
    }),
    { numRuns: 50 },
  );
});
