import { toBase64 } from '../bytes/base64.ts';
import type { Lesson, LessonFirmware } from './lesson.ts';
import { LESSON_VERSION } from './limits.ts';

/** The file of a lesson. Firmware that is at hand goes inside, so that the file stands alone. */
export function lessonText({ firmware, settings, steps, ...rest }: Lesson): string {
  const files = Object.entries(firmware).map(([key, file]) => [key, fileOf(file)]);
  const withoutEmpty = steps.map(({ give, ...step }) => ({ ...step, ...(give.length > 0 && { give }) }));
  const file = {
    ...{ twinslot: LESSON_VERSION, ...rest, settings, steps: withoutEmpty },
    firmware: Object.fromEntries(files),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

const fileOf = (file: LessonFirmware) => {
  const { name, sha256 } = file;
  const source = 'bytes' in file ? { base64: toBase64(file.bytes) } : { url: file.url };
  return { name, ...source, ...(sha256 !== undefined && { sha256 }) };
};
