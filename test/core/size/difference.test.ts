/** What grew between two builds: real ones, and made ones whose changes are known. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../src/core/problem.ts';
import { deltaOf, type SectionChange } from '../../../src/core/size/difference.ts';
import { compareBuilds } from '../../../src/core/workspace/compare.ts';
import { topChanges } from '../../../src/words/difference.ts';
import { buildElf, type SymbolSpec } from '../../support/elf-builder.ts';
import { IRAM_START, type ProgramOptions, sdkProgram } from '../../support/programs.ts';
import { input } from '../../support/workspaces.ts';

const vector = (name: string) => input(name, new Uint8Array(readFileSync(`test/fixtures/vectors/${name}`)));
const IROM = 0x40201010;

const sumOf = ({ symbols, unnamed }: SectionChange): number =>
  symbols.reduce((sum, symbol) => sum + deltaOf(symbol), deltaOf(unnamed));

/** A program whose flash code has these functions, one behind the other. */
const program = (functions: readonly (readonly [string, number])[], options: ProgramOptions = {}) => {
  let at = IROM;
  const symbols: SymbolSpec[] = functions.map(([name, size]) => {
    const value = at;
    at += size;
    return { name, value, size, type: 2, section: '.irom0.text' };
  });
  const spec = sdkProgram({ irom: IROM, iromLength: Math.max(16, at - IROM), ...options });
  return input('app.elf', buildElf({ ...spec, symbols }));
};
const flashCode = (
  older: readonly (readonly [string, number])[],
  newer: readonly (readonly [string, number])[],
): SectionChange => {
  const { sections } = compareBuilds(program(older), program(newer), '1MB');
  const found = sections.find(({ section }) => section === '.irom0.text');
  if (!found) throw new Error('no flash code');
  return found;
};

describe('two builds of a real program', () => {
  it.each([1, 2])('differ in nothing but a number: no size changes (user%i)', slot => {
    const comparison = compareBuilds(
      vector(`hello_build1_1024_app${slot}.elf`),
      vector(`hello_build2_1024_app${slot}.elf`),
    );
    expect(comparison.memories.map(deltaOf)).toEqual([0, 0, 0]);
    expect(comparison.sections.flatMap(({ symbols }) => symbols)).toEqual([]);
    expect(comparison.sections.reduce((sum, { same }) => sum + same, 0)).toBeGreaterThan(8);
    expect(comparison.stripped).toBe(false);
  });

  it('of other programs differ in every symbol, and every section adds up', () => {
    const comparison = compareBuilds(vector('hello_build1_1024_app1.elf'), vector('objects_1024_app1.elf'));
    expect(comparison.map).toBe('1MB');
    for (const section of comparison.sections) expect(sumOf(section), section.section).toBe(deltaOf(section));
    const irom = comparison.memories.find(({ name }) => name === 'irom');
    expect(irom && irom.left + irom.after).toBe(0x6b000);
  });

  it('takes the limit of the map that was chosen', () => {
    const hello = vector('hello_build1_1024_app1.elf');
    const irom = compareBuilds(hello, hello, '512KB').memories.find(({ name }) => name === 'irom');
    expect(irom?.limit).toBe(0x2b000);
  });

  it('says so when a build has no symbols, and still compares its sections', () => {
    const comparison = compareBuilds(vector('stripped_1024_app2.elf'), vector('hello_build1_1024_app2.elf'));
    expect(comparison.stripped).toBe(true);
    for (const section of comparison.sections) expect(sumOf(section)).toBe(deltaOf(section));
  });

  it('are ELF files', () => {
    const image = vector('images/hello_build1_1024_app1/canonical-user1.bin');
    const refused = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return error instanceof Problem ? [error.finding.code, error.finding.where.file] : error;
      }
    };
    const elf = vector('hello_build1_1024_app1.elf');
    expect(refused(() => compareBuilds(image, elf))).toEqual(['difference-needs-elf', image.name]);
    expect(refused(() => compareBuilds(elf, vector('bad/text.elf')))).toEqual([
      'file-unknown',
      'bad/text.elf',
    ]);
  });
});

describe('functions', () => {
  it('are new, gone, grown or shrunk, the largest change first', () => {
    const { symbols, before, after, same } = flashCode(
      [
        ['stays', 40],
        ['goes', 24],
        ['grows', 8],
        ['shrinks', 100],
      ],
      [
        ['grows', 80],
        ['comes', 16],
        ['stays', 40],
        ['shrinks', 96],
      ],
    );
    expect(symbols).toEqual([
      { name: 'grows', kind: 'grown', before: 8, after: 80 },
      { name: 'goes', kind: 'removed', before: 24, after: 0 },
      { name: 'comes', kind: 'added', before: 0, after: 16 },
      { name: 'shrinks', kind: 'shrunk', before: 100, after: 96 },
    ]);
    expect([before, after, same]).toEqual([172, 232, 1]);
  });

  it('of one name are told apart by their order; numbers of the compiler are no part of a name', () => {
    const { symbols } = flashCode(
      [
        ['init', 8],
        ['init', 20],
        ['count.1234', 4],
      ],
      [
        ['init', 8],
        ['count.99', 4],
        ['init', 24],
        ['init', 12],
      ],
    );
    expect(symbols).toEqual([
      { name: 'init', kind: 'added', before: 0, after: 12 },
      { name: 'init', kind: 'grown', before: 20, after: 24 },
    ]);
  });

  it('and what has no name always add up to the section, and sections to their memory', () => {
    const functions = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e.12', 'e.13', 'f'), fc.integer({ min: 1, max: 64 })),
      { maxLength: 12 },
    );
    const lengths = fc.record({
      textLength: fc.integer({ min: 16, max: 200 }),
      dataLength: fc.integer({ min: 4, max: 200 }),
      bssLength: fc.integer({ min: 4, max: 400 }),
    });
    fc.assert(
      fc.property(functions, functions, lengths, lengths, (older, newer, was, is) => {
        const { sections, memories } = compareBuilds(program(older, was), program(newer, is), '1MB');
        for (const section of sections) {
          expect(sumOf(section)).toBe(deltaOf(section));
          expect(section.symbols.every(symbol => deltaOf(symbol) !== 0)).toBe(true);
          const { shown, restDelta } = topChanges(section, 2);
          const listed = shown.reduce((sum, symbol) => sum + deltaOf(symbol), restDelta);
          expect(listed + deltaOf(section.unnamed)).toBe(deltaOf(section));
        }
        const all = sections.reduce((sum, section) => sum + deltaOf(section), 0);
        expect(memories.reduce((sum, memory) => sum + deltaOf(memory), 0)).toBe(all);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a section that only one build has', () => {
  it('counts as grown or gone as a whole', () => {
    const spec = sdkProgram({ irom: IROM });
    const extra = {
      name: '.fast',
      type: 1,
      flags: 6,
      address: IRAM_START + 0x1000,
      bytes: new Uint8Array(12),
    };
    const plain = input('old.elf', buildElf(spec));
    const more = input('new.elf', buildElf({ ...spec, sections: [...spec.sections, extra] }));
    const find = (older: typeof plain, newer: typeof plain) =>
      compareBuilds(older, newer, '1MB').sections.find(({ section }) => section === '.fast');
    expect(find(plain, more)).toMatchObject({ before: 0, after: 12, only: 'after' });
    expect(find(more, plain)).toMatchObject({ before: 12, after: 0, only: 'before' });
  });
});
