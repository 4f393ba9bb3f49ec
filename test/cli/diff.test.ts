/** `twinslot diff`: what grew, as text and as JSON. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildElf, type SymbolSpec } from '../support/elf-builder.ts';
import { sdkProgram } from '../support/programs.ts';
import { buildProgram, emptyFolder, type Program, VECTORS } from './program.ts';

let program: Program;
let folder: ReturnType<typeof emptyFolder>;
beforeAll(async () => {
  program = await buildProgram();
  folder = emptyFolder();
});
afterAll(() => {
  program.remove();
  folder.remove();
});

/** A program whose flash code has `count` functions of this size each. */
const saved = (name: string, count: number, size: number): string => {
  const irom = 0x40201010;
  const symbols: SymbolSpec[] = Array.from({ length: count }, (_, i) => {
    return { name: `task_${i}`, value: irom + i * size, size, type: 2, section: '.irom0.text' };
  });
  const path = join(folder.path, name);
  writeFileSync(path, buildElf({ ...sdkProgram({ irom, iromLength: count * size }), symbols }));
  return path;
};

it('names what grew, what is left, and the changes of a section one by one', () => {
  const { status, out, err } = program.run(
    'diff',
    saved('old.elf', 2, 40),
    saved('new.elf', 3, 48),
    '--size',
    '1MB',
  );
  expect(err).toBe('');
  expect(status).toBe(0);
  for (const line of [
    /^flash code grew by 64 bytes\. All sizes in bytes\.$/m,
    /^ {2}flash code +80 +144 +\+64 +of 438,272 +438,128 left$/m,
    /^\.irom0\.text {2}80 → 144 {2}\+64$/m,
    /^ {2}\+48 {2}task_2 +new +0 → 48$/m,
    /^ {3}\+8 {2}task_0 +grew +40 → 48$/m,
  ])
    expect(out).toMatch(line);
  expect(out).not.toMatch(/^\.text/m);
});

it('counts the small changes together when there are many', () => {
  const { out } = program.run('diff', saved('old.elf', 30, 40), saved('new.elf', 30, 44));
  expect(out).toMatch(/^ {2}\+40 {2}10 smaller changes, together$/m);
});

it('gives every symbol as JSON', () => {
  const { out } = program.run('diff', saved('old.elf', 30, 40), saved('new.elf', 30, 44), '--json');
  const { sections, map } = JSON.parse(out);
  expect(map).toBe('1MB');
  const irom = sections.find(({ section }: { section: string }) => section === '.irom0.text');
  expect(irom.symbols).toHaveLength(30);
});

it('says why something cannot be compared, and is refused', () => {
  const image = join(VECTORS, 'images/hello_build1_1024_app1/canonical-user1.bin');
  const { status, out, err } = program.run('diff', image, saved('new.elf', 1, 4));
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain('Only ELF files can be compared');
});
