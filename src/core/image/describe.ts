import type { RangeReader } from '../bytes/range-reader.ts';
import { type DescribedField, describeStruct } from '../bytes/struct.ts';
import { ELF_HEADER } from '../elf/layout.ts';
import type { FirmwareImage } from './firmware-image.ts';
import { SEGMENT_HEADER, V1_HEADER, V2_HEADER } from './layout.ts';

/** A header as rows of named bytes, for the inspector. */
export interface HeaderTable {
  /** Name of the layout, e.g. `v2-header`. */
  readonly layout: string;
  /** Number of the segment, for segment headers. */
  readonly index?: number;
  readonly offset: number;
  readonly fields: readonly DescribedField[];
}

/** All headers of an image in file order. */
export function describeImage(reader: RangeReader, image: FirmwareImage): HeaderTable[] {
  const tables: HeaderTable[] = [];
  if (image.format === 'v2') tables.push(table(V2_HEADER, reader, 0));
  tables.push(table(V1_HEADER, reader, image.headerOffset));
  for (const [index, segment] of image.segments.entries()) {
    tables.push({ ...table(SEGMENT_HEADER, reader, segment.offset - SEGMENT_HEADER.size), index });
  }
  return tables;
}

/** The header of an ELF file. */
export const describeElf = (reader: RangeReader): HeaderTable[] => [table(ELF_HEADER, reader, 0)];

function table(
  layout: Parameters<typeof describeStruct>[0],
  reader: RangeReader,
  offset: number,
): HeaderTable {
  const fields = describeStruct(layout, reader.read(offset, layout.size), 0, offset);
  return { layout: layout.name, offset, fields };
}
