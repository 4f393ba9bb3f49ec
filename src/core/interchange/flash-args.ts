import { flashOffset, formatHex } from '../bytes/address.ts';
import { flashMap, parseFlashMap } from '../esp8266/flash-map.ts';
import { type FlashSettings, parseFlashFrequency, parseFlashMode } from '../esp8266/settings.ts';
import { type Finding, finding } from '../findings.ts';
import type { FlashPlan } from '../plan/flash-plan.ts';
import { fileNameOf, type Recipe, type RecipePart } from './recipe.ts';

/**
 * `flash_args`: what build systems write for `esptool write-flash @flash_args`. One argument after the other, in lines
 * that mean nothing, quoted as in a shell. Source: expand_file_arguments of esptool 5 (shlex.split of every line).
 */

/** What an option of esptool sets; `keep` and `detect` are no settings. */
const OPTIONS: Readonly<Record<string, (value: string) => Partial<FlashSettings> | undefined>> = {
  mode: value => only('mode', parseFlashMode(value)),
  freq: value => only('frequency', parseFlashFrequency(value)),
  size: value => only('map', parseFlashMap(value)?.name),
};
const NAMES: Readonly<Record<string, string>> = { '-fm': 'mode', '-ff': 'freq', '-fs': 'size' };
const SAYS_NOTHING = /^(?:keep|detect)$/i;
const OFFSET = /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i;

const only = <K extends keyof FlashSettings>(key: K, value: FlashSettings[K] | undefined) =>
  value === undefined ? undefined : ({ [key]: value } as Partial<FlashSettings>);

/** Whether a text begins as such a file does: with an option of esptool, or with an offset and a file. */
export const looksLikeFlashArgs = (text: string): boolean =>
  /^\s*(?:--?f(?:lash)?[-_]?(?:m|f|s)|0x[0-9a-f]{1,8}\s+\S)/i.test(text);

/** Reads the arguments; what is not understood is left out and told. */
export function readFlashArgs(text: string, notes: Finding[]): Recipe {
  const words = text.split(/\r?\n/).flatMap(shellWords);
  const parts: RecipePart[] = [];
  let settings: Partial<FlashSettings> = {};
  for (let at = 0; at < words.length; at++) {
    const [word = '', next] = [words[at], words[at + 1]];
    const option = optionOf(word, next);
    if (option) {
      if (option.takesNext) at++;
      if (SAYS_NOTHING.test(option.value)) continue;
      const set = OPTIONS[option.name]?.(option.value);
      if (set) settings = { ...settings, ...set };
      else notes.push(finding('recipe-not-understood', { text: `${word} ${next ?? ''}`.trim() }));
    } else if (OFFSET.test(word) && next !== undefined && !next.startsWith('-')) {
      parts.push({ name: fileNameOf(next), offset: flashOffset(Number(word)) });
      at++;
    } else notes.push(finding('recipe-not-understood', { text: word }));
  }
  return { format: 'flash-args', parts, settings };
}

interface Option {
  readonly name: string;
  readonly value: string;
  /** The value is the next word, not the rest of this one. */
  readonly takesNext: boolean;
}

/** `--flash_mode dio`, `--flash-mode=dio`, `-fm dio`. */
function optionOf(word: string, next = ''): Option | undefined {
  const [, long, inline] = /^--flash[-_](mode|freq|size)(?:=(.*))?$/.exec(word) ?? [];
  const name = long ?? NAMES[word];
  if (name === undefined) return undefined;
  return { name, value: inline ?? next, takesNext: inline === undefined };
}

/** A line in words as a shell takes it apart; `#` has no meaning, as in esptool. */
function shellWords(line: string): string[] {
  const words = line.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\]|["'\\])+/g);
  return [...words].map(([word]) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replace(/\\(["\\])/g, '$1'),
    ),
  );
}

/**
 * The same for a plan, files under the names that Twinslot saves. Settings are said as they are in the headers, so that
 * esptool writes what is there already; but `keep` for the size of 1024+1024 maps that share it with another map,
 * because tools that know no `-c1` would "correct" the header (espressif/esptool#434).
 */
export function flashArgs({ settings, writes }: FlashPlan): string {
  const shared = /-c\d$/.test(flashMap(settings.map).name);
  const size = shared ? 'keep' : settings.map;
  const first = `--flash_mode ${settings.mode} --flash_freq ${settings.frequency} --flash_size ${size}`;
  return [first, ...writes.map(({ offset, name }) => `${formatHex(offset)} ${name}`), ''].join('\n');
}
