/** Limits at the exact byte: what just fits, and what is one too many. */
import { describe, expect, it } from 'vitest';
import { buildElf, type SectionSpec, SHF, SHT } from '../support/elf-builder.ts';
import { SLOT_MAPS } from '../support/flash-builder.ts';
import { bss, DRAM_START, data, IRAM_START, irom, rodata, text } from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, open, savedFiles } from '../support/workspaces.ts';

const ENTRY = IRAM_START;
/** A program of these sections, with code at the start of IRAM and flash code unless they bring their own. */
function program(...sections: SectionSpec[]): Uint8Array {
  const has = (name: string): boolean => sections.some(s => s.name === name);
  const usual = [...(has('.text') ? [] : [text(8)]), ...(has('.irom0.text') ? [] : [irom(32, 0x40201010)])];
  return buildElf({ entry: ENTRY, sections: [...sections, ...usual] });
}
const blank = (length: number) => new Uint8Array(length);
const errors = (elf: Uint8Array, map: '1MB' | '2MB-c1' = '1MB') => errorsOf(open({ 'a.elf': elf }, { map }));
const RTC = { name: '.rtc.text', flags: SHF.ALLOC | SHF.EXECINSTR, align: 4 };

/** Where each slot ends, images.md sections 7 and 8 written out: next region, or end of the megabyte in view. */
const ENDS = {
  '512KB': { user1: 0x41000, user2: 0x7b000 },
  '1MB': { user1: 0x81000, user2: 0xfb000 },
  '2MB': { user1: 0x81000, user2: 0x100000 },
  '4MB': { user1: 0x81000, user2: 0x100000 },
  '2MB-c1': { user1: 0x100000, user2: 0x1fb000 },
  '4MB-c1': { user1: 0x100000, user2: 0x200000 },
  '8MB': { user1: 0x100000, user2: 0x200000 },
  '16MB': { user1: 0x100000, user2: 0x200000 },
} as const;

describe('length of an image against its slot', () => {
  const cases = SLOT_MAPS.flatMap(row =>
    (['user1', 'user2'] as const).map(slot => {
      const start = row[slot] ?? 0;
      return {
        map: row.name as keyof typeof ENDS,
        slot,
        start,
        room: ENDS[row.name as keyof typeof ENDS][slot] - start,
      };
    }),
  );
  // 16 bytes EA header, 8 bytes E9 header, one segment of 8 + 8 bytes, checksum row, CRC word.
  const REST = 16 + 8 + 8 + 8 + 8 + 4;

  it.each(cases)('$slot of $map has room for $room bytes', ({ map, slot, start, room }) => {
    const address = 0x40200000 + (start % 0x100000) + 16;
    // Length ≡ 4 (mod 16), the room is whole sectors: the longest image ends 12 bytes before the slot does.
    const longest = room - 12 - REST;
    const made = (length: number) => open({ 'a.elf': program(irom(blank(length), address)) }, { map });
    const fits = savedFiles(made(longest))[`${slot}.bin`];
    expect(fits?.length).toBe(room - 12);
    const over = made(longest + 1);
    expect(savedFiles(over)[`${slot}.bin`]).toBeUndefined();
    if (over.outputs.length > 0) return; // the other slot of a 1024+1024 map is larger
    const found = findingOf(over, 'image-over-slot');
    expect(found).toMatchObject({ severity: 'error', where: { file: 'a.elf', section: '.irom0.text' } });
    expect(found.facts).toMatchObject({ length: room + 4, limit: room, map });
  });

  it('leaves out only the slot that is too small', () => {
    const elf = program(irom(blank(0xfa000), 0x40201010));
    const workspace = open({ 'a.elf': elf }, { map: '2MB-c1' });
    expect(Object.keys(savedFiles(workspace))).toEqual(['user1.bin']);
    expect(codesOf(workspace.findings)).toContain('twin-missing');
  });

  it.each([
    ['512KB', 0x40201010, 0x2b000, '256+256'],
    ['1MB', 0x40281010, 0x6b000, '512+512'],
    ['2MB-c1', 0x40201010, 0xe0000, '1024+1024'],
  ] as const)('warns on %s above what the linker script allows', (map, address, limit, layout) => {
    const at = open({ 'a.elf': program(irom(blank(limit), address)) }, { map });
    expect(codesOf(at.findings)).not.toContain('irom-over-linker-limit');
    const over = open({ 'a.elf': program(irom(blank(limit + 1), address)) }, { map });
    expect(findingOf(over, 'irom-over-linker-limit')).toMatchObject({
      severity: 'warning',
      facts: { length: limit + 1, limit, layout },
    });
    expect(over.outputs.length).toBeGreaterThan(0);
  });

  it('warns above the 240 sectors that the update client writes', () => {
    const longest = 240 * 4096 - 12 - REST;
    const at = open({ 'a.elf': program(irom(blank(longest), 0x40201010)) }, { map: '4MB-c1' });
    expect(codesOf(at.findings)).not.toContain('image-over-update-limit');
    const over = open({ 'a.elf': program(irom(blank(longest + 1), 0x40201010)) }, { map: '4MB-c1' });
    expect(findingOf(over, 'image-over-update-limit').facts).toEqual({ length: 983044, limit: 983040 });
  });
});

