/** Flash maps, modes and frequencies: names, header bytes, slots and system sectors against the SDK's tables. */
import { describe, expect, it } from 'vitest';
import {
  FLASH_MAPS,
  flashMap,
  flashMapByCode,
  parseFlashMap,
  SLOTS,
  slotNumber,
  slotRange,
  systemSectors,
} from '../../src/core/esp8266/flash-map.ts';
import {
  decodeSettings,
  FLASH_FREQUENCIES,
  FLASH_MODES,
  type FlashFrequency,
  type FlashMode,
  parseFlashFrequency,
  parseFlashMode,
} from '../../src/core/esp8266/settings.ts';
import { MAP_TABLE } from '../support/flash-builder.ts';
import { loadImage } from '../support/image-builder.ts';
import { modelImage } from '../support/model-converter.ts';
import { sdkElf } from '../support/programs.ts';
import { open, read, savedFiles } from '../support/workspaces.ts';

const modes = Object.keys(FLASH_MODES) as FlashMode[];
const frequencies = Object.keys(FLASH_FREQUENCIES) as FlashFrequency[];

/** First byte and first byte behind, per map: images.md section 7 written out. */
const SLOT_ENDS = {
  '512KB': [0x41000, 0x7b000],
  '256KB': undefined,
  '1MB': [0x81000, 0xfb000],
  '2MB': [0x81000, 0x100000],
  '4MB': [0x81000, 0x100000],
  '2MB-c1': [0x100000, 0x1fb000],
  '4MB-c1': [0x100000, 0x200000],
  '8MB': [0x100000, 0x200000],
  '16MB': [0x100000, 0x200000],
} as const;

describe('flash maps', () => {
  it('knows the maps of the SDK and no other', () => {
    expect(FLASH_MAPS.map(({ name, code, size }) => ({ name, code, size }))).toEqual(
      MAP_TABLE.map(({ name, code, size }) => ({ name, code, size })),
    );
    for (const code of [7, 10, 11, 12, 13, 14, 15]) expect(flashMapByCode(code)).toBeUndefined();
  });

  it.each(MAP_TABLE)('puts the slots and system sectors of $name where the SDK has them', row => {
    const map = flashMap(row.name);
    const ends = SLOT_ENDS[row.name];
    SLOTS.forEach((slot, i) => {
      const start = row[slot];
      expect(slotRange(map, slot)).toEqual(ends && start && { start, end: ends[i] });
    });
    expect(systemSectors(map)).toEqual({
      rfCalibration: row.rf,
      initData: row.rf + 0x1000,
      parametersA: row.rf + 0x2000,
      parametersB: row.rf + 0x3000,
      flag: row.rf + 0x4000,
    });
    expect(row.rf + 0x5000).toBe(row.size);
  });

  it('numbers the slots as byte 3 of an OTA image does', () => {
    expect(SLOTS.map(slotNumber)).toEqual([1, 2]);
  });
});

describe('names of settings', () => {
  it.each([
    ['1MB', '1MB'],
    ['1mb', '1MB'],
    [' 512KB ', '512KB'],
    ['4m', '512KB'],
    ['2m', '256KB'],
    ['8m', '1MB'],
    ['16m', '2MB'],
    ['32m', '4MB'],
    ['16m-c1', '2MB-c1'],
    ['32M-C1', '4MB-c1'],
    ['2MB-c1', '2MB-c1'],
    ['4mb-C1', '4MB-c1'],
    ['64m', '8MB'],
    ['8MB', '8MB'],
    ['128m', '16MB'],
    ['16MB', '16MB'],
  ])('takes %s as the map %s', (text, name) => {
    expect(parseFlashMap(text)?.name).toBe(name);
  });

  it.each(['', '1', 'MB', '3MB', '32m-c2', '1MB-c1', '8mb-c1', '1 MB', '8', 'constructor'])(
    'takes %o for no map',
    text => {
      expect(parseFlashMap(text)).toBeUndefined();
    },
  );

  it('takes modes in any case', () => {
    expect(['QIO', 'qout', ' Dio', 'DOUT'].map(parseFlashMode)).toEqual(modes);
    for (const text of ['', 'fast', 'qio2', 'toString']) expect(parseFlashMode(text)).toBeUndefined();
  });

  it.each([
    ['40', '40m'],
    ['40m', '40m'],
    ['40MHz', '40m'],
    ['26', '26m'],
    ['26m', '26m'],
    ['26.7m', '26m'],
    ['26.7MHz', '26m'],
    ['20m', '20m'],
    ['80', '80m'],
  ])('takes %s as the frequency %s', (text, frequency) => {
    expect(parseFlashFrequency(text)).toBe(frequency);
  });

  it.each(['', 'm', '30m', '40.7m', '26.5m', '040', '4e1', '-40m', '40k'])(
    'takes %o for no frequency',
    text => {
      expect(parseFlashFrequency(text)).toBeUndefined();
    },
  );
});

describe('header bytes', () => {
  const byte3 = { '40m': 0, '26m': 1, '20m': 2, '80m': 0xf } as const;
  const byte2 = { qio: 0, qout: 1, dio: 2, dout: 3 } as const;

  it('names every code of map, mode and frequency', () => {
    for (const { name: map, code } of MAP_TABLE)
      for (const mode of modes)
        for (const frequency of frequencies)
          expect(decodeSettings(byte2[mode], code, byte3[frequency])).toEqual({ map, mode, frequency });
  });

  it('gives no name to codes without meaning', () => {
    expect(decodeSettings(4, 7, 3)).toEqual({});
    expect(decodeSettings(15, 10, 14)).toEqual({});
  });

  it('writes them to the inner header of every image, and never to the outer one', () => {
    for (const { name: map, code, user1 } of MAP_TABLE.filter(row => row.user1))
      for (const mode of modes)
        for (const frequency of frequencies) {
          const elf = sdkElf({ irom: 0x40201010 });
          const image = savedFiles(open({ 'a.elf': elf }, { map, mode, frequency }))['user1.bin'];
          if (!image) throw new Error(`no user1 for ${map} at ${user1}`);
          const inner = 16 + 0x160;
          expect([...image.subarray(0, 4)]).toEqual([0xea, 4, 0, 1]);
          const settings = [byte2[mode], code * 16 + byte3[frequency]];
          expect([...image.subarray(inner, inner + 4)]).toEqual([0xe9, 3, ...settings]);
          expect(image).toEqual(new Uint8Array(modelImage(elf, 1, { map, mode, frequency }).image));
          expect(loadImage(image).crc?.stored).toBe(loadImage(image).crc?.computed);
          expect(read(image)).toMatchObject({ ok: true, findings: [] });
        }
  });
});
