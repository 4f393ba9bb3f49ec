import { describe, expect, it } from 'vitest';
import { EMPTY_LOG, withText } from '../../src/app/serial-log.ts';

describe('the log of a serial port', () => {
  it('goes on in the middle of a line and begins a new one at a line feed', () => {
    const log = withText(withText(EMPTY_LOG, '\r\nhel'), 'lo\r\nyou');
    expect(log).toEqual({ lines: ['', 'hello', 'you'], dropped: 0 });
  });

  it('shows bytes that are no text as dots', () => {
    expect(withText(EMPTY_LOG, '\x00a\xff\tb\x1b').lines).toEqual(['·a·\tb·']);
  });

  it('keeps the latest 400 lines and counts the others', () => {
    const { lines, dropped } = withText(EMPTY_LOG, Array.from({ length: 1000 }, (_, n) => n).join('\n'));
    expect([lines.length, lines[0], lines.at(-1), dropped]).toEqual([400, '600', '999', 600]);
  });

  it('breaks a line that never ends, without losing any of it', () => {
    const { lines } = withText(EMPTY_LOG, 'x'.repeat(2500));
    expect(lines.map(line => line.length)).toEqual([1000, 1000, 500]);
  });
});
