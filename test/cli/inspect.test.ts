/** `twinslot inspect`: what the page shows, as text and as JSON. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bootLoaderFile } from '../support/boot-loader-builder.ts';
import { flash } from '../support/flash-builder.ts';
import { buildProgram, emptyFolder, type Program, VECTORS } from './program.ts';

const vector = (name: string): string => join(VECTORS, name);
const app1 = vector('hello_build1_1024_app1.elf');
const app2 = vector('hello_build1_1024_app2.elf');
const image = (slot: 1 | 2) => vector(`images/hello_build1_1024_app${slot}/canonical-user${slot}.bin`);

let program: Program;
let folder: ReturnType<typeof emptyFolder>;
beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program.remove());
beforeEach(() => {
  folder = emptyFolder();
});
afterEach(() => folder.remove());

const saved = (name: string, bytes: Uint8Array): string => {
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  return path;
};

/** A 1 MB flash with both apps, whose parameters select user2. */
const wholeFlash = (): Uint8Array =>
  flash({
    map: '1MB',
    bootLoader: bootLoaderFile('1.7', { sizeFrequency: 0x20 }),
    user1: readFileSync(image(1)),
    user2: readFileSync(image(2)),
    initData: new Uint8Array(128).fill(5),
    parametersB: [0xfd, 0xe7],
    flag: 1,
  });

