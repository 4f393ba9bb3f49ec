/** Every header and every field of the core has a name and a meaning, and values are readable. */
import { describe, expect, it } from 'vitest';
import { describeStruct, type StructLayout } from '../../src/core/bytes/struct.ts';
import { ELF_HEADER, SECTION_HEADER } from '../../src/core/elf/layout.ts';
import { BOOT_BYTES } from '../../src/core/esp8266/boot-bytes.ts';
import { SEGMENT_HEADER, V1_HEADER, V2_HEADER } from '../../src/core/image/layout.ts';
import { fieldValue, fieldWords, HEADERS, headerTitle } from '../../src/words/headers.ts';

const LAYOUTS: readonly StructLayout[] = [
  ELF_HEADER,
  SECTION_HEADER,
  V2_HEADER,
  V1_HEADER,
  SEGMENT_HEADER,
  BOOT_BYTES,
];

describe.each(LAYOUTS.map(layout => [layout.name, layout] as const))('%s', (name, layout) => {
  const fields = describeStruct(layout, new Uint8Array(layout.size), 0);

  it('has a title and a sentence', () => {
    const words = HEADERS[name as keyof typeof HEADERS];
    expect(words.title).toMatch(/^[A-Z]/);
    expect(words.about).toMatch(/\.$/);
    expect(headerTitle({ layout: name, offset: 0, fields })).toBe(words.title);
  });

  it('has words of its own for every field, each name once', () => {
    const words = fields.map(field => fieldWords(field));
    for (const { name: title, about } of words) {
      expect(title).toMatch(/^[A-Z]/);
      expect(about).toMatch(/^.{8,}\.$/);
    }
    expect(new Set(words.map(w => w.name)).size).toBe(fields.length);
  });
});

describe('fieldValue', () => {
  const bytes = new Uint8Array([0xea, 4, 0, 7, 0x0c, 0, 0x10, 0x40, 0, 0, 0, 0, 0x80, 0x10, 0, 0]);
  const fields = describeStruct(V2_HEADER, bytes, 0);
  const value = (name: string): string => {
    const field = fields.find(f => f.name === name);
    return field ? fieldValue(field) : 'no such field';
  };

  it('prints codes with their meaning, addresses in full, counts as numbers', () => {
    expect(value('magic')).toBe('0xEA: OTA image');
    expect(value('entry')).toBe('0x4010000C');
    expect(value('iromLength')).toBe('4,224');
  });

  it('says when a value has no meaning', () => {
    expect(value('slot')).toBe('0x07: not a known value');
  });
});

it('numbers segment headers from 1', () => {
  expect(headerTitle({ layout: 'segment-header', index: 0, offset: 0, fields: [] })).toBe('Segment header 1');
});
