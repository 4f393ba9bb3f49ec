/** Words about boots: every claim names what was seen, and every refusal says why. */
import { describe, expect, it } from 'vitest';
import { runState } from '../../src/core/bootlog/run-state.ts';
import { bootSentence } from '../../src/words/bootlog.ts';
import { noteWords } from '../../src/words/bootlog-notes.ts';
import { LOGS } from '../core/bootlog/logs.ts';
import { historyOf } from '../core/bootlog/read.ts';

describe.each(LOGS)('$name', ({ text, slot }) => {
  const history = historyOf(text);
  const { title, text: sentence } = bootSentence(runState(history));

  it('has a title that names the slot, or none', () => {
    expect(title.length).toBeGreaterThan(5);
    if (slot) expect(title).toContain(slot);
    else expect(title).not.toMatch(/user[12] (?:is running|was started)/);
  });

  it('has sentences without gaps', () => {
    const notes = history.boots.flatMap(boot => boot.notes.map(note => noteWords(note)));
    for (const words of [sentence, ...notes.map(note => note.text)]) {
      expect(words).toMatch(/^[A-Z].+\.$/);
      expect(words).not.toMatch(/undefined|NaN|\[object|\s\s|\s[,;.]/);
    }
  });
});
