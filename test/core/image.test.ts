/** Reading images back: every cut, every bit, every kind, and images of other worlds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/core/findings.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import { bitFlips, truncations } from '../support/cut-points.ts';
import {
  concat,
  ebootImage,
  esp32Image,
  esptoolImage,
  headImage,
  le32,
  oldBootImage,
  ramSegments,
  rtosImage,
  slotImage,
} from '../support/image-builder.ts';
import { patternBytes } from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, input, open, read, savedFiles } from '../support/workspaces.ts';

const segments = ramSegments();
const irom = patternBytes(0x53, 7);
const V2 = slotImage({ slot: 1, irom, segments });
const V1 = headImage({ segments });
const set = (bytes: Uint8Array, at: number, ...values: number[]): Uint8Array => {
  const copy = new Uint8Array(bytes);
  copy.set(values, at);
  return copy;
};
const INNER = 16 + 0x60;

describe('damage', () => {
  it.each([
    ['an OTA image', V2],
    ['a plain image', V1],
    ['an image without flash code', slotImage({ slot: 2, irom: new Uint8Array(0), segments })],
  ])('every cut of %s is refused or marked', (_, image) => {
    for (const { length, bytes } of truncations(image)) {
      const outcome = read(bytes);
      expect(hasErrors(outcome.findings), `cut after ${length}`).toBe(true);
      const workspace = open({ 'cut.bin': bytes });
      expect(workspace.outputs, `cut after ${length}`).toEqual([]);
      expect(errorsOf(workspace).length, `cut after ${length}`).toBeGreaterThan(0);
    }
  });

  it('every bit of an OTA image that turns over is noticed, and nothing of it goes out', () => {
    let flips = 0;
    for (const { bit, bytes } of bitFlips(V2)) {
      flips++;
      expect(hasErrors(read(bytes).findings), `bit ${bit}`).toBe(true);
      const workspace = open({ 'flip.bin': bytes });
      expect(workspace.outputs, `bit ${bit}`).toEqual([]);
    }
    expect(flips).toBe(8 * V2.length);
  });

  it('names the part that is cut off', () => {
    const ends = [
      [0, 'header'],
      [15, 'header'],
      [16, 'irom'],
      [INNER - 1, 'irom'],
      [INNER, 'inner-header'],
      [INNER + 7, 'inner-header'],
      [INNER + 8, 'segment-header'],
      [INNER + 16, 'segment'],
      [V2.length - 5, 'checksum'],
      [V2.length - 3, 'crc'],
    ] as const;
    for (const [length, part] of ends.slice(1))
      expect(findingOf(read(V2.slice(0, length)), 'image-truncated').facts).toMatchObject({
        part,
        size: length,
      });
    expect(codesOf(read(V2.slice(0, -4)).findings)).toEqual(['image-crc-missing']);
  });
});

describe('an OTA image', () => {
  it('is understood field by field', () => {
    const outcome = read(
      slotImage({ slot: 2, irom, segments, mode: 2, sizeFrequency: 0x6f, entry: 0x40100010 }),
    );
    if (!outcome.ok) throw new Error('not read');
    expect(outcome.findings).toEqual([]);
    expect(outcome.value).toMatchObject({
      format: 'v2',
      slot: 'user2',
      entry: 0x40100010,
      settings: { mode: 'dio', frequency: '80m', map: '4MB-c1' },
      headerOffset: INNER,
      length: V2.length,
      irom: { offset: 16, length: 0x60 },
      segments: segments.map(s => ({ address: s.address, length: s.bytes.length })),
    });
  });

  it.each([
    ['byte 1', set(V2, 1, 5), 'image-marker', { found: 5 }, 1],
    ['slot 3', set(V2, 3, 3), 'image-slot-invalid', { found: 3 }, 3],
    ['slot 0 and byte 2 no settings', set(V2, 2, 9, 0), 'image-slot-invalid', { found: 0 }, 3],
    ['irom length', set(V2, 12, 0x61), 'image-irom-length', { found: 0x61 }, 12],
    ['inner magic', set(V2, INNER, 0xea), 'image-inner-magic', { found: 0xea }, INNER],
    ['no segments', set(V2, INNER + 1, 0), 'image-segment-count', { found: 0 }, INNER + 1],
    ['entry', set(V2, 4, 0x40), 'image-entries-differ', { outer: 0x40100040, inner: 0x40100004 }, 4],
    ['mode', set(V2, INNER + 2, 7), 'image-settings-unknown', { field: 'mode', found: 7 }, INNER + 2],
    ['map', set(V2, INNER + 3, 0x70), 'image-settings-unknown', { field: 'map', found: 7 }, INNER + 3],
    [
      'frequency',
      set(V2, INNER + 3, 0x24),
      'image-settings-unknown',
      { field: 'frequency', found: 4 },
      INNER + 3,
    ],
    [
      'segment address',
      set(V2, INNER + 11, 0),
      'image-segment-address',
      { index: 0, address: 0xfe8000 },
      INNER + 8,
    ],
  ] as const)('%s', (_, bytes, code, facts, offset) => {
    const found = findingOf(read(bytes), code);
    expect(found.facts).toMatchObject(facts);
    expect(found.where.offset).toBe(offset);
  });

  it('has an entry in IRAM, or nothing can start it', () => {
    for (const entry of [0, 0x400fffff, 0x40108000, 0x40201010]) {
      const image = slotImage({ slot: 1, irom, segments, entry });
      expect(findingOf(read(image), 'entry-outside-iram').facts).toEqual({ entry });
      expect(open({ 'a.bin': image }).outputs).toEqual([]);
    }
    expect(codesOf(read(headImage({ segments, entry: 0x40201010 })).findings)).toContain(
      'entry-outside-iram',
    );
  });

  it('keeps checksum and CRC word as stored and as computed', () => {
    const at = V2.length - 5;
    const wrong = set(V2, at, (V2[at] ?? 0) ^ 0x55, 1, 2, 3, 4);
    const outcome = read(wrong);
    if (!outcome.ok) throw new Error('not read');
    expect(outcome.value.checksum).toEqual({ offset: at, stored: wrong[at], computed: V2[at] });
    expect(outcome.value.crc).toMatchObject({ offset: at + 1, stored: 0x04030201 });
    expect(codesOf(outcome.findings)).toEqual(['image-checksum', 'image-crc']);
  });

  it('may load to DRAM, IRAM and RTC memory, and nowhere else', () => {
    const to = (address: number, length = 16) => {
      const extra = [...segments, { address, bytes: patternBytes(length) }];
      return codesOf(read(slotImage({ slot: 1, irom, segments: extra })).findings);
    };
    for (const address of [0x3ffe9000, 0x40101000, 0x60001000, 0x60001000 + 0x3f0])
      expect(to(address)).toEqual([]);
    for (const address of [0, 0x3fffc000, 0x40000000, 0x40108000, 0x40201010, 0x60001400, 0xfffffff0])
      expect(to(address), `${address}`).toEqual(['image-segment-address']);
    expect(to(0x40107ff0, 20)).toEqual(['image-segment-address']);
  });
});

describe('images of esptool', () => {
  it('lack the slot for every mode, map and frequency', () => {
    for (const mode of [0, 1, 2, 3])
      for (const map of [0, 1, 2, 3, 4, 5, 6, 8, 9])
        for (const frequency of [0, 1, 2, 15]) {
          const sizeFrequency = map * 16 + frequency;
          // 512 KB at 26 or 20 MHz with QIO look like slot 1 and 2: no reader can tell.
          if (mode === 0 && (sizeFrequency === 1 || sizeFrequency === 2)) continue;
          const outcome = read(esptoolImage({ irom, segments, mode, sizeFrequency }));
          const facts = { byte2: mode, byte3: sizeFrequency };
          expect(findingOf(outcome, 'image-slot-missing')).toMatchObject({ severity: 'warning', facts });
        }
  });

  it.each(['user1', 'user2'] as const)(
    'are repaired for %s when somebody chose it; a name alone is not enough',
    slot => {
      const noise = patternBytes(0x200);
      const bytes = esptoolImage({ irom: noise, segments });
      expect(errorsOf(open({ [`${slot}.bin`]: bytes }))).toEqual(['image-slot-unknown']);
      const workspace = evaluate([input('a.bin', bytes, slot)]);
      expect(findingOf(workspace, 'image-repaired').facts).toEqual({ slot });
      const wanted = slotImage({ slot: slot === 'user1' ? 1 : 2, irom: noise, segments });
      expect(savedFiles(workspace)).toEqual({ [`${slot}.bin`]: wanted });
    },
  );
});

describe('plain images', () => {
  it('are read without a CRC word', () => {
    const outcome = read(V1);
    if (!outcome.ok) throw new Error('not read');
    expect(outcome.value).toMatchObject({ format: 'v1', length: V1.length, headerOffset: 0 });
    expect(outcome.value.crc).toBeUndefined();
    expect(outcome.findings).toEqual([]);
  });

  it('with 255 segments are read', () => {
    const many = Array.from({ length: 255 }, (_, i) => ({
      address: 0x3ffe8000 + 8 * i,
      bytes: patternBytes(5, i),
    }));
    const image = headImage({
      segments: [...many.slice(1), { address: 0x40100000, bytes: patternBytes(64) }],
    });
    expect(read(image)).toMatchObject({ ok: true, findings: [] });
  });

  it('with bytes behind are warned of', () => {
    const found = findingOf(read(concat(V1, [1, 2, 3])), 'image-trailing-bytes');
    expect(found).toMatchObject({ severity: 'warning', facts: { count: 3 }, where: { offset: V1.length } });
  });

  it('in the old layout of boot loader 1.1 are recognised', () => {
    for (const app of [1, 2]) {
      const workspace = open({ 'a.bin': oldBootImage({ segments, app, irom: patternBytes(0x333) }) });
      expect(findingOf(workspace, 'image-old-boot')).toMatchObject({ severity: 'error', facts: { app } });
      expect(workspace.files[0]).toMatchObject({ kind: 'image', image: { format: 'old-boot' } });
      expect(workspace.outputs).toEqual([]);
    }
  });
});

describe('images of other worlds are declined by name', () => {
  it.each([
    [0, 'ESP32', 0x3f400020],
    [2, 'ESP32-S2', 0x3f000020],
    [5, 'ESP32-C3', 0x3c0c0020],
    [9, 'ESP32-S3', 0x3c0d0020],
    [12, 'ESP32-C2', 0x3fcadef0],
    [13, 'ESP32-C6', 0x40800000],
    [16, 'ESP32-H2', 0x42000020],
    [18, 'ESP32-P4', 0x4ff00000],
    [20, 'ESP32-C61', 0x42000020],
    [23, 'ESP32-C5', 0x42000020],
  ])('chip %i: %s', (number, chip, address) => {
    const workspace = open({ 'a.bin': esp32Image(number, address) });
    expect(errorsOf(workspace)).toEqual(['image-esp32']);
    expect(findingOf(workspace, 'image-esp32').facts).toEqual({ chip });
  });

  it('eboot of the Arduino core', () => {
    expect(errorsOf(open({ 'a.bin': ebootImage() }))).toEqual(['image-eboot']);
  });

  it('ESP8266_RTOS_SDK 3', () => {
    const workspace = open({ 'a.bin': rtosImage() });
    expect(errorsOf(workspace)).toEqual(['image-rtos-sdk']);
    expect(findingOf(workspace, 'image-rtos-sdk').facts).toEqual({ address: 0x40210010 });
  });
});

describe('any bytes', () => {
  const start = fc.constantFrom([0xe9], [0xea], [0xea, 4, 0, 1], [0xe9, 3, 0, 0x20], []);
  const words = fc.array(
    fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 16, 0xffffffff, 0x80000000, 0x40100000, 0x3ffe8000)),
  );

  it('give a typed verdict, never an exception', () => {
    fc.assert(
      fc.property(start, words, fc.uint8Array({ maxLength: 200 }), (head, numbers, tail) => {
        const bytes = concat(head, le32(...numbers), tail);
        const outcome = read(bytes);
        if (!outcome.ok) expect(outcome.findings.length).toBeGreaterThan(0);
        const workspace = open({ 'a.bin': bytes });
        expect(workspace.files).toHaveLength(1);
        expect(structuredClone(workspace)).toEqual(workspace);
      }),
      { numRuns: process.env.TWINSLOT_LONG === '1' ? 50_000 : 1000 },
    );
  });
});
