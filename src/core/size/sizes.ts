import type { Section } from '../elf/elf-file.ts';
import { SHT_NOBITS } from '../elf/layout.ts';
import type { MemoryLayout } from '../elf/memory-layout.ts';
import type { FlashMap } from '../esp8266/flash-map.ts';
import { LINKER_IROM_LIMIT } from '../esp8266/limits.ts';
import { DRAM, IRAM, IROM, isWithin } from '../esp8266/memory.ts';

export type GaugeName = 'iram' | 'dram' | 'irom';

export interface GaugePart {
  readonly section: string;
  readonly address: number;
  /** Bytes. */
  readonly size: number;
  readonly zeroed: boolean;
}

/** How full one memory is. */
export interface Gauge {
  readonly name: GaugeName;
  readonly used: number;
  /** Bytes that the linker scripts of the SDK allow. */
  readonly limit: number;
  readonly parts: readonly GaugePart[];
}

/**
 * Use of the three memories against their limits. The limit of irom is that of the map's linker script, without
 * slots the rest of the megabyte.
 */
export function measure(memory: MemoryLayout, map: FlashMap): Gauge[] {
  const inRam = [...memory.ram, ...memory.zeroed];
  const within = (region: typeof IRAM): Section[] => inRam.filter(s => isWithin(region, s.address, s.size));
  const iromLimit = LINKER_IROM_LIMIT[map.layout] ?? IROM.size - (memory.irom.address - IROM.start);
  return [
    gauge('iram', within(IRAM), IRAM.size),
    gauge('dram', within(DRAM), DRAM.size),
    gauge('irom', [memory.irom], iromLimit),
  ];
}

function gauge(name: GaugeName, sections: readonly Section[], limit: number): Gauge {
  const parts = sections.map(s => ({
    section: s.name,
    address: s.address,
    size: s.size,
    zeroed: s.type === SHT_NOBITS,
  }));
  return { name, used: parts.reduce((sum, p) => sum + p.size, 0), limit, parts };
}
