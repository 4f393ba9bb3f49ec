/** What the ELF reader makes of files that are none, of cut ones, of ones that vanish, and of any damage to headers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesReader, unreadable } from '../../src/core/bytes/range-reader.ts';
import type { FindingCode } from '../../src/core/findings.ts';
import { Problem } from '../../src/core/problem.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import { truncations } from '../support/cut-points.ts';
import { concat, ebootImage, headImage, ramSegments, slotImage } from '../support/image-builder.ts';
import { modelImage } from '../support/model-converter.ts';
import { patternBytes, sdkElf } from '../support/programs.ts';
import { errorsOf, findingOf, input, open, refusal, savedFiles } from '../support/workspaces.ts';

const ELF = sdkElf();
const view = new DataView(ELF.buffer);
const TABLE = view.getUint32(32, true);
const COUNT = view.getUint16(48, true);

describe('what is no ELF file', () => {
  const cases: readonly (readonly [string, Uint8Array, FindingCode, object])[] = [
    ['nothing', new Uint8Array(0), 'file-empty', {}],
    ['16 zeros', new Uint8Array(16), 'file-unknown', { looksLike: 'zeros' }],
    ['text', Buffer.from('hello, world\r\n'), 'file-unknown', { looksLike: 'text' }],
    ['an archive', Buffer.from('!<arch>\nlibmain.a/      0'), 'file-unknown', { looksLike: 'archive' }],
    ['a thin archive', Buffer.from('!<thin>\nlibmain.a/      0'), 'file-unknown', { looksLike: 'archive' }],
    [
      'Intel HEX',
      Buffer.from(':10010000214601360121470136007EFE09D21901'),
      'file-unknown',
      { looksLike: 'intel-hex' },
    ],
    [
      'a Windows program',
      Buffer.from('MZ\x90\0\x03\0\0\0'),
      'file-unknown',
      { looksLike: 'windows-program' },
    ],
    ['a ZIP', Buffer.from('PK\x03\x04\x14\0\0\0'), 'file-unknown', { looksLike: 'zip' }],
    ['a gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'file-unknown', { looksLike: 'gzip' }],
    ['a UF2', Buffer.from('UF2\n\x57\x51\x5d\x9e'), 'file-unknown', { looksLike: 'uf2' }],
    ['noise', patternBytes(100, 3), 'file-unknown', { looksLike: 'unknown' }],
    ['a blank file', new Uint8Array(4096).fill(0xff), 'file-blank', { size: 4096 }],
    [
      'an image called .elf',
      slotImage({ irom: patternBytes(32), segments: ramSegments() }),
      'image-named-elf',
      { what: 'v2' },
    ],
    ['a plain image called .elf', headImage({ segments: ramSegments() }), 'image-named-elf', { what: 'v1' }],
    ['an Arduino image called .elf', ebootImage(), 'image-named-elf', { what: 'v1' }],
  ];
  it.each(cases)('%s', (_, bytes, code, facts) => {
    const workspace = open({ 'a.elf': bytes });
    const found = findingOf(workspace, code);
    expect(found.facts).toMatchObject(facts);
    expect(found.where.file).toBe('a.elf');
    expect(workspace.outputs).toEqual([]);
    if (code === 'file-unknown') expect(Object.keys(found.facts).sort()).toEqual(['firstBytes', 'looksLike']);
  });

  it('a file that only begins blank is not called blank', () => {
    const bytes = concat(new Uint8Array(1024).fill(0xff), patternBytes(64));
    expect(findingOf(open({ 'a.bin': bytes }), 'file-unknown').facts.looksLike).toBe('unknown');
  });

  it.each([1, 3, 4, 16, 51])('the first %i bytes of an ELF file', length => {
    const code = length < 4 ? 'file-unknown' : 'elf-truncated';
    expect(refusal(ELF.slice(0, length))).toMatchObject({ code });
  });

  it('a file that cannot be read any more, whenever that happens', () => {
    const goneAfter = (reads: number) => {
      let left = reads;
      const reader = bytesReader(ELF);
      const read = (offset: number, length: number): Uint8Array => {
        if (left-- > 0) return reader.read(offset, length);
        throw unreadable(offset, new Error('it was moved'));
      };
      return { ...input('a.elf', ELF), reader: { size: ELF.length, read } };
    };
    const first = evaluate([goneAfter(0)]);
    expect(findingOf(first, 'file-unreadable')).toMatchObject({
      facts: { reason: 'Error: it was moved' },
      where: { file: 'a.elf' },
    });
    let whole = 0;
    for (let reads = 1; reads < 40; reads++) {
      try {
        if (errorsOf(evaluate([goneAfter(reads)])).length === 0) whole++;
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
        expect((error as Problem).finding.code).toBe('file-unreadable');
      }
    }
    expect(whole).toBeGreaterThan(0);
  });
});

describe('a damaged ELF file', () => {
  it('is refused wherever it is cut', () => {
    for (const { length, bytes } of truncations(ELF)) {
      const workspace = open({ 'a.elf': bytes });
      expect(errorsOf(workspace).length, `cut after ${length}`).toBe(1);
      expect(workspace.outputs, `cut after ${length}`).toEqual([]);
    }
  });

  it('gives a typed verdict and no image that differs from its sections, whatever its headers say', () => {
    const word = fc.oneof(
      fc.constantFrom(
        0,
        1,
        4,
        8,
        0xff,
        ELF.length,
        0x3ffe8000,
        0x40100000,
        0x40281010,
        0x7fffffff,
        0xffffffff,
      ),
      fc.nat(0xffffffff),
    );
    const edits = fc.array(fc.tuple(fc.nat(COUNT * 10 - 1), word), { minLength: 1, maxLength: 6 });
    const header = fc.array(fc.tuple(fc.nat(12), word), { maxLength: 2 });
    const property = fc.property(edits, header, (inTable, inHeader) => {
      const elf = new Uint8Array(ELF);
      const at = new DataView(elf.buffer);
      for (const [k, value] of inTable) at.setUint32(TABLE + 4 * k, value, true);
      for (const [k, value] of inHeader) at.setUint32(4 * k, value, true);
      const workspace = open({ 'a.elf': elf });
      if (workspace.files[0]?.kind === 'refused')
        expect(workspace.files[0].findings.length).toBeGreaterThan(0);
      const { settings } = workspace;
      for (const [name, bytes] of Object.entries(savedFiles(workspace))) {
        const app = name === 'user1.bin' ? 1 : name === 'user2.bin' ? 2 : 0;
        const model = modelImage(elf, app, settings);
        expect(bytes).toEqual(new Uint8Array(name === '0x10000.bin' ? model.irom : model.image));
      }
      expect(structuredClone(workspace)).toEqual(workspace);
    });
    fc.assert(property, { numRuns: process.env.TWINSLOT_LONG === '1' ? 20_000 : 1000 });
  });
});
