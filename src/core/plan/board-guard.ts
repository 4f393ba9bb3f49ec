import { roundUp } from '../bytes/address.ts';
import { readStruct } from '../bytes/struct.ts';
import { BOOT_LOADERS, type BootLoaderFacts } from '../esp8266/boot-loaders.ts';
import {
  type FlashMap,
  type FlashMapName,
  flashMapByCode,
  otherSlot,
  SECTOR,
  SLOTS,
  type Slot,
  slotRange,
} from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';
import { V1_HEADER } from '../image/layout.ts';
import { linkAddressOf } from '../image/link-address.ts';
import type { BoardPlanRequest, PlannedLoader } from './board-plan.ts';
import type { FlashWrite } from './flash-plan.ts';
import { readWrite } from './read-write.ts';

interface GuardRequest extends BoardPlanRequest {
  /** All that will be written, by offset. */
  readonly writes: readonly FlashWrite[];
  readonly loader: PlannedLoader;
  readonly map: FlashMap;
  readonly hasSlots: boolean;
}

/**
 * What speaks against a plan, on this board. Errors: nothing may go out. Warnings: somebody has to say yes once.
 * The map is never "corrected" to the size of the chip: slots of `-c1` maps lie elsewhere (espressif/esptool#434).
 */
export function guardPlan(request: GuardRequest): Finding[] {
  return [
    ...chipFindings(request),
    ...overlapFindings(request.writes),
    ...(request.hasSlots ? [...loaderFindings(request), ...slotFindings(request)] : []),
    ...settingsFindings(request),
    ...(request.contents.initData === 'missing' ? [finding('board-init-data-missing', {})] : []),
  ];
}

function chipFindings({ chip, flashSize, map, writes, plan }: GuardRequest): Finding[] {
  const { jedecId, size: said } = chip.flash;
  const size = flashSize ?? said;
  const found: Finding[] = [];
  if (size === undefined) found.push(finding('board-flash-size-unknown', { jedecId }));
  else {
    if (size !== said) found.push(finding('board-flash-size-chosen', { jedecId, size }));
    const end = Math.max(0, ...writes.map(w => w.offset + w.bytes.length));
    if (map.size > size)
      found.push(finding('board-map-over-chip', { map: map.name, mapSize: map.size, size }));
    else if (end > size) found.push(finding('board-write-over-chip', { end, size }));
  }
  const { mode } = plan.settings;
  if (chip.chip === 'esp8285' && (mode === 'qio' || mode === 'qout'))
    found.push(finding('board-esp8285-mode', { mode }));
  return found;
}

function overlapFindings(writes: readonly FlashWrite[]): Finding[] {
  return writes.flatMap((write, i) => {
    const before = writes[i - 1];
    if (!before || before.offset + roundUp(before.bytes.length, SECTOR) <= write.offset) return [];
    const facts = { first: before.name, second: write.name, offset: write.offset };
    return [finding('board-writes-overlap', facts)];
  });
}

/** Map in the header of the boot loader that will be at 0. */
function loaderMap({ loader, contents }: GuardRequest): FlashMapName | 'seven' | undefined {
  const head = loader.write?.bytes ?? contents.head;
  const { magic, map } = readStruct(V1_HEADER, head);
  if (magic !== 0xe9) return undefined;
  return map === 7 ? 'seven' : flashMapByCode(map)?.name;
}

function loaderFindings(request: GuardRequest): Finding[] {
  const { loader, contents, writes } = request;
  const there = loaderMap(request);
  if (there === 'seven') return [finding('board-map-seven', {})];
  if (!loader.write && there === undefined) return [finding('board-no-loader', {})];
  const found: Finding[] = [];
  for (const write of writes) {
    if (write.role !== 'user1' && write.role !== 'user2') continue;
    const app = mapOf(write);
    if (app !== undefined && there !== undefined && app !== there)
      found.push(finding('board-map-mismatch', { app, loader: there, slot: write.role }));
  }
  const now = contents.loader;
  const next = loader.write && loader.facts;
  if (now && next && age(next) < age(now))
    found.push(finding('board-loader-older', { from: now.version, to: next.version }));
  if (!now && !contents.blank && next) found.push(finding('board-loader-replaced', { to: next.version }));
  return found;
}

/** Twinslot's own comes behind the SDK's latest. */
function age(loader: BootLoaderFacts): number {
  const at = BOOT_LOADERS.findIndex(l => l.version === loader.version);
  return at < 0 ? BOOT_LOADERS.length : at;
}

const mapOf = (write: FlashWrite): FlashMapName | undefined => {
  const read = readWrite(write);
  return read.ok ? read.value.settings.map : undefined;
};

function slotFindings({ writes, map, contents }: GuardRequest): Finding[] {
  const found: Finding[] = [];
  for (const slot of SLOTS) {
    const write = writes.find(w => w.role === slot);
    const range = slotRange(map, slot);
    if (!write || !range) continue;
    found.push(...imageFindings(write, slot, map, range.end - range.start));
    const missing = otherSlot(slot);
    const there = contents.slots.find(s => s.slot === missing);
    const empty = there === undefined || there.blank || there.range.start !== slotRange(map, missing)?.start;
    if (empty && !writes.some(w => w.role === missing))
      found.push(finding('board-twin-empty', { present: slot, missing }));
  }
  return found;
}

function imageFindings(write: FlashWrite, slot: Slot, map: FlashMap, limit: number): Finding[] {
  const { length } = write.bytes;
  const where = { file: write.from ?? write.name };
  if (length > limit) return [finding('image-over-slot', { length, limit, slot, map: map.name }, where)];
  const read = readWrite(write);
  // Which slot its code is linked for is judged below, against this map.
  const broken = read.findings.filter(f => f.severity === 'error' && f.code !== 'image-wrong-slot');
  if (!read.ok || broken.length > 0) return broken.map(f => ({ ...f, where: { ...where, ...f.where } }));
  const expected = linkAddressOf(map, slot);
  const { address, references = 0 } = read.value.irom ?? {};
  const clear = address !== undefined && references >= CLEAR;
  if (!clear || expected === undefined || address === expected) return [];
  return [finding('dump-slot-misplaced', { slot, address, expected }, where)];
}

/** So many words that point into the code are no accident in a small program either; real ones have thousands. */
const CLEAR = 16;

/** The same program with another map, mode or speed than the board starts with now. */
function settingsFindings({ contents, plan, loader, hasSlots }: GuardRequest): Finding[] {
  const now = contents.settings;
  if (contents.blank || !contents.loader || (hasSlots && !loader.write)) return [];
  const found: Finding[] = [];
  if (now.map && now.map !== plan.map)
    found.push(finding('board-map-changes', { from: now.map, to: plan.map }));
  for (const field of ['mode', 'frequency'] as const) {
    const [from, to] = [now[field], plan.settings[field]];
    if (from && from !== to) found.push(finding('board-settings-differ', { field, from, to }));
  }
  return found;
}
