/** What the header at flash 0 tells a boot loader: the three lines it prints, and where things lie. */
import type { LoaderTraits } from './versions.ts';

const SPEEDS: Readonly<Record<number, string>> = { 0: '40MHz', 1: '26.7MHz', 2: '20MHz', 15: '80MHz' };
const MODES = ['QIO', 'QOUT', 'DIO', 'DOUT'] as const;

interface MapFacts {
  readonly text: string;
  readonly user2: number;
  /** Sector of the init data; the two parameter copies and the flag follow. */
  readonly base: number;
}

const FALLBACK: MapFacts = { text: '4Mbit', user2: 0x41000, base: 0x7c };

/** By the code in the upper half of header byte 3. The addresses are constants in the loaders. */
const MAPS: readonly (MapFacts | undefined)[] = [
  { text: '4Mbit(256KB+256KB)', user2: 0x41000, base: 0x7c },
  { text: '2Mbit', user2: 0x41000, base: 0x3c },
  { text: '8Mbit(512KB+512KB)', user2: 0x81000, base: 0xfc },
  { text: '16Mbit(512KB+512KB)', user2: 0x81000, base: 0x1fc },
  { text: '32Mbit(512KB+512KB)', user2: 0x81000, base: 0x3fc },
  { text: '16Mbit(1024KB+1024KB)', user2: 0x101000, base: 0x1fc },
  { text: '32Mbit(1024KB+1024KB)', user2: 0x101000, base: 0x3fc },
  undefined,
  { text: '64Mbit(1024KB+1024KB)', user2: 0x101000, base: 0x7fc },
  { text: '128Mbit(1024KB+1024KB)', user2: 0x101000, base: 0xffc },
];
const SMALL_MAP = 1;
const REFUSED_MAP = 7;

export interface LoaderLayout {
  /** The lines behind the version, with their line feeds. */
  readonly text: string;
  /** False: the loader gives up behind the text. */
  readonly supported: boolean;
  readonly user1: number;
  readonly user2: number;
  /** Sectors. */
  readonly initData: number;
  readonly parametersA: number;
  readonly parametersB: number;
  readonly flag: number;
}

/** @param header the first four bytes of the flash. */
export function readLayout(traits: LoaderTraits, header: Uint8Array): LoaderLayout {
  const code = (header[3] ?? 0) >> 4;
  const supported = !(traits.knowsLargeMaps && code === REFUSED_MAP);
  const known = traits.knowsLargeMaps || code < REFUSED_MAP ? MAPS[code] : undefined;
  const map = known ?? FALLBACK;
  const [speed, mode, size] = traits.labels;
  return {
    text:
      `${speed}${SPEEDS[(header[3] ?? 0) & 15] ?? ''}\n` +
      `${mode}${MODES[header[2] ?? 0] ?? MODES[0]}\n` +
      `${size}${supported ? map.text : 'flash map not support'}\n`,
    supported,
    user1: 0x1000,
    user2: code === SMALL_MAP ? traits.smallUser2 : map.user2,
    initData: map.base,
    parametersA: map.base + 1,
    parametersB: map.base + 2,
    flag: map.base + 3,
  };
}
