import { parseArgs } from 'node:util';
import { FLASH_MAPS, parseFlashMap, SLOTS, type Slot } from '../core/esp8266/flash-map.ts';
import {
  FLASH_FREQUENCIES,
  FLASH_MODES,
  parseFlashFrequency,
  parseFlashMode,
} from '../core/esp8266/settings.ts';
import { RECIPE_NAMES, type RecipeFormat } from '../core/interchange/recipe.ts';
import type { ChosenSettings } from '../core/workspace/workspace.ts';
import { listOf } from '../words/format.ts';

/** A command line that cannot be understood; `topic` is the command whose help explains it. */
export class UsageError extends Error {
  readonly topic: string | undefined;

  constructor(message: string, topic?: string) {
    super(message);
    this.topic = topic;
  }
}

export interface Options {
  readonly files: readonly string[];
  readonly settings: ChosenSettings;
  readonly out: string;
  readonly boot?: string;
  readonly slot?: Slot;
  /** Also written, for other tools. */
  readonly recipes: readonly RecipeFormat[];
  readonly json: boolean;
}

type OptionName = 'size' | 'mode' | 'freq' | 'out' | 'boot' | 'slot' | 'flash-args' | 'manifest' | 'json';

const TAKES: Readonly<Record<OptionName, string | undefined>> = {
  size: listOf(
    FLASH_MAPS.map(m => m.name),
    'or',
  ),
  mode: listOf(Object.keys(FLASH_MODES), 'or'),
  freq: listOf(Object.keys(FLASH_FREQUENCIES), 'or'),
  out: 'a folder',
  boot: 'the file of a boot loader, or own for the one that comes with Twinslot',
  slot: listOf(SLOTS, 'or'),
  'flash-args': undefined,
  manifest: undefined,
  json: undefined,
};

const RECIPES = Object.keys(RECIPE_NAMES) as RecipeFormat[];

const OPTIONS_OF = {
  image: ['size', 'mode', 'freq', 'out', 'boot', 'slot', 'flash-args', 'manifest'],
  inspect: ['size', 'mode', 'freq', 'json'],
  diff: ['size', 'json'],
} as const satisfies Record<string, readonly OptionName[]>;

/** Understands the arguments of a command. @throws UsageError that names the argument and what it can be. */
export function parseOptions(command: keyof typeof OPTIONS_OF, args: readonly string[]): Options {
  const { files, values } = readTokens<OptionName>(command, OPTIONS_OF[command], TAKES, args);
  if (files.length === 0) throw new UsageError(`Which file? twinslot ${command} app1.elf`, command);
  const fail = (name: OptionName, text: string): never => {
    throw new UsageError(`--${name} ${text} is not possible; it takes ${TAKES[name]}.`, command);
  };
  const value = <T>(name: OptionName, parse: (text: string) => T | undefined): T | undefined => {
    const text = values.get(name);
    return text === undefined ? undefined : (parse(text) ?? fail(name, text));
  };
  const map = value('size', parseFlashMap)?.name;
  const mode = value('mode', parseFlashMode);
  const frequency = value('freq', parseFlashFrequency);
  const slot = value('slot', text => SLOTS.find(s => s === text));
  const boot = values.get('boot');
  return {
    files,
    settings: { ...(map && { map }), ...(mode && { mode }), ...(frequency && { frequency }) },
    out: values.get('out') ?? '.',
    ...(boot !== undefined && { boot }),
    ...(slot && { slot }),
    recipes: RECIPES.filter(format => values.has(format)),
    json: values.has('json'),
  };
}

/** What every option takes, in words; nothing for one without a value. */
type Takes<Name extends string> = Readonly<Record<Name, string | undefined>>;

/**
 * Sorts arguments into options and files. Lax parsing and own checks, because the sentences of `parseArgs` speak to
 * programmers. @throws UsageError for an option that is not known or lacks its value.
 */
export function readTokens<Name extends string>(
  command: string,
  known: readonly Name[],
  takes: Takes<Name>,
  args: readonly string[],
): { readonly files: readonly string[]; readonly values: ReadonlyMap<Name, string> } {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(known.map(name => [name, { type: takes[name] ? 'string' : 'boolean' }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const files: string[] = [];
  const values = new Map<Name, string>();
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const name = known.find(option => option === token.name);
    if (!name) {
      const all = listOf(known.map(option => `--${option}`));
      throw new UsageError(
        `${token.rawName} is no option of twinslot ${command}; there are ${all}.`,
        command,
      );
    }
    values.set(name, optionValue(command, name, takes[name], token));
  }
  return { files, values };
}

function optionValue(
  command: string,
  name: string,
  takes: string | undefined,
  { value, inlineValue }: { value?: string | undefined; inlineValue?: boolean | undefined },
): string {
  if (!takes) {
    if (value !== undefined) throw new UsageError(`--${name} takes no value.`, command);
    return '';
  }
  // `--out --size 1MB`: the value was forgotten, and a folder called --size is not what anybody means.
  if (!value || (!inlineValue && value.startsWith('-'))) {
    throw new UsageError(`--${name} needs a value: ${takes}.`, command);
  }
  return value;
}
