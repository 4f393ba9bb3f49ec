/** Words about several files together, and about settings. */
import type { WordsTable } from './findings-table.ts';
import { plural } from './format.ts';
import { mapName, SETTING_ABOUT, settingValue } from './settings.ts';

export const TOGETHER_WORDS = {
  'map-assumed': ({ map }) => ({
    title: `Flash size ${map} assumed`,
    text: `No flash size was chosen and no file states one; ${mapName(map)} was taken because it fits the link address.`,
    advice: 'Choose the flash size of your board if it is another one.',
  }),
  'same-slot': ({ slot, first, second }) => ({
    title: `Two programs for ${slot}`,
    text: `${first} and ${second} are both for ${slot}; expected one for user1 and one for user2.`,
    advice: 'Remove one of them, and add the build that was linked for the other slot.',
  }),
  'too-many-apps': ({ count }) => ({
    title: 'Too many programs',
    text: `There are ${plural(count, 'program')}; the flash has room for two that are linked for slots, or one without slots.`,
    advice: 'Keep the files of one build and remove the others.',
  }),
  'two-boot-loaders': ({ first, second }) => ({
    title: 'Two boot loaders',
    text: `${first} and ${second} are both boot loaders; there is room for one, at flash offset 0x00000.`,
    advice: 'Remove one of them; the latest of the SDK is version 1.7.',
  }),
  'plain-and-ota': ({ plain, ota }) => ({
    title: 'Programs with and without slots',
    text: `${plain} is linked to run without slots and takes the flash from 0x00000 on, where ${ota} needs a boot loader and its slot.`,
    advice: 'Remove one of them.',
  }),
  'slot-by-order': ({ first, second }) => ({
    title: 'Slots given by order',
    text: `Both programs fit both slots, so ${first} goes to user1 and ${second} to user2.`,
    advice: 'Give the files in the other order, or choose their slots, if you want it the other way round.',
  }),
  'twin-missing': ({ present, missing }) => ({
    title: `Only ${present}`,
    text: `There is a program for ${present}, but none for ${missing}; ${missing} keeps what is in it.`,
    advice: `Add the build linked for ${missing} if you want both slots to be filled.`,
  }),
  'both-from-one': () => ({
    title: 'One program for both slots',
    text: 'The link address is the same for both slots of this flash map, so user1 and user2 are made from the same file.',
    advice: 'You need to do nothing; choose a slot for the file if you want only one of the two.',
  }),
  'settings-differ': ({ field, found, expected, patched }) => {
    const name = SETTING_ABOUT[field].name.toLowerCase();
    const [was, wanted] = [settingValue(field, found), settingValue(field, expected)];
    return {
      title: `Another ${name} in the image`,
      text: patched
        ? `The header of the image says ${was} (${field}), the settings say ${wanted}; the image is saved with ${wanted}.`
        : `The header of the image says ${was} (${field}), the settings say ${wanted}, where the slots lie elsewhere.`,
      advice: patched
        ? `Choose ${was} if that is what your board needs.`
        : `Choose ${was}, or link the program again for ${wanted}: a changed header does not move code.`,
    };
  },
} satisfies Partial<WordsTable>;
