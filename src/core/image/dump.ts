import { type FlashOffset, flashOffset } from '../bytes/address.ts';
import { fits, type RangeReader, windowOf } from '../bytes/range-reader.ts';
import { isFilledWith } from '../bytes/text.ts';
import type { Source } from '../elf/elf-file.ts';
import { BOOT_BYTES, type BootChoice, bootChoice } from '../esp8266/boot-bytes.ts';
import { type BootLoaderFacts, readsParameters } from '../esp8266/boot-loaders.ts';
import {
  type FlashMap,
  flashMapByCode,
  SECTOR,
  SLOTS,
  type Slot,
  slotRange,
  systemSectors,
} from '../esp8266/flash-map.ts';
import { BOOT_LOADER_LIMIT, NON_OTA_IROM_OFFSET } from '../esp8266/limits.ts';
import { type Finding, type FindingCode, finding, hasErrors } from '../findings.ts';
import { type Outcome, outcomeOf, Problem, refuse } from '../problem.ts';
import type { FirmwareImage } from './firmware-image.ts';
import { V1_HEADER, V1_MAGIC } from './layout.ts';
import { linkAddressOf } from './link-address.ts';
import { readImage } from './read.ts';

export type DumpRole =
  | 'boot-loader'
  | 'plain-head'
  | 'plain-irom'
  | Slot
  | 'rf-calibration'
  | 'init-data'
  | 'parameters-a'
  | 'parameters-b'
  | 'flag';

export interface DumpRegion {
  readonly role: DumpRole;
  readonly start: FlashOffset;
  /** Bytes of the region, not of what is in it. */
  readonly length: number;
  /** Begins erased (FF), so that nothing there can start; of system sectors every byte is. */
  readonly blank: boolean;
  readonly image?: FirmwareImage;
  /** What is wrong with the image, as findings with offsets from the start of the dump. */
  readonly findings: readonly Finding[];
}

/** A whole flash, taken apart by the map in the header at 0. */
export interface FlashDump {
  readonly source: Source;
  readonly map: FlashMap;
  readonly regions: readonly DumpRegion[];
  /** Which parameter copy counts; only on maps with slots. */
  readonly currentCopy?: 'A' | 'B';
  readonly boots?: BootChoice;
  readonly findings: readonly Finding[];
}

/** Sizes of flash chips; a file of such a size that begins like a flash is taken for a whole flash. */
const CHIP_SIZES: ReadonlySet<number> = new Set([512, 1024, 2048, 4096, 8192, 16384].map(kib => kib * 1024));

export const isDumpSize = (size: number): boolean => CHIP_SIZES.has(size);

/** Takes a whole flash apart. Only headers, images and system sectors are read. */
export function readDump(reader: RangeReader, source: Source): Outcome<FlashDump> {
  return outcomeOf(notes => {
    const magic = reader.read(0, 1)[0] ?? 0xff;
    if (magic !== V1_MAGIC) refuse('dump-no-boot-loader', { found: magic }, { offset: 0 });
    const header = reader.read(0, V1_HEADER.size);
    const code = (header[3] ?? 0) >> 4;
    const map = flashMapByCode(code);
    if (!map) return refuse('dump-map-unknown', { code }, { field: 'map', offset: 3 });
    if (map.size !== reader.size) {
      notes.push(
        finding(
          'dump-size',
          { size: reader.size, map: map.name, mapSize: map.size },
          { field: 'map', offset: 3 },
        ),
      );
    }
    return takeApart({ reader, source, map }, notes);
  });
}

/** Flashes whose first image belongs to a framework or chip without our two slots. */
const OTHER_WORLDS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'image-eboot',
  'image-esp32',
  'image-rtos-sdk',
]);

interface Dump {
  readonly reader: RangeReader;
  readonly source: Source;
  readonly map: FlashMap;
}

function takeApart(dump: Dump, notes: Finding[]): FlashDump {
  const { reader, source, map } = dump;
  const first = imageRegion(dump, 'boot-loader', flashOffset(0), Math.min(reader.size, 0x10000));
  const foreign = first.findings.find(f => OTHER_WORLDS.has(f.code));
  if (foreign) throw new Problem(foreign);
  // Whatever is wrong with what starts first is wrong with the whole flash.
  notes.push(...first.findings);
  const isLoader = first.image?.format === 'boot-loader' || (first.image?.length ?? 0) <= BOOT_LOADER_LIMIT;
  const hasSlots = isLoader && map.layout !== 'none' && !isPlainFlash(dump);
  const regions = hasSlots ? [shrink(first, SECTOR), ...slotRegions(dump)] : plainRegions(dump, first);
  regions.push(...systemRegions(dump));
  if (!hasSlots) return { source, map, regions, findings: notes };
  const choice = selection(dump, first.image?.bootLoader);
  judge(regions, choice, notes);
  const { currentCopy, boots } = choice;
  return {
    source,
    map,
    regions,
    ...(currentCopy && { currentCopy }),
    ...(boots && { boots }),
    findings: notes,
  };
}

