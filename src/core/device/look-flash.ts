import { bytesReader } from '../bytes/range-reader.ts';
import { readStruct } from '../bytes/struct.ts';
import { isFilledWith } from '../bytes/text.ts';
import { BOOT_BYTES, type BootChoice, bootChoice } from '../esp8266/boot-bytes.ts';
import { type BootLoaderFacts, readsParameters } from '../esp8266/boot-loaders.ts';
import {
  type FlashMap,
  flashMapByCode,
  SECTOR,
  SLOTS,
  slotRange,
  systemSectors,
} from '../esp8266/flash-map.ts';
import { decodeSettings } from '../esp8266/settings.ts';
import { type Finding, finding } from '../findings.ts';
import { V1_HEADER, V1_MAGIC } from '../image/layout.ts';
import { readImage } from '../image/read.ts';
import type { FlashContents, SlotOnFlash } from './flash-contents.ts';
import { bytesAt, isBlankAt, type Look } from './look-query.ts';
import { lookAtSlot } from './look-slot.ts';

/**
 * Looks at a flash: about 6 KB of it, and less where it is blank, so that it takes half a second at 115200 baud.
 * @param size bytes of the flash, where they are known: what a map puts behind its end is not asked for.
 */
export function* lookAtFlash(size?: number): Look<FlashContents> {
  const start = yield* bytesAt(0, V1_HEADER.size);
  const header = readStruct(V1_HEADER, start);
  if (header.magic !== V1_MAGIC) return unstartable(start);
  const head = yield* bytesAt(0, SECTOR);
  const base = { blank: false, head, settings: decodeSettings(header.mode, header.map, header.frequency) };
  const map = flashMapByCode(header.map);
  if (!map) return { ...base, slots: [], findings: [finding('dump-map-unknown', { code: header.map })] };
  const read = readImage(bytesReader(head), { id: '', name: '', size: SECTOR }, { partOfFlash: true });
  const loader = read.ok ? read.value.bootLoader : undefined;
  const known = { ...base, map: map.name, ...(loader && { loader }) };
  if (map.layout === 'none' || !read.ok || map.size > (size ?? map.size))
    return { ...known, slots: [], findings: [] };
  return yield* lookAtSlots(known, map, loader);
}

/** Nothing that the ROM could start lies at 0. */
const unstartable = (start: Uint8Array): FlashContents => {
  const blank = isFilledWith(start, 0xff);
  const head = new Uint8Array(SECTOR).fill(0xff);
  head.set(start);
  const findings = blank ? [] : [finding('dump-no-boot-loader', { found: start[0] ?? 0 })];
  return { blank, head, settings: {}, slots: [], findings: findings.map(asNote) };
};

/** What is on a board before it is written stops nobody. */
const asNote = (f: Finding): Finding => ({ ...f, severity: 'note' });

type Known = Pick<FlashContents, 'blank' | 'head' | 'settings' | 'map' | 'loader'>;

function* lookAtSlots(known: Known, map: FlashMap, loader: BootLoaderFacts | undefined): Look<FlashContents> {
  const slots: SlotOnFlash[] = [];
  for (const slot of SLOTS) {
    const range = slotRange(map, slot);
    if (range) slots.push(yield* lookAtSlot(slot, range));
  }
  const parameters = yield* lookAtParameters(map);
  const noInitData = yield* isBlankAt(systemSectors(map).initData, INIT_DATA);
  const boots = choiceOf(parameters.copy, map, loader);
  const findings = [...slots.flatMap(s => s.findings), ...selectedFindings(slots, boots)].map(asNote);
  return {
    ...known,
    ...{ slots, parameters, findings },
    ...(boots && { boots }),
    initData: noInitData ? 'missing' : 'present',
  };
}

/** Bytes of esp_init_data_default.bin. */
const INIT_DATA = 128;
/** The SDK's block of parameters; what lies behind it in the sector is erased in all that is known. */
const SDK_BLOCK = 0x4a4;

function* lookAtParameters(map: FlashMap): Look<NonNullable<FlashContents['parameters']>> {
  const { parametersA: offset, parametersB, flag } = systemSectors(map);
  const copy = new Uint8Array(SECTOR).fill(0xff);
  if (yield* isBlankAt(offset, 3 * SECTOR)) return { copy, current: 'B', blank: true, offset };
  const current = (yield* bytesAt(flag, 4))[0] === 0 ? 'A' : 'B';
  const at = current === 'A' ? offset : parametersB;
  const rest = yield* isBlankAt(at + SDK_BLOCK, SECTOR - SDK_BLOCK);
  copy.set(yield* bytesAt(at, rest ? SDK_BLOCK : SECTOR));
  return { copy, current, blank: false, offset };
}

function choiceOf(
  copy: Uint8Array,
  map: FlashMap,
  loader: BootLoaderFacts | undefined,
): BootChoice | undefined {
  if (loader && !readsParameters(loader, map)) return { kind: 'slot', slot: 'user1', because: 'unreadable' };
  return bootChoice(copy.subarray(0, BOOT_BYTES.size), loader);
}

function selectedFindings(slots: readonly SlotOnFlash[], boots: BootChoice | undefined): Finding[] {
  if (boots?.kind === 'error') return [finding('dump-boot-bytes-error', { byte0: boots.byte0 })];
  if (boots?.kind !== 'slot') return [];
  const broken = slots.some(s => s.slot === boots.slot && !s.image);
  return broken ? [finding('dump-selected-broken', { slot: boots.slot })] : [];
}
