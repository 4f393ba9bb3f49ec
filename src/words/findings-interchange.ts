/** Words about flash_args and manifest.json: other tools' lists of what goes where. */
import { formatOffset } from '../core/bytes/address.ts';
import type { WordsTable } from './findings-table.ts';
import { listOf } from './format.ts';
import { mapName } from './settings.ts';

const LACKS = {
  json: 'it is not valid JSON, though it speaks of builds',
  builds: 'its list of builds is empty or no list',
  parts: 'its build for the ESP8266 names no file with an offset',
} as const;

export const INTERCHANGE_WORDS = {
  'manifest-damaged': ({ lacks }) => ({
    title: 'Manifest that says nothing',
    text: `The file looks like a manifest of ESP Web Tools, but ${LACKS[lacks]}; expected are builds with a chipFamily and parts, each part with a path and an offset.`,
    advice: 'Repair the file, or leave it out and drop the images alone: most of them say where they belong.',
  }),
  'manifest-other-chip': ({ families }) => ({
    title: 'Manifest for other chips',
    text: `The manifest has builds for ${listOf(families)}; expected is one for ESP8266.`,
    advice: 'Take the files of the build for the ESP8266.',
  }),
  'manifest-offset-text': ({ name, text }) => ({
    title: 'Offset written as a text',
    text: `The offset of ${name} is the text "${text}"; ESP Web Tools expects a number, in decimal.`,
    advice: `Nothing to do here, it was understood; in the manifest write ${Number(text)} without quotation marks.`,
  }),
  'recipe-not-understood': ({ text }) => ({
    title: 'A part was not understood',
    text: `Seen was "${text}"; expected are flash mode, frequency and size, and offsets each with a file.`,
    advice: 'Look whether it matters; everything else in the file counts.',
  }),
  'recipe-part-missing': ({ name, offset }) => ({
    title: `${name} is not here`,
    text: `The list puts ${name} at ${formatOffset(offset)}, but there is no file of this name.`,
    advice: `Add ${name}, if it is to be written.`,
  }),
  'recipe-part-left': ({ name, offset }) => ({
    title: `${name} is left out`,
    text: `The list puts ${name} at ${formatOffset(offset)}, where neither a boot loader nor a slot begins.`,
    advice: 'Twinslot writes boot loaders and programs; to write this file as well, take esptool.',
  }),
  'recipe-size': ({ said, offset, map }) => ({
    title: 'Flash size and place of user2 do not fit together',
    text: `The list says ${mapName(said)}, but puts user2 at ${formatOffset(offset)}, where it is not on that flash map.`,
    advice: map
      ? `Taken was ${mapName(map)}, where it is; choose another map in the flash settings if that is wrong.`
      : 'The size was not taken; choose the flash map of your board in the flash settings.',
  }),
  'recipe-slot-differs': ({ name, said, is }) => ({
    title: `${name} is not for ${said}`,
    text: `The list puts ${name} where ${said} begins, but the file itself says that it is for ${is}.`,
    advice: `It was taken for ${is}: code does not run from another place. Look which file was meant.`,
  }),
} satisfies Partial<WordsTable>;
