/** German is complete: every module has its twin, and none of its texts is English by mistake. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportedNames } from '../../src/build/language.ts';
import { GERMAN } from '../../src/words/de/all.ts';
import { inLanguage, languageOf, speak, spokenLanguage } from '../../src/words/language.ts';

type Table = Readonly<Record<string, unknown>>;

/** The command line and reports for issues speak English; `language` chooses and has nothing to say. */
const ENGLISH_ONLY = ['board-cli', 'check-report', 'language', 'relay-log'];

/** Texts that are alike in both languages: names, and words of the field. */
const ALIKE = new Set([
  '',
  ...'Twinslot|Firmware|Board|Flash|ROM|SDK|RESET|FLASH|MAC|Chip|RAM|IRAM|DRAM|irom|Build|Builds|Port|Ports|Slot|Slots'.split(
    '|',
  ),
  ...'user1|user2|app|boot|A|B|✕|░|··|CR LF|LF|CR|SHA-256|MD5|JSON|CSV|Bytes|Offset|Segment'.split('|'),
  ...'Name|Flags|Version|Station|Test|Index|Hardware|Software|Browser|Computer|Link|Info'.split('|'),
  ...'0x40100000–0x40107FFF|0x3FFE8000–0x3FFFBFFF|0x40200000–0x402FFFFF'.split('|'),
  ...'virtual-board.bin|serial.log|twinslot-station.csv'.split('|'),
  ...'Windows|macOS|Linux|ChromeOS|Android|Debian, Ubuntu, Fedora|Arch|brltty'.split('|'),
  ...'Chromium, snap|Chrome, Flatpak|Google Chrome|Microsoft Edge|Chromium|Linux (JSON)|System'.split('|'),
]);
/** What somebody types into a terminal. */
const COMMAND = /^(?:sudo|echo|flatpak|npx|node) /;
/** English ones: “so”; German begins below and ends where English begins. */
const WRONG_QUOTES = /”|^[^„]*“/;
/** In the middle of a sentence, where no other word has a capital S. */
const POLITE = /(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihre?[mnrs]?)\b/;
/** Field names of the ELF specification and of the SDK. */
const FIELD_NAME = /^(?:e_|sh_|EI_)\w+$|^use_bin$/;

const MODULES = readdirSync('src/words')
  .filter(file => file.endsWith('.ts'))
  .map(file => basename(file, '.ts'))
  .filter(name => !ENGLISH_ONLY.includes(name))
  .sort();

const english = async (name: string): Promise<Table> => import(`../../src/words/${name}.ts`);
const german = (name: string): Table => (GERMAN as Readonly<Record<string, Table>>)[name] ?? {};

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null;

/** Every entry of a table and of those within, by its path: `PAGE.name`. */
function* entriesOf(table: Table, path = ''): Generator<readonly [string, unknown]> {
  for (const [key, value] of Object.entries(table)) {
    const at = path ? `${path}.${key}` : key;
    if (isTable(value) && !(value instanceof Set)) yield* entriesOf(value, at);
    else yield [at, value];
  }
}

/** Parameters behind one with a default are not counted. */
const kindOf = (value: unknown): string =>
  typeof value === 'function' ? `function of ${value.length}` : typeof value;

/** What German takes over as it is: names and lists of codes, the same object on purpose. */
const shared = (name: string, own: Table): readonly string[] =>
  Object.keys(own).filter(key => isTable(own[key]) && own[key] === german(name)[key]);

describe('German', () => {
  it('has a twin for every module, and for nothing else', () => {
    expect(Object.keys(GERMAN).sort()).toEqual(MODULES);
  });

  it('has its file for every module that it names', () => {
    const files = readdirSync('src/words/de').map(file => basename(file, '.ts'));
    expect(files.filter(file => file !== 'all').sort()).toEqual(MODULES);
  });
});

describe.each(MODULES)('%s', name => {
  it('passes on to the page all that it exports', async () => {
    const names = exportedNames(readFileSync(`src/words/${name}.ts`, 'utf8'));
    expect(names.sort()).toEqual(Object.keys(await english(name)).sort());
  });
});

describe.each(MODULES)('%s in German', name => {
  it('has the same entries in German, functions of as many arguments', async () => {
    const shape = (table: Table) =>
      Object.fromEntries([...entriesOf(table)].map(([path, value]) => [path, kindOf(value)]));
    expect(shape(german(name))).toEqual(shape(await english(name)));
  });

  it('says nothing as it does in English', async () => {
    const own = await english(name);
    const texts = new Map(entriesOf(own));
    const alike = shared(name, own);
    const same = [...entriesOf(german(name))].filter(
      ([path, text]) =>
        typeof text === 'string' &&
        text === texts.get(path) &&
        !alike.some(key => path.startsWith(`${key}.`)) &&
        !ALIKE.has(text) &&
        !FIELD_NAME.test(text) &&
        !COMMAND.test(text),
    );
    expect(same).toEqual([]);
  });

  it('has German quotation marks and says du', () => {
    const odd = [...entriesOf(german(name))].filter(
      ([, text]) => typeof text === 'string' && (WRONG_QUOTES.test(text) || POLITE.test(text)),
    );
    expect(odd).toEqual([]);
  });
});

describe('the language of the page', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr-FR', 'de'], 'de'],
    [['en-US', 'de'], 'en'],
    [['FR', 'it'], 'en'],
    [[], 'en'],
    [['constructor'], 'en'],
  ] as const)('is for %j: %s', (wishes, language) => expect(languageOf(wishes)).toBe(language));

  it('takes the words of the language that is spoken, and English where it has none', () => {
    const words = { HELLO: 'hello', BYE: 'bye' };
    try {
      speak('de', { greetings: { HELLO: 'hallo' } });
      expect(spokenLanguage()).toBe('de');
      expect(inLanguage('greetings', words)).toEqual({ HELLO: 'hallo', BYE: 'bye' });
      expect(inLanguage('others', words)).toEqual(words);
    } finally {
      speak('en', {});
    }
  });
});
