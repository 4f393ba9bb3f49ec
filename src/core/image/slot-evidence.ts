import { type CpuAddress, cpuAddress } from '../bytes/address.ts';
import type { ElfFile } from '../elf/elf-file.ts';
import type { MemoryLayout } from '../elf/memory-layout.ts';
import {
  FLASH_MAPS,
  type FlashMap,
  type FlashMapName,
  SLOTS,
  type Slot,
  type SlotLayout,
  slotRange,
} from '../esp8266/flash-map.ts';
import { LINKER_IROM_LIMIT, NON_OTA_IROM_OFFSET, UPDATE_CLIENT_LIMIT } from '../esp8266/limits.ts';
import { type Finding, finding } from '../findings.ts';
import { plainHeadLength, slotImageLength } from './build.ts';
import { otherLayoutOf, PLAIN_LINK_ADDRESS, type Placement, placementsOf } from './link-address.ts';

/** How much a piece of evidence is worth: `proof` excludes everything else, a `hint` only breaks ties. */
export type Strength = 'proof' | 'strong' | 'hint';

/** What a piece of evidence allows. */
export type Allows = readonly Slot[] | 'plain';

/** One reason to take a program for a slot, with what it was drawn from. */
export type SlotEvidence = { readonly strength: Strength; readonly allows: Allows } & (
  | { readonly kind: 'link-address'; readonly address: CpuAddress; readonly placements: readonly Placement[] }
  | {
      readonly kind: 'map';
      readonly map: FlashMapName;
      readonly layout: SlotLayout;
      readonly assumed: boolean;
    }
  | {
      readonly kind: 'length';
      readonly length: number;
      readonly limits: Readonly<Partial<Record<Slot, number>>>;
    }
  | { readonly kind: 'entry'; readonly address: CpuAddress }
  | { readonly kind: 'file-name'; readonly name: string }
  | { readonly kind: 'slot-byte'; readonly value: number }
  | { readonly kind: 'references'; readonly address: CpuAddress; readonly count: number }
  | { readonly kind: 'choice' }
);

/** What the evidence comes to. `slots` with two members: either, as on 1024+1024 maps. */
export type SlotVerdict =
  | { readonly kind: 'slots'; readonly slots: readonly Slot[] }
  | { readonly kind: 'plain' }
  | { readonly kind: 'neither'; readonly because: Finding };

export interface SlotJudgement {
  readonly evidence: readonly SlotEvidence[];
  readonly verdict: SlotVerdict;
  /** Warnings about lengths that the verdict can live with. */
  readonly findings: readonly Finding[];
}

/** The map that the judgement is for, and whether somebody chose it. */
export interface MapChoice {
  readonly map: FlashMap;
  readonly assumed: boolean;
}

/** Which slots of `map` a program fits, and why. */
export function judgeSlot(elf: ElfFile, memory: MemoryLayout, { map, assumed }: MapChoice): SlotJudgement {
  const address = memory.irom.address;
  const placements = placementsOf(address);
  const entry: SlotEvidence = { kind: 'entry', strength: 'hint', allows: SLOTS, address: elf.entry };
  if (address === PLAIN_LINK_ADDRESS) return judgePlain(memory, map, entry);

  const linked: SlotEvidence = {
    kind: 'link-address',
    strength: 'proof',
    allows: slotsOf(placements),
    address,
    placements,
  };
  if (placements.length === 0) {
    const layout = otherLayoutOf(address);
    const because = finding('no-slot', { address, ...(layout && { layout }) }, iromPlace(memory));
    return { evidence: [linked], verdict: { kind: 'neither', because }, findings: [] };
  }
  const onMap = slotsOf(placements.filter(p => p.layout === map.layout));
  const mapped: SlotEvidence = {
    kind: 'map',
    strength: 'strong',
    allows: onMap,
    map: map.name,
    layout: map.layout,
    assumed,
  };
  const named = fileNameHint(elf.source.name);
  const evidence = [linked, mapped, ...(named ? [named] : []), entry];
  if (onMap.length === 0) {
    return {
      evidence,
      verdict: { kind: 'neither', because: mapMismatch(memory, map, placements) },
      findings: [],
    };
  }
  return judgeLength(memory, map, onMap, evidence);
}

