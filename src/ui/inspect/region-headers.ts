import { bytesReader, type RangeReader } from '../../core/bytes/range-reader.ts';
import { describeStruct } from '../../core/bytes/struct.ts';
import { BOOT_BYTES } from '../../core/esp8266/boot-bytes.ts';
import { systemSectors } from '../../core/esp8266/flash-map.ts';
import { describeImage, type HeaderTable } from '../../core/image/describe.ts';
import type { FlashDump } from '../../core/image/dump.ts';
import type { FirmwareImage } from '../../core/image/firmware-image.ts';
import { SEGMENT_HEADER, V1_HEADER, V2_HEADER } from '../../core/image/layout.ts';
import type { Load } from '../hex/blocks.ts';

/** The headers of an image inside of a flash that starts at `base`; offsets are those of the flash. */
export async function regionHeaders(load: Load, base: number, image: FirmwareImage): Promise<HeaderTable[]> {
  const places: (readonly [at: number, length: number])[] = [
    [0, V2_HEADER.size],
    [image.headerOffset, V1_HEADER.size],
    ...image.segments.map(s => [s.offset - SEGMENT_HEADER.size, SEGMENT_HEADER.size] as const),
  ];
  const parts = await Promise.all(
    places.map(async ([at, length]) => ({ at, bytes: await load(base + at, length) })),
  );
  return describeImage(sparseReader(parts, image.length), image).map(table => ({
    ...table,
    offset: base + table.offset,
    fields: table.fields.map(field => ({ ...field, offset: base + field.offset })),
  }));
}

/** The boot bytes of both parameter copies. */
export async function bootByteTables(
  load: Load,
  { map }: FlashDump,
): Promise<Readonly<Record<'A' | 'B', HeaderTable>>> {
  const { parametersA, parametersB } = systemSectors(map);
  const [a, b] = await Promise.all([load(parametersA, BOOT_BYTES.size), load(parametersB, BOOT_BYTES.size)]);
  const table = (bytes: Uint8Array, offset: number): HeaderTable => ({
    layout: BOOT_BYTES.name,
    offset,
    fields: describeStruct(BOOT_BYTES, bytes, 0, offset),
  });
  return { A: table(a, parametersA), B: table(b, parametersB) };
}

/** Reads from parts that were fetched beforehand: the core reads synchronously, the page cannot. */
function sparseReader(
  parts: readonly { readonly at: number; readonly bytes: Uint8Array }[],
  size: number,
): RangeReader {
  return {
    size,
    read(offset, length) {
      const part = parts.find(p => offset >= p.at && offset + length <= p.at + p.bytes.length);
      if (!part) throw new RangeError(`read of ${length} bytes at ${offset}, which were not fetched`);
      return bytesReader(part.bytes).read(offset - part.at, length);
    },
  };
}