/** A small program without OTA looks like a boot loader; nothing that starts with a magic lies in its first slot. */
function isPlainFlash({ reader }: Dump): boolean {
  const magic = fits(reader.size, SECTOR, 1) ? reader.read(SECTOR, 1)[0] : 0xff;
  const mapped = fits(reader.size, NON_OTA_IROM_OFFSET, 16)
    ? reader.read(NON_OTA_IROM_OFFSET, 16)
    : new Uint8Array(0);
  return magic !== 0xea && magic !== 0xe9 && mapped.length > 0 && !isFilledWith(mapped, 0xff);
}

const shrink = (region: DumpRegion, length: number): DumpRegion => ({ ...region, length });

function plainRegions({ reader, map }: Dump, head: DumpRegion): DumpRegion[] {
  const start = NON_OTA_IROM_OFFSET;
  const end = Math.min(reader.size, systemSectors(map).rfCalibration);
  const regions: DumpRegion[] = [{ ...head, role: 'plain-head', length: Math.min(start, reader.size) }];
  if (end > start) regions.push(rawRegion(reader, 'plain-irom', start, end - start));
  return regions;
}

function slotRegions(dump: Dump): DumpRegion[] {
  return SLOTS.flatMap(slot => {
    const range = slotRange(dump.map, slot);
    if (!range || range.start >= dump.reader.size) return [];
    const length = Math.min(range.end, dump.reader.size) - range.start;
    return [slotRegion(dump, slot, range.start, length)];
  });
}

function systemRegions({ reader, map }: Dump): DumpRegion[] {
  const s = systemSectors(map);
  const roles: [DumpRole, FlashOffset][] = [
    ['rf-calibration', s.rfCalibration],
    ['init-data', s.initData],
    ['parameters-a', s.parametersA],
    ['parameters-b', s.parametersB],
    ['flag', s.flag],
  ];
  return roles
    .filter(([, start]) => fits(reader.size, start, SECTOR))
    .map(([role, start]) => rawRegion(reader, role, start, SECTOR));
}

function rawRegion(reader: RangeReader, role: DumpRole, start: number, length: number): DumpRegion {
  // A blank start is enough to call code blank; system sectors are looked at whole.
  const blank = isFilledWith(reader.read(start, Math.min(length, SECTOR)), 0xff);
  return { role, start: flashOffset(start), length, blank, findings: [] };
}

function imageRegion(
  { reader, source }: Dump,
  role: DumpRole,
  start: FlashOffset,
  length: number,
): DumpRegion {
  const blank = isFilledWith(reader.read(start, Math.min(length, 16)), 0xff);
  if (blank) return { role, start, length, blank, findings: [] };
  const read = readImage(windowOf(reader, start, length), source, { partOfFlash: true });
  const findings = read.findings.map(f => ({
    ...f,
    where: { ...f.where, offset: start + (f.where.offset ?? 0) },
  }));
  return { role, start, length, blank, ...(read.ok && { image: read.value }), findings };
}

function slotRegion(dump: Dump, slot: Slot, start: FlashOffset, length: number): DumpRegion {
  const region = imageRegion(dump, slot, start, length);
  const address = region.image?.irom?.address;
  const expected = linkAddressOf(dump.map, slot);
  if (address === undefined || expected === undefined || address === expected) return region;
  const misplaced = finding('dump-slot-misplaced', { slot, address, expected }, { offset: start });
  return { ...region, findings: [...region.findings, misplaced] };
}

interface Selection {
  readonly currentCopy?: 'A' | 'B';
  readonly boots?: BootChoice;
  /** Where the boot bytes are. */
  readonly offset?: FlashOffset;
}

function selection({ reader, map }: Dump, loader: BootLoaderFacts | undefined): Selection {
  const s = systemSectors(map);
  if (!fits(reader.size, s.flag, SECTOR)) return {};
  const currentCopy = reader.read(s.flag, 1)[0] === 0 ? 'A' : 'B';
  const offset = currentCopy === 'A' ? s.parametersA : s.parametersB;
  if (loader && !readsParameters(loader, map)) {
    return { currentCopy, offset, boots: { kind: 'slot', slot: 'user1', because: 'unreadable' } };
  }
  const boots = bootChoice(reader.read(offset, BOOT_BYTES.size), loader);
  return { currentCopy, offset, ...(boots && { boots }) };
}

const works = (region: DumpRegion | undefined): boolean =>
  region?.image !== undefined && !hasErrors(region.findings);

function judge(regions: readonly DumpRegion[], { boots, offset }: Selection, notes: Finding[]): void {
  for (const slot of SLOTS) {
    const region = regions.find(r => r.role === slot);
    if (!region) continue;
    const where = { offset: region.start };
    if (region.blank) notes.push(finding('dump-slot-empty', { slot }, where));
    else if (!works(region)) notes.push(finding('dump-slot-broken', { slot }, where));
    const selected = boots?.kind === 'slot' && boots.slot === slot;
    if (selected && !works(region)) notes.push(finding('dump-selected-broken', { slot }, where));
  }
  if (boots?.kind === 'error') {
    const where = { field: 'useBin', ...(offset !== undefined && { offset }) };
    notes.push(finding('dump-boot-bytes-error', { byte0: boots.byte0 }, where));
  }
  const init = regions.find(r => r.role === 'init-data');
  if (init?.blank) notes.push(finding('dump-init-data-missing', {}, { offset: init.start }));
}
