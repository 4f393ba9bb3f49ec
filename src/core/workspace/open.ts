import { buffered, bytesReader, type RangeReader } from '../bytes/range-reader.ts';
import type { ElfFile, Source } from '../elf/elf-file.ts';
import { layOutMemory, type MemoryLayout } from '../elf/memory-layout.ts';
import { parseElf } from '../elf/parse.ts';
import { BOOT_LOADER_LIMIT } from '../esp8266/limits.ts';
import { type Finding, finding } from '../findings.ts';
import { identify } from '../identify.ts';
import { type FlashDump, readDump } from '../image/dump.ts';
import type { FirmwareImage } from '../image/firmware-image.ts';
import { V2_MAGIC } from '../image/layout.ts';
import { readImage } from '../image/read.ts';
import { readRecipe } from '../interchange/read.ts';
import type { Recipe } from '../interchange/recipe.ts';
import { outcomeOf, refuse } from '../problem.ts';
import type { InputFile } from './workspace.ts';

/** A file as it is, before settings and other files come in. */
export type RawFile = {
  readonly source: Source;
  readonly reader: RangeReader;
  readonly role?: InputFile['role'];
  readonly origin?: InputFile['origin'];
  readonly findings: readonly Finding[];
} & (
  | { readonly kind: 'elf'; readonly elf: ElfFile; readonly memory: MemoryLayout }
  | { readonly kind: 'image'; readonly image: FirmwareImage }
  | { readonly kind: 'boot-loader'; readonly image: FirmwareImage }
  | { readonly kind: 'dump'; readonly dump: FlashDump }
  | { readonly kind: 'recipe'; readonly recipe: Recipe }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'refused' }
);

/** Opens a file by its contents; whatever is in it, the answer is a record with findings, never an exception. */
export function openFile(input: InputFile): RawFile {
  const reader = buffered(input.reader);
  const source: Source = { id: input.id, name: input.name, size: reader.size };
  const base = {
    source,
    reader,
    ...(input.role && { role: input.role }),
    ...(input.origin && { origin: input.origin }),
  };
  const outcome = outcomeOf(notes => contents(input, reader, source, notes));
  if (input.origin && !(outcome.ok && standsAlone(outcome.value, input.origin.offset)))
    return { ...base, kind: 'bytes', findings: [] };
  return outcome.ok
    ? { ...base, ...outcome.value, findings: outcome.findings }
    : { ...base, kind: 'refused', findings: outcome.findings };
}

type Contents =
  | { readonly kind: 'elf'; readonly elf: ElfFile; readonly memory: MemoryLayout }
  | { readonly kind: 'image' | 'boot-loader'; readonly image: FirmwareImage; readonly reader: RangeReader }
  | { readonly kind: 'dump'; readonly dump: FlashDump }
  | { readonly kind: 'recipe'; readonly recipe: Recipe }
  | { readonly kind: 'refused' };

/** A stretch of a flash need not be anything in itself; it is no list of other files, and whole only from 0 on. */
const standsAlone = ({ kind }: Contents, offset: number): boolean =>
  kind === 'image' || kind === 'boot-loader' || (kind === 'dump' && offset === 0);

const REFUSED = { kind: 'refused' } as const;

/** No image of a slot is longer than the megabyte that the CPU sees; the old layout has 64 KiB more. */
const HELD_IMAGE = 0x120000;

function contents(input: InputFile, reader: RangeReader, source: Source, notes: Finding[]): Contents {
  const file = identify(reader);
  refuseDisguise(input.name, file.kind, reader);
  switch (file.kind) {
    case 'elf': {
      const parsed = parseElf(reader, source);
      notes.push(...parsed.findings);
      return parsed.ok
        ? { kind: 'elf', elf: parsed.value, memory: layOutMemory(parsed.value, notes) }
        : REFUSED;
    }
    case 'image': {
      // An image is needed whole and more than once; larger files hold something else behind it.
      const held = reader.size <= HELD_IMAGE ? bytesReader(reader.read(0, reader.size)) : reader;
      const read = readImage(held, source);
      notes.push(...read.findings);
      return read.ok ? { ...sortImage(input, read.value, notes), reader: held } : REFUSED;
    }
    case 'dump': {
      const read = readDump(reader, source);
      notes.push(...read.findings);
      return read.ok ? { kind: 'dump', dump: read.value } : REFUSED;
    }
    case 'empty':
      notes.push(finding('file-empty', {}));
      return REFUSED;
    case 'blank':
      notes.push(finding('file-blank', { size: reader.size }));
      return REFUSED;
    default: {
      const recipe = readRecipe(reader, notes);
      if (recipe) return { kind: 'recipe', recipe };
      const { looksLike, firstBytes } = file;
      notes.push(finding('file-unknown', { looksLike, firstBytes }, { offset: 0 }));
      return REFUSED;
    }
  }
}

/**
 * The contents decide what a file is, but who asks for an ELF and gets a flash image has mixed up two files, and
 * taking it would flash something that nobody chose.
 */
function refuseDisguise(name: string, kind: string, reader: RangeReader): void {
  if (!/\.(?:elf|axf|out)$/i.test(name)) return;
  if (kind === 'dump') refuse('image-named-elf', { what: 'dump' }, { offset: 0 });
  if (kind === 'image') {
    refuse('image-named-elf', { what: reader.read(0, 1)[0] === V2_MAGIC ? 'v2' : 'v1' }, { offset: 0 });
  }
}

/**
 * A plain image may be a boot loader that we do not know: somebody says so, or its name does and it fits the sector
 * in front of the first slot.
 */
function sortImage(
  input: InputFile,
  image: FirmwareImage,
  notes: Finding[],
): { readonly kind: 'image' | 'boot-loader'; readonly image: FirmwareImage } {
  const length = image.length;
  const called = input.role === 'boot-loader' || (length <= BOOT_LOADER_LIMIT && /boot/i.test(input.name));
  if (image.format === 'boot-loader') return { kind: 'boot-loader', image };
  if (image.format === 'v1' && called) {
    notes.push(
      length <= BOOT_LOADER_LIMIT
        ? finding('boot-loader-unknown', { length })
        : finding('boot-loader-too-large', { length, limit: BOOT_LOADER_LIMIT }),
    );
    return { kind: 'boot-loader', image };
  }
  if (input.role === 'boot-loader') notes.push(finding('boot-loader-not-an-image', {}));
  if (image.format === 'v1') notes.push(finding('plain-image-alone', {}));
  return { kind: 'image', image };
}
