import type { RangeReader } from '../bytes/range-reader.ts';
import { latin1 } from '../bytes/text.ts';
import type { Finding } from '../findings.ts';
import { refuse } from '../problem.ts';
import { looksLikeFlashArgs, readFlashArgs } from './flash-args.ts';
import { looksLikeManifest, readManifest } from './manifest.ts';
import type { Recipe } from './recipe.ts';

/** Such files have a few hundred bytes; what is longer is something else. */
const LIMIT = 64 * 1024;
/** Control characters that a text does not have; they tell a binary file by its first bytes. */
const CONTROL = /[^\t\r\n\x20-\x7e\x80-\xff]/;
const PROBE = 64;

/**
 * Reads a file of another tool that says what goes where.
 * @returns undefined when the file is nothing of the kind. @throws Problem when it is, but cannot be used.
 */
export function readRecipe(reader: RangeReader, notes: Finding[]): Recipe | undefined {
  if (reader.size === 0 || reader.size > LIMIT) return undefined;
  if (CONTROL.test(latin1(reader.read(0, Math.min(PROBE, reader.size))))) return undefined;
  const text = utf8(reader.read(0, reader.size));
  if (looksLikeFlashArgs(text)) return readFlashArgs(text, notes);
  if (!/^\s*\{/.test(text)) return undefined;
  const value = parsed(text);
  if (value === undefined && /"builds"\s*:/.test(text)) refuse('manifest-damaged', { lacks: 'json' });
  return looksLikeManifest(value) ? readManifest(value, notes) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** UTF-8 without its mark; bytes that are none stay single characters. There is no decoder in the pure core. */
function utf8(bytes: Uint8Array): string {
  const text = latin1(bytes);
  try {
    const escaped = text.replace(/[%\x80-\xff]/g, c => `%${c.charCodeAt(0).toString(16)}`);
    return decodeURIComponent(escaped).replace(/^\ufeff/, '');
  } catch {
    return text;
  }
}