describe('text', () => {
  it('shows slot, evidence, memory, sections, symbols and header of an ELF file', () => {
    const { status, out, err } = program.run('inspect', app2, '--size', '4MB');
    expect(status, err).toBe(0);
    expect(err).toBe('');
    for (const line of [
      /^hello_build1_1024_app2\.elf$/m,
      /^ {2}Slot: user2$/m,
      /^ {4}proof +Linked for 0x40281010 +user2 of maps with 512\+512 KB$/m,
      /^ {4}strong sign +Flash map 4MB: 512\+512 KB +user2$/m,
      /^ {4}IRAM \(code in RAM\) +\[#\.+\] +484 bytes +of 32 KB \(32,768 bytes\) +1 % +\.text$/m,
      /^ {4}\.irom0\.text +0x40281010 +120 bytes +at 0x300 +stays in flash$/m,
      /^ {4}\.bss +0x3FFE8070 +1,040 bytes +at 0x\w+ +set to zero$/m,
      /^ +44 bytes +report +\.irom0\.text +0x4028105C$/m,
      /^ {4}0x00018 {2}0C 00 10 40 {2}Entry \(e_entry\) +0x4010000C$/m,
      /^ {2}user2\.bin {2}0x81000 {2}772 bytes {2}from hello_build1_1024_app2\.elf$/m,
      /^ {2}0x81000–0xFFFFF +508 KB +user2 +will be written$/m,
      /^ {2}esptool --chip esp8266 .*0x81000 user2\.bin$/m,
    ]) {
      expect(out).toMatch(line);
    }
  });

  it('says that a stripped file has no symbols', () => {
    expect(program.run('inspect', vector('stripped_1024_app2.elf')).out).toContain('stripped of its symbols');
  });

  it('shows segments and checks of an image', () => {
    const { status, out } = program.run('inspect', image(1));
    expect(status).toBe(0);
    expect(out).toMatch(/^ {4}Checksum {2}0x8D, right$/m);
    expect(out).toMatch(/^ {4}CRC word {2}0x032B2C94, right$/m);
    expect(out).toMatch(/^ {4}segment 3 +0x40100000 +484 bytes +at 0x114$/m);
    expect(out).toMatch(/^ {4}0x00003 {2}01 +Slot +0x01: user1$/m);
  });

  it('tells a damaged image from a good one, with both values', () => {
    const bytes = new Uint8Array(readFileSync(image(1)));
    bytes[0x118] = (bytes[0x118] ?? 0) ^ 0x10;
    const { status, out, err } = program.run('inspect', saved('user1.bin', bytes));
    expect(status).toBe(1);
    expect(out).toMatch(/^ {4}Checksum {2}0x8D, but the bytes give 0x9D$/m);
    expect(out).toContain('  error: Wrong checksum\n');
    expect(err).toContain('The stored checksum is 0x8D, but the segments give 0x9D');
  });

  it('takes a whole flash apart and says which slot starts', () => {
    const { status, out, err } = program.run('inspect', saved('flash.bin', wholeFlash()));
    expect(status, err).toBe(0);
    expect(out).toMatch(/^ {4}0x00000–0x00FFF {2}boot loader +boot loader 1\.7, 4,080 bytes/m);
    expect(out).toMatch(/^ {4}0x81000–0xFAFFF {2}user2 +image for user2, 772 bytes, starts at 0x4010000C$/m);
    expect(out).toMatch(/^ {4}0xFD000–0xFDFFF {2}parameters copy A +empty$/m);
    expect(out).toMatch(/^ {4}0xFE000–0xFEFFF {2}parameters copy B +data$/m);
    expect(out).toContain('    user2 starts: it is the stored choice.\n    Parameters copy B counts.\n');
  });

  it('names a boot loader by its fingerprint', () => {
    const { out } = program.run('inspect', saved('x.bin', bootLoaderFile('1.5')));
    expect(out).toContain('Boot loader 1.5');
  });

  it('prints no order to the terminal that hides in a file name', () => {
    const path = saved('a\u001b[31m.elf', readFileSync(app1));
    const { out } = program.run('inspect', path);
    expect(out).toContain('a?[31m.elf');
    expect(out).not.toContain('\u001b');
  });

  it('refuses what it cannot read, with the words on stderr', () => {
    const { status, out, err } = program.run('inspect', vector('bad/class64.elf'), app1);
    expect(status).toBe(1);
    expect(out).toContain('  error: Not a 32-bit program\n');
    expect(out).toContain('Slot: user1');
    expect(err).toMatch(/^class64\.elf: error: Not a 32-bit program \(field EI_CLASS, byte 0x4\)\n/);
  });
});

describe('JSON', () => {
  const documentOf = (...args: readonly string[]) => {
    const { status, out, err } = program.run('inspect', ...args, '--json');
    return { status, err, document: JSON.parse(out) };
  };

  it('has the workspace with its names, lengths in the place of bytes', () => {
    const { status, document } = documentOf(app1, app2, '--size', '4MB', '--mode', 'dio');
    expect(status).toBe(0);
    expect(Object.keys(document)).toEqual([
      ...['format', 'twinslot', 'files', 'settings', 'assumed', 'wish', 'outputs', 'plan', 'mergeBlock'],
      ...['findings', 'sizes', 'regions', 'esptool'],
    ]);
    expect(document.format).toBe(1);
    expect(document.settings).toEqual({ mode: 'dio', frequency: '40m', map: '4MB' });
    expect(document.assumed).toEqual({ mode: false, frequency: true, map: false });
    expect(document.files).toMatchObject([
      { kind: 'elf', source: { name: 'hello_build1_1024_app1.elf', size: 6688 } },
      { kind: 'elf', source: { name: 'hello_build1_1024_app2.elf' } },
    ]);
    expect(document.files[1].judgement.verdict).toEqual({ kind: 'slots', slots: ['user2'] });
    expect(document.outputs).toMatchObject([
      { role: 'user1', built: { files: [{ name: 'user1.bin', offset: 0x1000, length: 772 }] } },
      { role: 'user2', built: { files: [{ name: 'user2.bin', offset: 0x81000, length: 772 }] } },
    ]);
    expect(document.outputs[0].built.files[0]).not.toHaveProperty('bytes');
    expect(document.plan.writes[0]).toEqual({
      ...{
        role: 'user1',
        offset: 0x1000,
        length: 772,
        name: 'user1.bin',
        from: 'hello_build1_1024_app1.elf',
      },
    });
    expect(document.regions).toHaveLength(9);
    expect(document.sizes[0].sections[0]).toMatchObject({ section: '.data', size: 36 });
  });

  it('gives every finding its words, wherever it stands', () => {
    const { document } = documentOf(app1);
    const words = { title: expect.any(String), text: expect.any(String), advice: expect.any(String) };
    expect(document.findings).toMatchObject([
      { code: 'map-assumed', severity: 'note', words },
      { code: 'twin-missing', severity: 'note', words },
      { code: 'boot-loader-missing', severity: 'note', words },
    ]);
  });

  it('is complete when a file is refused, too', () => {
    const { status, document, err } = documentOf(vector('bad/irom_at_40202010.elf'));
    expect(status).toBe(1);
    expect(err).toContain('irom_at_40202010.elf: error: Linked for no slot');
    const { verdict } = document.files[0].judgement;
    expect(verdict.because.code).toBe('no-slot');
    expect(verdict.because.words.text).toContain('0x40202010');
    expect(document.outputs).toEqual([]);
  });

  it('has the regions of a whole flash and the slot that starts', () => {
    const { document } = documentOf(saved('flash.bin', wholeFlash()));
    const { dump } = document.files[0];
    expect(dump.boots).toEqual({ kind: 'slot', slot: 'user2', because: 'chosen' });
    const roles = [
      ...['boot-loader', 'user1', 'user2', 'rf-calibration', 'init-data'],
      ...['parameters-a', 'parameters-b', 'flag'],
    ];
    expect(dump.regions).toMatchObject(roles.map(role => ({ role })));
  });
});