describe('RAM', () => {
  it('holds 0x8000 bytes of code', () => {
    expect(errors(program(text(blank(0x8000))))).toEqual([]);
    const workspace = open({ 'a.elf': program(text(blank(0x8001))) });
    expect(findingOf(workspace, 'iram-overflow')).toMatchObject({
      facts: { used: 0x8001, limit: 0x8000 },
      where: { section: '.text', file: 'a.elf' },
    });
    expect(workspace.outputs).toEqual([]);
  });

  it('holds 0x14000 bytes of data with .bss', () => {
    expect(errors(program(data(16), bss(0x14000 - 16, DRAM_START + 16)))).toEqual([]);
    const over = open({ 'a.elf': program(data(16), bss(0x14000 - 15, DRAM_START + 16)) });
    expect(findingOf(over, 'dram-overflow')).toMatchObject({
      facts: { used: 0x14001, limit: 0x14000 },
      where: { section: '.bss' },
    });
    expect(errors(program(data(blank(0x14000))))).toEqual([]);
    expect(errors(program(data(blank(0x14001))))).toEqual(['dram-overflow']);
  });

  it('has no byte behind its end, not even for the zero padding of a segment', () => {
    expect(errors(program(data(blank(3), DRAM_START + 0x14000 - 4)))).toEqual([]);
    expect(errors(program(data(blank(2), DRAM_START + 0x14000 - 2)))).toEqual(['dram-overflow']);
    expect(errors(program(text(8), text(blank(1), IRAM_START + 0x7fff)))).toEqual(['iram-overflow']);
    expect(errors(program(bss(2, DRAM_START + 0x14000 - 2)))).toEqual([]);
  });

  it('holds 0x400 bytes of RTC memory', () => {
    const rtc = (length: number) => program({ ...RTC, address: 0x60001000, bytes: blank(length) });
    expect(errors(rtc(0x400))).toEqual([]);
    expect(errors(rtc(0x401))).toEqual(['section-outside-memory']);
  });

  it.each([
    [0x3ffe7ffc, 'none'],
    [0x3fffc000, 'rom-data'],
    [0x40000000, 'rom'],
    [0x400fffff, 'none'],
    [0x40108000, 'cache'],
    [0x40300000, 'none'],
    [0x60001400, 'none'],
    [0x00000004, 'none'],
    [0xfffffff0, 'none'],
  ] as const)('is not at %i', (address, region) => {
    // In the ESP32's code memory the reason is another one.
    const workspace = open({ 'a.elf': program(data(16, address)) });
    const esp32 = address === 0x400fffff;
    expect(errorsOf(workspace)).toEqual([esp32 ? 'esp32-program' : 'section-outside-memory']);
    if (!esp32) {
      const facts = { address, length: 16, region };
      expect(findingOf(workspace, 'section-outside-memory')).toMatchObject({
        facts,
        where: { section: '.data' },
      });
    }
  });

  it.each([0x3ffe0000, 0x40320000, 0x50000000, 0x3fffc000, 0x40108000, 0xffffffff])(
    'has no room for variables at %i',
    address => {
      expect(errors(program(bss(64, address)))).toEqual(['section-outside-memory']);
    },
  );

  it('wraps no address: a section that ends behind 4 GB is outside', () => {
    const huge = { ...bss(0xffffffff, DRAM_START + 16), name: '.huge' };
    expect(errors(program(huge))).toEqual(['dram-overflow']);
    expect(errors(program({ ...huge, address: 0xfffffff0, size: 0x20 }))).toEqual(['section-outside-memory']);
  });
});

