/** The words of findings: complete, with the values that were found, and free of blame. */
import { describe, expect, it } from 'vitest';
import { type Finding, type FindingCode, finding, type Place } from '../../src/core/findings.ts';
import { findings as german } from '../../src/words/de/findings.ts';
import * as english from '../../src/words/findings.ts';
import { SAMPLES } from './samples.ts';

const { whereText, wordsFor } = english;
const LANGUAGES = [
  ['English', english],
  ['German', german],
] as const;

const CODES = Object.keys(SAMPLES) as FindingCode[];

const PLACES: readonly Place[] = [
  {},
  { file: 'app1.elf', section: '.text', field: 'sh_addr', offset: 0x12c },
  { file: 'app1.elf', field: 'e_shstrndx', offset: 50 },
];

const samplesOf = (code: FindingCode): Finding[] =>
  SAMPLES[code].flatMap(facts => PLACES.map(where => finding(code, facts, where)));

describe.each(CODES)('%s', code => {
  const all = samplesOf(code);

  describe.each(LANGUAGES)('in %s', (_, { wordsFor }) => {
    const textOf = (found: Finding): string => Object.values(wordsFor(found)).join(' ');

    it('has a short title, one clear sentence and advice', () => {
      for (const found of all) {
        const { title, text, advice } = wordsFor(found);
        expect(title).toMatch(/^[A-ZÄÖÜa-z0-9].{2,58}[^.]$/);
        expect(text).toMatch(/^[^\s].{10,}\.$/);
        expect(advice).toMatch(/^[A-ZÄÖÜ].{10,}\.$/);
        expect(text.length, text).toBeLessThan(275);
        expect(advice.length, advice).toBeLessThan(220);
      }
    });

    it('contains no value that went wrong on the way into the words', () => {
      for (const found of all) {
        const text = textOf(found);
        expect(text).not.toMatch(/undefined|NaN|\[object|null\b|Infinity|\s\s|\s[,;]|\s\.(?![a-z])|\(\)/);
        expect(text).not.toMatch(/TODO|unknown error|invalid input|you (?:must|forgot|should have)/i);
        expect(text).not.toMatch(/unbekannter Fehler|ungültige Eingabe|du hast vergessen|du hättest/i);
      }
    });

    it('says what was found: every number and name among the facts is in the words', () => {
      for (const found of all) {
        const text = textOf(found).toLowerCase();
        for (const [key, value] of Object.entries(found.facts)) {
          if (typeof value !== 'number' || HIDDEN.has(`${code}.${key}`)) continue;
          expect(
            spellings(value).some(s => hasWord(text, s)),
            `${key} = ${value} in: ${text}`,
          ).toBe(true);
        }
      }
    });
  });

  it('names in German what it names in English: values, files, fields, addresses', () => {
    for (const found of all) {
      const [english, german] = LANGUAGES.map(([, { wordsFor }]) => wordsFor(found).text);
      expect(namedIn(german), german).toEqual(namedIn(english));
    }
  });
});

/** Numbers, addresses, names of files, fields and functions: what no language may lose, in any order. */
const namedIn = (text = ''): string[] =>
  (
    text.match(
      /0x[0-9A-F]+|\b\d[\d.,]*\b|\b\w+\.(?:bin|elf|ld|c)\b|\b[a-z]+_\w+|\buser[12]\b|\.[a-z]+\w*/gi,
    ) ?? []
  )
    .map(name => name.replace(/^(\d+)[.,](\d{3})\b/g, '$1$2').replaceAll(/[.,]/g, ''))
    .sort();

/** Facts that only steer the words: the sentence says the same with other numbers. */
const HIDDEN = new Set([
  'irom-twice.gap', // negative when the sections lie in the other order
  'image-segment-address.index', // counted from 1 for people
  'elf-header-field.limit', // not part of "expected 1 or more"
  'image-old-boot.app', // only 1 and 2 mean something
]);

/** Whether a number stands in a text by itself, and not as a part of another one. */
const hasWord = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w,.])${word.replaceAll('.', '\\.')}(?!\\w|,\\d|\\.\\d)`).test(text);

/** How a number may stand in a sentence. */
const spellings = (value: number): string[] => {
  const hex = (value >>> 0).toString(16);
  const counted = String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return [
    String(value),
    counted,
    counted.replaceAll(',', '.'),
    `0x${hex}`,
    `0x${hex.padStart(2, '0')}`,
    `0x${hex.padStart(8, '0')}`,
  ];
};

describe('map-mismatch', () => {
  it('says what the address is for, what the map has, and the two ways out', () => {
    const found = finding('map-mismatch', SAMPLES['map-mismatch'][0], { file: 'app2.elf' });
    expect(wordsFor(found)).toEqual({
      title: 'Program and flash map do not go together',
      text: 'This program is linked for address 0x40281010, which is user2 of maps with 512+512 KB; the flash map 2MB-c1 has 1024+1024 KB.',
      advice: 'Choose 1MB, 2MB or 4MB as flash size, or link with eagle.app.v6.new.2048.ld.',
    });
  });

  it('names the linker script of the same slot', () => {
    const facts = { address: 0x40241010, map: '1MB', layout: '512+512', fits: ['512KB'] } as const;
    expect(wordsFor(finding('map-mismatch', facts)).advice).toBe(
      'Choose 512KB as flash size, or link with eagle.app.v6.new.1024.app2.ld.',
    );
  });
});

describe('no-slot', () => {
  it.each([
    [0, 'where no slot begins'],
    [1, 'boot loader 1.1'],
    [2, 'rBoot'],
    [3, 'SDK 0.9'],
    [4, 'ESP8266_RTOS_SDK 3'],
  ])('names the world that address number %i belongs to: %s', (index, name) => {
    const facts = SAMPLES['no-slot'][index];
    expect(facts && wordsFor(finding('no-slot', facts)).text).toContain(name);
  });
});

describe('sizes', () => {
  it('says by how many bytes memory overflows, where rounding would hide it', () => {
    const { text } = wordsFor(
      finding('iram-overflow', { used: 0x8004, limit: 0x8000 }, { section: '.text' }),
    );
    expect(text).toBe(
      'The section .text ends 32,772 bytes into IRAM (RAM for code), which has 32 KB (32,768 bytes): 4 bytes too many.',
    );
  });

  it('does not wrap the end of a section around 32 bits', () => {
    const facts = { start: 0x110, length: 0xffffffff, size: 1300 };
    expect(wordsFor(finding('section-past-end', facts)).text).toContain('4,294,967,295 bytes long');
  });
});

describe('whereText', () => {
  it('names what is known of the place', () => {
    expect(whereText({ file: 'app1.elf', section: '.text', field: 'sh_addr', offset: 0x12c })).toBe(
      'app1.elf, section .text, field sh_addr, byte 0x12C',
    );
    expect(whereText({ file: 'app1.elf', offset: 0 })).toBe('app1.elf, byte 0x0');
    expect(whereText({})).toBe('');
  });
});
