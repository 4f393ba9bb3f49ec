import { type CpuAddress, cpuAddress } from '../bytes/address.ts';
import { readLittleEndian } from '../bytes/struct.ts';
import { FLASH_MAPS, SLOTS, type Slot, slotRange } from '../esp8266/flash-map.ts';
import { IROM } from '../esp8266/memory.ts';
import { linkAddressOf, placementsOf } from './link-address.ts';

/** The upper twelve bits of every address in the flash window. */
const IROM_TOP = IROM.start >>> 20;

/** Where an image seems to be linked, by the addresses that its code and data mention. */
export interface LinkGuess {
  readonly address: CpuAddress;
  /** Aligned words of the image that point into the flash-mapped code, if it is linked there. */
  readonly count: number;
  readonly slots: readonly Slot[];
}

/**
 * An image does not say where its flash-mapped code was linked, but its literals do: function pointers and strings
 * in flash are absolute addresses. The candidate that explains clearly more of them than the others wins.
 * @param image the whole image; @param iromLength bytes of its flash-mapped part.
 * @returns undefined when the words do not speak for one address.
 */
export function guessLinkAddress(image: Uint8Array, iromLength: number): LinkGuess | undefined {
  const candidates = linkCandidates(iromLength);
  const counts = candidates.map(() => 0);
  for (let at = 0; at + 4 <= image.length; at += 4) {
    // Few words are flash addresses at all: the megabyte is 0x402xxxxx.
    if (image[at + 3] !== IROM_TOP >>> 4 || (image[at + 2] ?? 0) >>> 4 !== (IROM_TOP & 15)) continue;
    const word = readLittleEndian(image, at, 4);
    for (let i = 0; i < candidates.length; i++) {
      const start = candidates[i] ?? 0;
      if (word >= start && word < start + iromLength) counts[i] = (counts[i] ?? 0) + 1;
    }
  }
  const ranked = candidates
    .map((address, i) => ({ address, count: counts[i] ?? 0 }))
    .sort((a, b) => b.count - a.count);
  const [best, next] = ranked;
  if (!best || best.count <= mostByChance(image.length, iromLength)) return undefined;
  if (next && next.count * 2 > best.count) return undefined;
  const slots = SLOTS.filter(slot => placementsOf(best.address).some(p => p.slot === slot));
  return { ...best, slots };
}

/**
 * How many words of noise (compressed pages, keys) may point into the code without meaning it: the expected number
 * and six standard deviations. In a program of a few hundred bytes even one such word is no accident.
 */
function mostByChance(imageLength: number, iromLength: number): number {
  const expected = ((imageLength / 4) * iromLength) / 2 ** 32;
  return expected + 6 * Math.sqrt(expected);
}

/** Link addresses whose slot could hold so much code. */
function linkCandidates(iromLength: number): CpuAddress[] {
  const found = new Set<number>();
  for (const map of FLASH_MAPS) {
    for (const slot of SLOTS) {
      const range = slotRange(map, slot);
      const address = linkAddressOf(map, slot);
      if (range && address && iromLength <= range.end - range.start) found.add(address);
    }
  }
  return [...found].map(cpuAddress);
}
