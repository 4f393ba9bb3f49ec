import { FLASH_MAPS } from '../esp8266/flash-map.ts';
import type { FileRole } from '../workspace/workspace.ts';
import {
  ENTRY_KINDS,
  type EntryEdits,
  entryOf,
  FILE_KINDS,
  type LockerEntry,
  type LockerFile,
  MAX_FILE_SIZE,
  type NewEntry,
} from './entry.ts';

/** Entries from a file that anybody may have written: every field is looked at, and what is no entry is none. */

export const MAX_NAME = 200;
export const MAX_NOTE = 2000;
/** Files of one entry: those of a page. */
const MAX_FILES = 8;
/** The last moment that a Date can say, in milliseconds. */
const MAX_TIME = 8.64e15;
const MAX_OFFSET = 0xffffff;
const ROLES: readonly FileRole[] = ['user1', 'user2', 'boot-loader'];
const MAPS = FLASH_MAPS.map(map => map.name);
/** Control characters but for tabs and line ends. */
const CONTROL = /[^\P{Cc}\t\n]/gu;

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isHash = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

export const isSize = (value: unknown): value is number => isWhole(value, MAX_FILE_SIZE);

/** The entry in a value parsed from JSON; undefined when it is none. Its id is made anew. */
export function readEntry(value: unknown): LockerEntry | undefined {
  if (!isFields(value)) return undefined;
  const kind = ENTRY_KINDS.find(each => each === value.kind);
  const files = readFiles(value.files);
  const { time, offset } = value;
  if (!kind || !files || !isWhole(time, MAX_TIME)) return undefined;
  if (kind !== 'build' && files.length !== 1) return undefined;
  const base = { kind, files, time };
  const map = MAPS.find(name => name === value.map);
  const mac = typeof value.mac === 'string' && /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/.test(value.mac) && value.mac;
  const from = textOf(value.from, MAX_NAME);
  const preset = textOf(value.preset, MAX_NAME);
  const placed = kind === 'image' || kind === 'backup';
  if (placed && !isWhole(offset, MAX_OFFSET)) return undefined;
  const facts = {
    ...(map && kind !== 'log' && { map }),
    ...(placed && { offset }),
    ...(mac && (kind === 'backup' || kind === 'log') && { mac }),
    ...(from && kind === 'image' && { from }),
    ...(preset && kind === 'board' && { preset }),
  };
  return { ...entryOf({ ...base, ...facts } as NewEntry), ...readEdits(value) };
}

function readEdits(value: Fields): EntryEdits {
  const name = textOf(value.name, MAX_NAME);
  const note = textOf(value.note, MAX_NOTE);
  return {
    ...(name && { name }),
    ...(note && { note }),
    ...(value.pinned === true && { pinned: true }),
    ...(isWhole(value.edited, MAX_TIME) && { edited: value.edited }),
  };
}

function readFiles(value: unknown): readonly LockerFile[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_FILES) return undefined;
  const files = value.map(readFile);
  return files.every(file => file !== undefined) ? files : undefined;
}

function readFile(value: unknown): LockerFile | undefined {
  if (!isFields(value)) return undefined;
  const { size, sha256 } = value;
  const name = textOf(value.name, MAX_NAME);
  if (!name || !isSize(size) || !isHash(sha256)) return undefined;
  const role = ROLES.find(each => each === value.role);
  const what = FILE_KINDS.find(each => each === value.what);
  const elf = typeof value.elf === 'boolean' ? { elf: value.elf } : {};
  return { name, size, sha256, ...(role && { role }), ...(what && { what }), ...elf };
}

/** Text of a person or a file name: cut to its length, without characters that nobody can see. */
const cleanText = (text: string, limit: number): string => text.replace(CONTROL, '').slice(0, limit);

const textOf = (value: unknown, limit: number): string =>
  typeof value === 'string' ? cleanText(value, limit) : '';

const isWhole = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= limit;
