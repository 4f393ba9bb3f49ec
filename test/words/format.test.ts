import { describe, expect, it } from 'vitest';
import {
  exactSize,
  formatAddress,
  formatByteRow,
  formatCount,
  formatShare,
  formatSize,
  listOf,
  plural,
} from '../../src/words/format.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [32768, '32,768'],
    [1234567, '1,234,567'],
  ])('counts %i as %s', (value, text) => expect(formatCount(value)).toBe(text));

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [772, '772 bytes'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [0x7b000, '492 KB'],
    [0xff000, '1,020 KB'],
    [0xfffff, '1 MB'],
    [0x100000, '1 MB'],
    [0x180000, '1.5 MB'],
    [0x1000000, '16 MB'],
  ])('gives %i bytes as %s', (bytes, text) => expect(formatSize(bytes)).toBe(text));

  it('adds the exact number where a size is rounded', () => {
    expect(exactSize(32768)).toBe('32 KB (32,768 bytes)');
    expect(exactSize(32772)).toBe('32 KB (32,772 bytes)');
    expect(exactSize(772)).toBe('772 bytes');
  });

  it.each([
    [0, 100, '0 %'],
    [1, 1000, 'under 1 %'],
    [50, 100, '50 %'],
    [999, 1000, '99 %'],
    [100, 100, '100 %'],
    [150, 100, '150 %'],
    [1, 0, ''],
  ])('shares %i of %i as "%s"', (part, whole, text) => expect(formatShare(part, whole)).toBe(text));

  it('prints addresses and bytes in upper case and full width', () => {
    expect(formatAddress(0x3ffe8000)).toBe('0x3FFE8000');
    expect(formatAddress(0)).toBe('0x00000000');
    expect(formatByteRow([0xea, 4, 0])).toBe('EA 04 00');
  });
});

describe('words', () => {
  it('joins lists', () => {
    expect(listOf([])).toBe('');
    expect(listOf(['a'])).toBe('a');
    expect(listOf(['a', 'b'], 'or')).toBe('a or b');
    expect(listOf(['a', 'b', 'c'])).toBe('a, b and c');
  });

  it('counts things', () => {
    expect(plural(1, 'section')).toBe('1 section');
    expect(plural(1724, 'section')).toBe('1,724 sections');
    expect(plural(2, 'address', 'addresses')).toBe('2 addresses');
  });
});
