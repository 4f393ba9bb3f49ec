/** The ROM's printf and its line ends. */
import { describe, expect, it } from 'vitest';
import { romText, wireBytes } from '../../../src/board/rom/printf.ts';

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

describe('printf', () => {
  it('prints the lines of the ROM', () => {
    expect(romText('\n ets %s,rst cause:%d, boot mode:(%d,%d)\n\n', 'Jan  8 2013', 2, 3, 7)).toBe(
      '\n ets Jan  8 2013,rst cause:2, boot mode:(3,7)\n\n',
    );
    expect(romText('load 0x%08x, len %d, room %d \n', 0x3ffe8000, 764, 8)).toBe(
      'load 0x3ffe8000, len 764, room 8 \n',
    );
    expect(romText('chksum 0x%02x\n', 2)).toBe('chksum 0x02\n');
  });

  it.each<[string, number, string]>([
    ['%d', 0xffffffff, '-1'],
    ['%u', 0xffffffff, '4294967295'],
    ['%x', 0x81000, '81000'],
    ['%X', 0xabc, 'ABC'],
    ['%5d|', -42, '  -42|'],
    ['%05d', -42, '-0042'],
    ['%-5d|', 42, '42   |'],
    ['%c', 0x41, 'A'],
    ['%p', 0x3ffe8000, '3ffe8000'],
    ['100%%', 0, '100%'],
    ['%q', 1, '%q'],
  ])('formats %s of %i as "%s"', (format, value, expected) => {
    expect(romText(format, value)).toBe(expected);
  });

  it('sends CR before every LF and drops a literal CR', () => {
    expect(text(wireBytes('a\nb\r\nc\r'))).toBe('a\r\nb\r\nc');
  });
});
