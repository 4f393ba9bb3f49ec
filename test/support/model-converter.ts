/** The converter that the vectors were made with (canonical.py), written again as a second judge of the builder. */
import { crc32 } from 'node:zlib';

const MODE = { qio: 0, qout: 1, dio: 2, dout: 3 } as const;
const MAP = {
  ...{ '512KB': 0, '256KB': 1, '1MB': 2, '2MB': 3, '4MB': 4, '2MB-c1': 5, '4MB-c1': 6, '8MB': 8, '16MB': 9 },
} as const;
const FREQUENCY = { '40m': 0, '26m': 1, '20m': 2, '80m': 15 } as const;

export interface ModelSettings {
  readonly mode: keyof typeof MODE;
  readonly frequency: keyof typeof FREQUENCY;
  readonly map: keyof typeof MAP;
}

const pad = (data: Buffer, step: number): Buffer =>
  Buffer.concat([data, Buffer.alloc((step - (data.length % step)) % step)]);

const u32 = (...words: number[]): Buffer =>
  Buffer.concat(
    words.map(word => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(word);
      return bytes;
    }),
  );

/** Address and bytes of every section that takes memory and file, in table order. */
export function loadedSections(elf: Uint8Array): { readonly address: number; readonly bytes: Buffer }[] {
  const file = Buffer.from(elf.buffer, elf.byteOffset, elf.length);
  const [table, size, count] = [file.readUInt32LE(32), file.readUInt16LE(46), file.readUInt16LE(48)];
  const found: { address: number; bytes: Buffer }[] = [];
  for (let i = 0; i < count; i++) {
    const word = (k: number): number => file.readUInt32LE(table + i * size + 4 * k);
    const [type, flags, address, offset, length] = [word(1), word(2), word(3), word(4), word(5)];
    if (type === 0 || type === 8 || !(flags & 2) || length === 0) continue;
    found.push({ address, bytes: file.subarray(offset, offset + length) });
  }
  return found;
}

/** The file for slot `app`, or with 0 the head of a plain image, and the flash-mapped code beside it. */
export function modelImage(
  elf: Uint8Array,
  app: 0 | 1 | 2,
  { mode, frequency, map }: ModelSettings,
): { readonly image: Buffer; readonly irom: Buffer } {
  const entry = Buffer.from(elf.subarray(24, 28));
  const sections = loadedSections(elf);
  const inFlash = (s: { address: number }): boolean => s.address >= 0x40200000 && s.address < 0x40300000;
  const ram = sections.filter(s => !inFlash(s)).map(s => ({ address: s.address, bytes: pad(s.bytes, 4) }));
  let irom: Buffer = sections.find(inFlash)?.bytes ?? Buffer.alloc(0);
  if (app) irom = pad(irom, 16);
  const parts = app ? [Buffer.from([0xea, 4, 0, app]), entry, u32(0, irom.length), irom] : [];
  parts.push(Buffer.from([0xe9, ram.length, MODE[mode], (MAP[map] << 4) | FREQUENCY[frequency]]), entry);
  for (const { address, bytes } of ram) parts.push(u32(address, bytes.length), bytes);
  const checksum = ram.reduce((sum, s) => s.bytes.reduce((x, byte) => x ^ byte, sum), 0xef);
  const body = Buffer.concat(parts);
  const image = Buffer.concat([body, Buffer.alloc(15 - (body.length % 16)), Buffer.from([checksum])]);
  if (!app) return { image, irom };
  const c = crc32(image);
  return { image: Buffer.concat([image, u32((c & 0x80000000 ? c ^ 0xffffffff : c + 1) >>> 0)]), irom };
}
