/** What is claimed at the end of every log, however it is cut. */
import { describe, expect, it } from 'vitest';
import { BootLogDecoder } from '../../../src/core/bootlog/decoder.ts';
import { reduceBoots } from '../../../src/core/bootlog/reduce.ts';
import { NO_BOOTS } from '../../../src/core/bootlog/report.ts';
import { bytesOf, LOGS } from './logs.ts';
import { eventsOf, historyOf, lineOf } from './read.ts';

describe.each(LOGS)('$name', ({ text, slot }) => {
  it(slot ? `proves ${slot}, with its line` : 'proves no slot', () => {
    const claim = historyOf(text).boots.at(-1)?.slot;
    expect(claim?.slot).toBe(slot);
    if (claim) expect(lineOf(text, claim.line)).toContain(`jump to run ${slot}`);
  });

  it('gives the same lines and facts at every cut, and byte by byte', () => {
    const bytes = bytesOf(text);
    const whole = eventsOf(bytes);
    for (let cut = 0; cut <= bytes.length; cut++) expect(eventsOf(bytes, [cut])).toEqual(whole);
    expect(
      eventsOf(
        bytes,
        Array.from(bytes, (_, i) => i),
      ),
    ).toEqual(whole);
  });

  it('covers every byte with a line, also when the bytes begin inside another array', () => {
    const bytes = bytesOf(text);
    const shifted = new Uint8Array(bytes.length + 13);
    shifted.set(bytes, 13);
    const events = new BootLogDecoder().push(shifted.subarray(13));
    let end = 0;
    for (const event of events) {
      if (event.kind !== 'line') continue;
      expect(event.line.offset).toBe(end);
      end += event.line.length;
    }
    expect(end).toBe(text.lastIndexOf('\n') + 1);
  });

  it('never claims another slot than the one of the latest jump line before the end', () => {
    const bytes = bytesOf(text);
    const events = eventsOf(bytes);
    for (let count = 0; count <= events.length; count++) {
      const claim = reduceBoots(NO_BOOTS, events.slice(0, count)).boots.at(-1)?.slot;
      const jumps = [...text.matchAll(/jump to run (user[12])/g)].map(match => match[1]);
      if (claim) expect(jumps).toContain(claim.slot);
    }
  });
});