/** Does the image fit the slots that the address allows? */
function judgeLength(
  memory: MemoryLayout,
  map: FlashMap,
  slots: readonly Slot[],
  evidence: readonly SlotEvidence[],
): SlotJudgement {
  const length = slotImageLength(memory);
  const limits: Partial<Record<Slot, number>> = {};
  for (const slot of slots) {
    const range = slotRange(map, slot);
    if (range) limits[slot] = range.end - range.start;
  }
  const fitting = slots.filter(slot => length <= (limits[slot] ?? 0));
  const all: SlotEvidence[] = [...evidence];
  all.splice(2, 0, { kind: 'length', strength: 'strong', allows: fitting, length, limits });
  const [slot] = slots;
  if (fitting.length === 0 && slot) {
    const facts = { length, limit: limits[slot] ?? 0, slot, map: map.name };
    const because = finding('image-over-slot', facts, iromPlace(memory));
    return { evidence: all, verdict: { kind: 'neither', because }, findings: [] };
  }
  return {
    evidence: all,
    verdict: { kind: 'slots', slots: fitting },
    findings: lengthWarnings(memory, map, length),
  };
}

function judgePlain(memory: MemoryLayout, map: FlashMap, entry: SlotEvidence): SlotJudgement {
  const address = memory.irom.address;
  const evidence: SlotEvidence[] = [
    { kind: 'link-address', strength: 'proof', allows: 'plain', address, placements: [] },
    { ...entry, allows: 'plain' },
  ];
  const head = plainHeadLength(memory);
  const end = NON_OTA_IROM_OFFSET + memory.irom.size;
  const limit = map.size - 5 * 0x1000;
  const neither = (because: Finding): SlotJudgement => ({
    evidence,
    verdict: { kind: 'neither', because },
    findings: [],
  });
  if (head > NON_OTA_IROM_OFFSET)
    return neither(finding('head-over-irom', { length: head, limit: NON_OTA_IROM_OFFSET }));
  if (end > limit)
    return neither(finding('plain-over-flash', { end, limit, map: map.name }, iromPlace(memory)));
  return { evidence, verdict: { kind: 'plain' }, findings: [] };
}

function lengthWarnings(memory: MemoryLayout, map: FlashMap, length: number): Finding[] {
  const found: Finding[] = [];
  const limit = LINKER_IROM_LIMIT[map.layout];
  if (limit !== undefined && memory.irom.size > limit) {
    const facts = { length: memory.irom.size, limit, layout: map.layout };
    found.push(finding('irom-over-linker-limit', facts, iromPlace(memory)));
  }
  if (length > UPDATE_CLIENT_LIMIT)
    found.push(finding('image-over-update-limit', { length, limit: UPDATE_CLIENT_LIMIT }));
  return found;
}

function mapMismatch(memory: MemoryLayout, map: FlashMap, placements: readonly Placement[]): Finding {
  if (map.layout === 'none') return finding('map-without-slots', { map: map.name });
  const fits = FLASH_MAPS.filter(m => placements.some(p => p.layout === m.layout)).map(m => m.name);
  const facts = { address: memory.irom.address, map: map.name, layout: map.layout, fits };
  return finding('map-mismatch', facts, iromPlace(memory));
}

/** Build scripts name their files after the slot; worth a hint, no more. */
export function fileNameHint(name: string): SlotEvidence | undefined {
  const digit = /(?:user|app)[-_.]?([12])(?!\d)/i.exec(name)?.[1];
  if (!digit) return undefined;
  return { kind: 'file-name', strength: 'hint', allows: [digit === '1' ? 'user1' : 'user2'], name };
}

/**
 * The map to assume when nobody chose one: what the link addresses ask for, else 1 MB. An address that fits
 * several maps gets the smallest usual one; the finding `map-assumed` says so.
 */
export function assumeMap(addresses: readonly number[]): FlashMapName {
  const layouts = addresses.flatMap(a => {
    const placements = placementsOf(cpuAddress(a));
    return placements.length === 1 && placements[0] ? [placements[0].layout] : [];
  });
  return layouts[0] === '256+256' ? '512KB' : '1MB';
}

const slotsOf = (placements: readonly Placement[]): Slot[] =>
  SLOTS.filter(s => placements.some(p => p.slot === s));

const iromPlace = (memory: MemoryLayout) => ({ section: memory.irom.name, offset: memory.irom.offset });
