/** The image builder against a second converter and against a loader, for any program. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { patchImage } from '../../src/core/image/patch.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import * as arbitrary from '../support/arbitraries.ts';
import { buildElf, type ElfSpec } from '../support/elf-builder.ts';
import { loadImage } from '../support/image-builder.ts';
import { loadedSections, type ModelSettings, modelImage } from '../support/model-converter.ts';
import { DRAM_START, data, IRAM_START, irom, patternBytes, rodata, text } from '../support/programs.ts';
import { codesOf, errorsOf, open, read, savedFiles } from '../support/workspaces.ts';

const LONG = process.env.TWINSLOT_LONG === '1';

/** Link address and slots per layout; user1 of every map is 0x40201010. */
const PLACES = [0x40201010, 0x40241010, 0x40281010, 0x40210000] as const;
const anyProgram = fc.constantFrom(...PLACES).chain(place => arbitrary.program(place));

/** Every byte that the ELF wants in RAM is there after loading, in file order, as a boot loader does it. */
function expectSameRam(elf: Uint8Array, image: Uint8Array): void {
  const { ram } = loadImage(image);
  for (const { address, bytes } of loadedSections(elf)) {
    if (address >= 0x40200000 && address < 0x40300000) continue;
    const wrong = [...bytes.keys()].find(i => ram.get(address + i) !== bytes[i]);
    if (wrong !== undefined) throw new Error(`byte ${wrong} of the section at ${address} is not in RAM`);
  }
}

function expectEqualToModel(spec: ElfSpec, settings: ModelSettings): number {
  const elf = buildElf(spec);
  const workspace = open({ 'a.elf': elf }, settings);
  for (const [name, bytes] of Object.entries(savedFiles(workspace))) {
    const app = name === 'user1.bin' ? 1 : name === 'user2.bin' ? 2 : 0;
    const model = modelImage(elf, app, settings);
    const wanted = name === '0x10000.bin' ? model.irom : model.image;
    // Equal at once in most of the cases; the slow comparison says where it is not.
    if (!wanted.equals(bytes)) expect(bytes, name).toEqual(new Uint8Array(wanted));
    if (name === '0x10000.bin') continue;
    expectSameRam(elf, bytes);
    expect(codesOf(read(bytes).findings)).toEqual([]);
  }
  return workspace.outputs.length;
}

describe('any valid program', () => {
  it(
    'becomes what the second converter makes of it, loads right, and reads back without a finding',
    () => {
      let images = 0;
      const property = fc.property(anyProgram, arbitrary.settings, (spec, settings) => {
        images += expectEqualToModel(spec, settings);
      });
      fc.assert(property, { numRuns: LONG ? 20_000 : 300 });
      expect(images).toBeGreaterThan(100);
    },
    LONG ? 600_000 : 60_000,
  );

  it('is described by its image as the image says itself', () => {
    fc.assert(
      fc.property(arbitrary.program(0x40201010), arbitrary.settings, (spec, settings) => {
        const output = open({ 'a.elf': buildElf(spec) }, settings).outputs[0];
        if (!output) throw new Error('no image');
        const { image, files } = output.built;
        const again = read(files[0]?.bytes ?? new Uint8Array(0));
        if (!again.ok) throw new Error('not read back');
        const { source: _, irom: builtIrom, segments, ...rest } = image;
        const unnamed = segments.map(({ name: _name, ...segment }) => segment);
        expect(again.value).toMatchObject({ ...rest, segments: unnamed });
        expect(again.value.irom).toMatchObject({ offset: builtIrom?.offset, length: builtIrom?.length });
      }),
      { numRuns: 100 },
    );
  });

  it('keeps its image when settings are patched there and back', () => {
    const property = fc.property(
      arbitrary.program(0x40201010),
      arbitrary.settings,
      arbitrary.settings,
      (spec, before, after) => {
        const elf = buildElf(spec);
        const bytes = savedFiles(open({ 'a.elf': elf }, before))['user1.bin'] ?? new Uint8Array(0);
        const first = read(bytes);
        if (!first.ok) throw new Error('not read');
        const patched = patchImage(bytes, first.value, { settings: after });
        expect(patched).toEqual(new Uint8Array(modelImage(elf, 1, after).image));
        const second = read(patched);
        if (!second.ok) throw new Error('not read');
        expect(second.value.settings).toEqual(after);
        expect(patchImage(patched, second.value, { settings: before })).toEqual(bytes);
      },
    );
    fc.assert(property, { numRuns: 100 });
  });
});

describe('segments that touch', () => {
  const built = (...sections: Parameters<typeof buildElf>[0]['sections']) => {
    const elf = buildElf({ entry: IRAM_START, sections: [...sections, irom(0x20, 0x40201010), text(0x10)] });
    const workspace = open({ 'a.elf': elf });
    expect(errorsOf(workspace)).toEqual([]);
    const bytes = savedFiles(workspace)['user1.bin'] ?? new Uint8Array(0);
    expectSameRam(elf, bytes);
    return loadImage(bytes);
  };

  it('padding that reaches into the next section is written over by it', () => {
    const { segments } = built(data(0x636), rodata(5, DRAM_START + 0x636));
    expect(segments.slice(0, 2)).toEqual([
      { address: DRAM_START, length: 0x638 },
      { address: DRAM_START + 0x636, length: 8 },
    ]);
  });

  it('sections that are exactly adjacent are not merged', () => {
    expect(built(data(0x24), rodata(8, DRAM_START + 0x24)).segments).toHaveLength(3);
  });

  it('sections before and behind others keep the order of the table', () => {
    const { segments } = built(rodata(8, DRAM_START + 0x100), data(0x24));
    expect(segments.map(s => s.address)).toEqual([DRAM_START + 0x100, DRAM_START, IRAM_START]);
  });

  it('code in RTC memory is a segment like others', () => {
    const rtc = { name: '.rtc.text', flags: 6, address: 0x60001000, bytes: patternBytes(13) };
    expect(built(rtc).segments[0]).toEqual({ address: 0x60001000, length: 16 });
  });
});

describe('files from a reader that only knows slices', () => {
  it('give the same images as bytes in memory', () => {
    const elf = buildElf({ entry: IRAM_START, sections: [data(70_000), irom(100_000, 0x40201010), text(9)] });
    const inner = bytesReader(elf);
    const sliced = { size: elf.length, read: (o: number, l: number) => inner.read(o, l).slice() };
    const workspace = evaluate([{ id: 'x', name: 'a.elf', reader: sliced }]);
    expect(savedFiles(workspace)).toEqual(savedFiles(open({ 'a.elf': elf })));
  });
});