describe('the flash window', () => {
  it('ends at 0x40300000', () => {
    const room = 0x100000 - 0x10000;
    const plain = (length: number) => program(irom(blank(length), 0x40210000));
    const wide = (elf: Uint8Array) => errorsOf(open({ 'a.elf': elf }, { map: '4MB' }));
    expect(wide(plain(room))).toEqual([]);
    expect(wide(plain(room + 1))).toEqual(['irom-outside-window']);
  });

  it('of a program without slots ends before the system sectors', () => {
    const end = 0xfb000 - 0x10000;
    expect(errors(program(irom(blank(end), 0x40210000)))).toEqual([]);
    const over = open({ 'a.elf': program(irom(blank(end + 1), 0x40210000)) }, { map: '1MB' });
    expect(findingOf(over, 'plain-over-flash').facts).toEqual({ end: 0xfb001, limit: 0xfb000, map: '1MB' });
  });

  it('of a program without slots begins behind its RAM part', () => {
    // 8 header bytes, two segment headers, 8 bytes of .text and the checksum leave this much for .data.
    const room = 0x10000 - 8 - 2 * 8 - 8 - 1;
    const plain = (length: number) => program(data(blank(length)), irom(32, 0x40210000));
    expect(errors(plain(room - (room % 4)))).toEqual([]);
    const over = open({ 'a.elf': plain(room + 1) });
    expect(findingOf(over, 'head-over-irom').facts).toEqual({ length: 0x10010, limit: 0x10000 });
    expect(over.outputs).toEqual([]);
  });
});

describe('the number of segments', () => {
  const many = (count: number) =>
    program(
      ...Array.from({ length: count - 1 }, (_, i) => ({
        ...data(4, DRAM_START + 8 * i),
        name: `.data.${i}`,
      })),
    );

  it('is one byte', () => {
    const at = open({ 'a.elf': many(255) });
    expect(errorsOf(at)).toEqual([]);
    expect(savedFiles(at)['user1.bin']?.[16 + 32 + 1]).toBe(255);
    const over = open({ 'a.elf': many(256) });
    expect(findingOf(over, 'too-many-segments').facts).toEqual({ count: 256, limit: 255 });
  });
});

describe('sections that share RAM', () => {
  it('are refused when one byte is wanted twice', () => {
    expect(errors(program(data(16), rodata(4, DRAM_START + 16)))).toEqual([]);
    const over = open({ 'a.elf': program(data(17), rodata(4, DRAM_START + 16)) });
    expect(findingOf(over, 'sections-overlap')).toMatchObject({
      facts: { first: '.data', second: '.rodata', address: DRAM_START + 16 },
      where: { section: '.rodata' },
    });
    expect(errors(program(data(16), bss(64, DRAM_START + 15)))).toEqual(['sections-overlap']);
  });

  it('are refused when one lies inside a larger one that is not its neighbour', () => {
    const inside = [
      data(64),
      { ...data(4, DRAM_START + 8), name: '.a' },
      { ...data(4, DRAM_START + 32), name: '.b' },
    ];
    expect(errors(program(...inside))).toEqual(['sections-overlap']);
    const behind = [
      data(64),
      { ...bss(0, DRAM_START + 8), name: '.z' },
      { ...data(4, DRAM_START + 60), name: '.b' },
    ];
    expect(errors(program(...behind))).toEqual(['sections-overlap']);
  });

  it('are fine when only zero padding reaches into the later one', () => {
    expect(errors(program(data(0x636), rodata(5, DRAM_START + 0x636)))).toEqual([]);
  });

  it('are refused when padding would be written over bytes that were loaded before', () => {
    const early = { ...rodata(5, DRAM_START + 0x636), name: '.early' };
    expect(errors(program(early, data(0x636)))).toEqual(['sections-overlap']);
    // Only zeros reach into variables that start as zero.
    expect(errors(program(bss(64, DRAM_START + 0x636), data(0x636)))).toEqual([]);
  });
});

describe('sections of unusual type', () => {
  it('are loaded when they are allocated and have contents: init arrays, notes', () => {
    for (const type of [SHT.INIT_ARRAY, SHT.FINI_ARRAY, 7, 0x70000000]) {
      const elf = program({ name: '.x', type, flags: SHF.ALLOC, address: DRAM_START, bytes: blank(8) });
      const workspace = open({ 'a.elf': elf });
      expect(workspace.outputs[0]?.built.image.segments.map(s => s.address)).toContain(DRAM_START);
    }
  });
});
