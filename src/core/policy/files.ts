/** Policies as the files that each system takes. */
import type { Json, Policy } from './policies.ts';

export type PolicySystem = 'linux' | 'windows' | 'mac';
export type PolicyBrowser = 'chrome' | 'edge' | 'chromium';

interface Places {
  /** A folder; every file in it counts. */
  readonly linux: string;
  /** A key of the registry. */
  readonly windows: string;
  /** The domain of the preferences. */
  readonly mac: string;
}

/**
 * Where each browser looks. Sources: support.google.com/chrome/a (Linux, Windows and Mac quick starts),
 * learn.microsoft.com/deployedge, chromium.org/administrators.
 */
export const POLICY_PLACES: Readonly<Record<PolicyBrowser, Places>> = {
  chrome: {
    linux: '/etc/opt/chrome/policies/managed',
    windows: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Google\\Chrome',
    mac: 'com.google.Chrome',
  },
  edge: {
    linux: '/etc/opt/edge/policies/managed',
    windows: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Edge',
    mac: 'com.microsoft.Edge',
  },
  chromium: {
    linux: '/etc/chromium/policies/managed',
    windows: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Chromium',
    mac: 'org.chromium.Chromium',
  },
};

export interface PolicyFile {
  readonly name: string;
  readonly text: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The file for a browser on a system. */
export function policyFile(
  policies: readonly Policy[],
  system: PolicySystem,
  browser: PolicyBrowser,
): PolicyFile {
  const place = POLICY_PLACES[browser][system];
  switch (system) {
    case 'linux':
      return fileOf('twinslot.json', policyJson(policies), utf8);
    case 'windows':
      return fileOf('twinslot.reg', policyRegistry(policies, place), utf16);
    case 'mac':
      return fileOf(`${place}.plist`, policyPlist(policies), utf8);
  }
}

const fileOf = (
  name: string,
  text: string,
  encode: (text: string) => Uint8Array<ArrayBuffer>,
): PolicyFile => ({ name, text, bytes: encode(text) });

/** One object, a member for every policy. */
const policyJson = (policies: readonly Policy[]): string =>
  `${JSON.stringify(Object.fromEntries(policies.map(({ name, value }) => [name, value])), undefined, 2)}\n`;

/** Lists are keys with numbered values; structures are one value with their JSON. */
function policyRegistry(policies: readonly Policy[], key: string): string {
  const structures = policies.filter(policy => policy.kind === 'structure');
  const lists = policies.flatMap(({ kind, name, value }) => (kind === 'list' ? [{ name, value }] : []));
  const lines = [
    'Windows Registry Editor Version 5.00',
    ...(structures.length > 0 ? ['', `[${key}]`] : []),
    ...structures.map(({ name, value }) => `${quoted(name)}=${quoted(JSON.stringify(value))}`),
    ...lists.flatMap(({ name, value }) => [
      ...['', `[${key}\\${name}]`],
      ...value.map((item, i) => `"${i + 1}"=${quoted(item)}`),
    ]),
    '',
  ];
  return lines.join('\r\n');
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, character => `\\${character}`)}"`;

/** A property list with the policies as its members. */
const policyPlist = (policies: readonly Policy[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    ...plistLines(Object.fromEntries(policies.map(({ name, value }) => [name, value as Json]))),
    '</plist>',
    '',
  ].join('\n');

function plistLines(value: Json): string[] {
  const indented = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`);
  switch (typeof value) {
    case 'string':
      return [`<string>${escaped(value)}</string>`];
    case 'number':
      return [`<integer>${value}</integer>`];
    case 'boolean':
      return [value ? '<true/>' : '<false/>'];
  }
  if (Array.isArray(value)) return ['<array>', ...indented(value.flatMap(plistLines)), '</array>'];
  const members = Object.entries(value).flatMap(([key, member]) => [
    `<key>${escaped(key)}</key>`,
    ...plistLines(member),
  ]);
  return ['<dict>', ...indented(members), '</dict>'];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escaped = (text: string): string => text.replace(/[&<>]/g, character => ENTITIES[character] ?? '');

const utf8 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(encodeURIComponent(text).match(/%..|./gs) ?? [], part =>
    part.length > 1 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0),
  );

/** Little-endian with its mark: what the registry editor itself writes under "Version 5.00". */
function utf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, true);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), true);
  return bytes;
}
