import { structLayout } from '../bytes/struct.ts';

/**
 * The headers of flash images. Sources: gen_appbin.py of the NONOS SDK, boot loader 1.7 and the upgrade client
 * (what they check), esptool `bin_image.py`.
 */
const SDK = 'gen_appbin.py, NONOS SDK 3.0';
const LOADER = 'SDK boot loader 1.7';
const CLIENT = 'SDK upgrade client';

export const V1_MAGIC = 0xe9;
export const V2_MAGIC = 0xea;
/** Byte 1 of an EA header is this constant, whatever the number of segments. */
export const V2_MARKER = 4;

const MODE_NAMES = { 0: 'QIO', 1: 'QOUT', 2: 'DIO', 3: 'DOUT' };
const FREQUENCY_NAMES = { 0: '40 MHz', 1: '26.7 MHz', 2: '20 MHz', 15: '80 MHz' };
const MAP_NAMES = {
  0: '512 KB (256+256)',
  1: '256 KB',
  2: '1 MB (512+512)',
  3: '2 MB (512+512)',
  4: '4 MB (512+512)',
  5: '2 MB (1024+1024)',
  6: '4 MB (1024+1024)',
  8: '8 MB (1024+1024)',
  9: '16 MB (1024+1024)',
};

/** Outer header of an OTA image: where the flash-mapped code begins and how long it is. */
export const V2_HEADER = structLayout('v2-header', 16, {
  magic: { offset: 0, size: 1, values: { [V2_MAGIC]: 'OTA image' }, only: true, source: LOADER },
  marker: { offset: 1, size: 1, values: { [V2_MARKER]: 'constant' }, only: true, source: LOADER },
  reserved: { offset: 2, size: 1, values: { 0: 'always 0' }, only: true, source: SDK },
  slot: { offset: 3, size: 1, values: { 1: 'user1', 2: 'user2' }, only: true, source: CLIENT },
  entry: { offset: 4, size: 4, show: 'address', source: SDK },
  iromAddress: { offset: 8, size: 4, values: { 0: 'always 0' }, show: 'address', source: SDK },
  iromLength: { offset: 12, size: 4, show: 'count', source: LOADER },
});

/** Header of a plain image, of a boot loader, and of the RAM part of an OTA image. */
export const V1_HEADER = structLayout('v1-header', 8, {
  magic: { offset: 0, size: 1, values: { [V1_MAGIC]: 'plain image' }, only: true, source: 'ROM' },
  segmentCount: { offset: 1, size: 1, show: 'count', source: 'ROM' },
  mode: { offset: 2, size: 1, values: MODE_NAMES, only: true, source: LOADER },
  map: { offset: 3, size: 1, bits: { low: 4, count: 4 }, values: MAP_NAMES, only: true, source: LOADER },
  frequency: {
    offset: 3,
    size: 1,
    bits: { low: 0, count: 4 },
    values: FREQUENCY_NAMES,
    only: true,
    source: LOADER,
  },
  entry: { offset: 4, size: 4, show: 'address', source: 'ROM' },
});

/** In front of the bytes of every RAM segment. */
export const SEGMENT_HEADER = structLayout('segment-header', 8, {
  address: { offset: 0, size: 4, show: 'address', source: 'ROM' },
  length: { offset: 4, size: 4, show: 'count', source: 'ROM' },
});
