import { flashOffset, formatHex } from '../bytes/address.ts';
import { crc32 } from '../bytes/crc32.ts';
import { type Finding, finding } from '../findings.ts';
import type { FlashPlan } from '../plan/flash-plan.ts';
import { refuse } from '../problem.ts';
import { fileNameOf, type Recipe, type RecipePart } from './recipe.ts';

/**
 * The manifest of ESP Web Tools: name, version, and for every family of chips the files with their offsets.
 * Source: README and src/const.ts of esphome/esp-web-tools.
 */
const FAMILY = 'ESP8266';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value parsed from JSON is meant as such a manifest. */
export const looksLikeManifest = (value: unknown): value is Fields => isFields(value) && 'builds' in value;

/** Reads the build for the ESP8266. @throws Problem when there is none, or nothing in it. */
export function readManifest(manifest: Fields, notes: Finding[]): Recipe {
  const builds = Array.isArray(manifest.builds) ? manifest.builds.filter(isFields) : [];
  if (builds.length === 0) refuse('manifest-damaged', { lacks: 'builds' });
  const build = builds.find(({ chipFamily }) => String(chipFamily).toUpperCase() === FAMILY);
  if (!build) {
    refuse('manifest-other-chip', { families: builds.map(({ chipFamily }) => String(chipFamily)) });
  }
  const listed = Array.isArray(build.parts) ? build.parts : [];
  const parts = listed.flatMap(part => readPart(part, notes) ?? []);
  if (parts.length === 0) refuse('manifest-damaged', { lacks: 'parts' });
  return { format: 'manifest', parts, settings: {} };
}

function readPart(part: unknown, notes: Finding[]): RecipePart | undefined {
  const { path, offset } = isFields(part) ? part : {};
  const place = placeOf(offset);
  if (typeof path !== 'string' || path === '' || place === undefined) {
    notes.push(finding('recipe-not-understood', { text: JSON.stringify(part) ?? '' }));
    return undefined;
  }
  const name = decoded(fileNameOf(path));
  // JSON knows no hexadecimal numbers, so people write them as texts, which ESP Web Tools does not add up rightly.
  if (typeof offset === 'string') notes.push(finding('manifest-offset-text', { name, text: offset }));
  return { name, offset: flashOffset(place) };
}

function placeOf(offset: unknown): number | undefined {
  const place = typeof offset === 'string' && offset.trim() !== '' ? Number(offset) : offset;
  const isPlace = typeof place === 'number' && Number.isInteger(place) && place >= 0 && place <= 0xffffffff;
  return isPlace ? place : undefined;
}

/** A path is an address: `my%20app.bin` is the file `my app.bin`. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * The manifest for a plan. Its version is a checksum of everything that it writes, so it changes when the firmware does
 * and only then. `new_install_prompt_erase`: a page that uses it asks before it erases, instead of taking Wi-Fi settings
 * and RF calibration without a word; `new_install_improv_wait_time` 0: programs of this SDK do not speak Improv.
 */
export function manifestJson({ writes }: FlashPlan): string {
  const sums = writes.map(({ offset, bytes }) => `${offset}:${crc32(bytes)}`).join();
  const version = crc32(Uint8Array.from(sums, character => character.charCodeAt(0)));
  const program = writes.find(({ role }) => role !== 'boot-loader' && role !== 'boot-choice');
  const manifest = {
    name: (program?.from ?? 'firmware').replace(/\.[^.]*$/, ''),
    version: formatHex(version, 8).slice(2).toLowerCase(),
    new_install_prompt_erase: true,
    new_install_improv_wait_time: 0,
    builds: [
      {
        chipFamily: FAMILY,
        parts: writes.map(({ name, offset }) => ({ path: encodeURIComponent(name), offset })),
      },
    ],
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
