import { describe, expect, it } from 'vitest';
import { noteWords } from '../../src/words/watch.ts';

describe('what the listener says of itself', () => {
  it('states rate, reason, gap in ms and the most bytes that fit in it', () => {
    const note = { kind: 'rate', baud: 115200, why: 'search', gapMs: 40, mostBytes: 461 } as const;
    expect(noteWords(note)).toBe(
      'Now listening at 115200 baud: what is heard is no text, and looks like this rate. Nobody listened for 40 ms: 461 bytes at most were missed.',
    );
  });

  it('announces a reset as what it is for', () => {
    expect(noteWords({ kind: 'reset', why: 'boot-missed' })).toContain(
      'once, to read the boot text that was missed',
    );
    expect(noteWords({ kind: 'reset', why: 'asked' })).not.toContain('missed');
  });
});
