import { base64Size, fromBase64 } from '../bytes/base64.ts';
import { FLASH_MAPS } from '../esp8266/flash-map.ts';
import { FLASH_FREQUENCIES, FLASH_MODES, type FlashFrequency, type FlashMode } from '../esp8266/settings.ts';
import type { BootWish } from '../plan/flash-plan.ts';
import { type Outcome, outcomeOf, refuse } from '../problem.ts';
import type { ChosenSettings } from '../workspace/workspace.ts';
import { readExpectation } from './expectation.ts';
import { Field, shownValue } from './fields.ts';
import { LESSON_PLACES, type Lesson, type LessonFirmware, type LessonStep } from './lesson.ts';
import {
  FIRMWARE_LIMIT,
  LESSON_LIMIT,
  LESSON_VERSION,
  MAX_FIRMWARE,
  MAX_MINUTES,
  MAX_NAME,
  MAX_STEPS,
  MAX_TEXT,
  MAX_TITLE,
  MAX_URL,
} from './limits.ts';
import { texts } from './texts.ts';

const KEY = /^[a-z0-9](?:[a-z0-9._-]{0,39})$/i;
/** Names of files, without folders and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be refused
const FILE_NAME = /^(?!\.{1,2}$)[^/\\\x00-\x1f\x7f]+$/;
/** Relative, or of a web server. Anything else (data:, blob:, file:, //host) is none of a lesson's business. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be refused
const ADDRESS = /^(?:https?:\/\/[^\x00-\x20\\]+|(?![a-z][a-z0-9+.-]*:|\/\/)[^\x00-\x20\\]+)$/i;

/** Reads a `.twinslot` file, whatever is in it: a lesson, and all that is to be said about it. */
export function readLesson(text: string): Outcome<Lesson> {
  return outcomeOf(notes => {
    if (text.length > LESSON_LIMIT) refuse('lesson-too-large', { size: text.length, limit: LESSON_LIMIT });
    return lesson(new Field(parsed(text), '', notes));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return refuse('lesson-not-json', {});
  }
}

function lesson(file: Field): Lesson {
  const version = file.at('twinslot');
  if (version.value !== LESSON_VERSION)
    refuse('lesson-version', { found: shownValue(version.value), expected: LESSON_VERSION });
  file.only('twinslot', 'title', 'about', 'minutes', 'firmware', 'settings', 'steps');
  const firmware = file.maybe('firmware');
  const files = firmware?.entries ?? [];
  if (files.length > MAX_FIRMWARE) firmware?.refuse('list', { limits: [0, MAX_FIRMWARE] });
  const named = Object.fromEntries(files.map(([key, field]) => [key, oneFirmware(key, field)]));
  return {
    title: texts(file.at('title'), MAX_TITLE),
    about: texts(file.at('about'), MAX_TEXT),
    minutes: file.at('minutes').whole(1, MAX_MINUTES),
    firmware: named,
    settings: settings(file.maybe('settings')),
    steps: file
      .at('steps')
      .list(1, MAX_STEPS)
      .map(step => oneStep(step, Object.keys(named))),
  };
}

function oneFirmware(key: string, field: Field): LessonFirmware {
  if (!KEY.test(key)) field.refuse('name');
  field.only('name', 'url', 'base64', 'sha256');
  const nameField = field.at('name');
  const name = nameField.text(MAX_NAME);
  if (!FILE_NAME.test(name)) nameField.refuse('name');
  const [url, base64, hash] = [field.maybe('url'), field.maybe('base64'), field.maybe('sha256')];
  const sha256 = hash?.text(MAX_NAME).toLowerCase();
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) hash?.refuse('sha256');
  const base = { name, ...(sha256 !== undefined && { sha256 }) };
  if (url && !base64) {
    const address = url.text(MAX_URL);
    return ADDRESS.test(address) ? { ...base, url: address } : url.refuse('url');
  }
  if (!base64 || url) field.refuse('source');
  const letters = base64.text(LESSON_LIMIT);
  const size = base64Size(letters);
  if (size > FIRMWARE_LIMIT) refuse('lesson-firmware-large', { name, size, limit: FIRMWARE_LIMIT });
  return { ...base, bytes: fromBase64(letters) ?? base64.refuse('base64') };
}

function settings(field: Field | undefined): ChosenSettings {
  if (!field) return {};
  field.only('map', 'mode', 'frequency', 'wish');
  const map = field.maybe('map')?.oneOf(FLASH_MAPS.map(({ name }) => name));
  const mode = field.maybe('mode')?.oneOf(Object.keys(FLASH_MODES) as FlashMode[]);
  const frequency = field.maybe('frequency')?.oneOf(Object.keys(FLASH_FREQUENCIES) as FlashFrequency[]);
  const wish = field.maybe('wish')?.oneOf<BootWish>(['user1', 'user2', 'keep']);
  return {
    ...(map && { map }),
    ...(mode && { mode }),
    ...(frequency && { frequency }),
    ...(wish && { wish }),
  };
}

function oneStep(field: Field, firmware: readonly string[]): LessonStep {
  field.only('text', 'hint', 'give', 'show', 'tool', 'expect');
  const hint = field.maybe('hint');
  const show = field.maybe('show')?.oneOf(LESSON_PLACES);
  const tool = field.maybe('tool')?.oneOf(['power']);
  const expect = field.maybe('expect');
  return {
    text: texts(field.at('text'), MAX_TEXT),
    ...(hint && { hint: texts(hint, MAX_TEXT) }),
    give:
      field
        .maybe('give')
        ?.list(1, MAX_FIRMWARE)
        .map(key => key.oneOf(firmware)) ?? [],
    ...(show && { show }),
    ...(tool && { tool }),
    ...(expect && { expect: readExpectation(expect) }),
  };
}
