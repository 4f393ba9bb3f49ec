/** Words about `.twinslot` files: what is wrong with a lesson, and what its author can do about it. */
import type { FieldWish } from '../core/lesson/finding-facts.ts';
import type { WordsTable } from './findings-table.ts';
import { exactSize, listOf } from './format.ts';

type FieldFacts = Parameters<NonNullable<WordsTable['lesson-field']>>[0];

const WISHES: Readonly<Record<FieldWish, (facts: FieldFacts) => string>> = {
  object: () => 'an object in braces',
  list: ({ limits: [min, max] = [0, 0] }) => `a list of ${min} to ${max} entries`,
  text: ({ limits: [min, max] = [0, 0] }) => `a text of ${min} to ${max} characters`,
  texts: () => 'texts by language, such as {"en": "…", "de": "…"}',
  number: ({ limits: [min, max] = [0, 0] }) => `a whole number from ${min} to ${max}`,
  flag: () => 'true or false',
  url: () => 'an address that is relative or begins with https',
  name: () => 'a plain name without folders',
  sha256: () => '64 hexadecimal digits',
  base64: () => 'bytes in base64',
  known: ({ known = [] }) =>
    known.length === 0 ? 'nothing, as there is none to choose from' : `one of ${listOf(known, 'or')}`,
  'one-right': () => 'exactly one choice that is right',
  source: () => 'either url or base64, and not both',
};

const REPAIR = 'Repair the lesson, or ask the person who made it; README, “Lessons”, has the format.';

export const LESSON_WORDS = {
  'lesson-too-large': ({ size, limit }) => ({
    title: 'File too large for a lesson',
    text: `The file has ${exactSize(size)}; a lesson has at most ${exactSize(limit)}.`,
    advice: 'Leave debug information out of its firmware, or put the firmware beside it and name it by url.',
  }),
  'lesson-not-json': () => ({
    title: 'Not a lesson',
    text: 'The file is not valid JSON, and a .twinslot file is JSON.',
    advice: 'Download it again, as it was made; a part may be missing at its end.',
  }),
  'lesson-version': ({ found, expected }) => ({
    title: 'Lesson of another version',
    text: `The field "twinslot" says ${found || 'nothing'}; this page reads version ${expected}.`,
    advice: 'Reload the page to get its newest version, or take a lesson that was made for this one.',
  }),
  'lesson-field': facts => ({
    title: 'A part of the lesson does not fit',
    text: `The field ${facts.field || 'at the top'} ${facts.found === '' ? 'is missing' : `is ${facts.found}`}; expected is ${WISHES[facts.wish](facts)}.`,
    advice: REPAIR,
  }),
  'lesson-field-left': ({ field }) => ({
    title: 'A part of the lesson is not known',
    text: `The field ${field} means nothing to this version and was left out.`,
    advice: 'Look whether its name is spelled right; everything else counts.',
  }),
  'lesson-firmware-large': ({ name, size, limit }) => ({
    title: 'Firmware too large for a lesson',
    text: `${name} has ${exactSize(size)}; a file of a lesson has at most ${exactSize(limit)}.`,
    advice: 'Take the ELF file without debug information, or the image that was made from it.',
  }),
  'lesson-elsewhere': ({ name, host }) => ({
    title: 'Firmware on another server',
    text: `${name} lies on ${host}, and this page loads nothing from other servers.`,
    advice: 'Download the file there yourself, and drop it on this page; then go on with the lesson.',
  }),
  'lesson-not-fetched': ({ name, answer }) => ({
    title: `A file of the lesson did not come`,
    text: `${name} could not be fetched: ${answer === '' ? 'the server did not answer' : `the server answered ${answer}`}.`,
    advice: 'Look at your network and try again; without a network, take the lesson as one file.',
  }),
  'lesson-sha256': ({ name, found, expected }) => ({
    title: 'Another file than the lesson names',
    text: `The SHA-256 of ${name} begins with ${found.slice(0, 12)}; the lesson says ${expected.slice(0, 12)}.`,
    advice: 'It was not put on the page. Fetch it again, or ask the person who made the lesson.',
  }),
  'lesson-unknown': ({ id }) => ({
    title: 'There is no such lesson',
    text: `No lesson is called "${id}" here.`,
    advice: 'Choose one from the list, or open its file.',
  }),
} satisfies Partial<WordsTable>;
