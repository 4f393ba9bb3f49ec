/** What single lines allow to claim (boot.md, sections 2, 4 and 8). */
import { BOOT_LOADERS, type BootLoaderFacts, TWINSLOT_BOOT } from '../esp8266/boot-loaders.ts';
import { FLASH_MAPS, type SlotLayout } from '../esp8266/flash-map.ts';
import {
  type FlashFrequency,
  type FlashMode,
  parseFlashFrequency,
  parseFlashMode,
} from '../esp8266/settings.ts';
import type {
  BootMode,
  DoubtReason,
  LoadedSegment,
  LoaderClaim,
  MapClaim,
  ResetCause,
  SlotClaim,
  StartClaim,
} from './report.ts';

const CAUSES: readonly ResetCause[] = [
  'unknown',
  'power-on',
  'reset-pin',
  'software',
  'watchdog',
  'deep-sleep-timer',
  'deep-sleep-power-on',
];

export const resetCause = (number: number): ResetCause => CAUSES[number] ?? 'unknown';

const MODES: readonly BootMode[] = ['remap', 'uart', 'ram', 'flash'];

/** From bits GPIO15, GPIO0, GPIO2. */
export const bootMode = (first: number): BootMode => MODES[first] ?? 'sdio';

/** Causes after which the ROM does not look at the pins: it boots from flash. */
export const ignoresPins = (cause: ResetCause): boolean =>
  cause === 'software' || cause === 'deep-sleep-timer' || cause === 'deep-sleep-power-on';

export const flashSpeed = (text: string): FlashFrequency | undefined => parseFlashFrequency(text);
export const flashMode = (text: string): FlashMode | undefined => parseFlashMode(text);

const MEGABIT = 0x20000;

/** `8Mbit(512KB+512KB)`, `2Mbit`. Without a layout the text fits several maps: those of 1.1 to 1.3, and unknown codes. */
export function mapClaim(text: string, line: number): MapClaim | undefined {
  const parts = /^(\d+)Mbit(?:\((\d+)KB\+(\d+)KB\))?$/.exec(text);
  if (!parts) return undefined;
  const [, megabits = '', first, second] = parts;
  const size = Number(megabits) * MEGABIT;
  const sized = FLASH_MAPS.filter(map => map.size === size);
  if (sized.length === 0) return undefined;
  if (first === undefined) {
    const [only] = sized;
    return sized.length === 1 && only?.layout === 'none'
      ? { text, name: only.name, layout: 'none', line }
      : { text, line };
  }
  const map = sized.find(each => each.layout === `${first}+${second}`);
  return map && { text, name: map.name, layout: map.layout, line };
}

/** Where a loader may put user2 when it has printed this map. 2Mbit: 1.7 and those before it differ. */
const USER2_WITHOUT_LAYOUT: Readonly<Record<string, readonly number[]>> = {
  '2Mbit': [0x21000, 0x41000],
  '4Mbit': [0x41000],
};
const USER2_STARTS: Readonly<Record<SlotLayout, readonly number[]>> = {
  '256+256': [0x41000],
  '512+512': [0x81000],
  '1024+1024': [0x101000],
  none: [0x21000, 0x41000],
};
const ANY_USER2: readonly number[] = [0x21000, 0x41000, 0x81000, 0x101000];

function user2Starts(map: MapClaim | undefined): readonly number[] {
  if (!map) return ANY_USER2;
  const fixed = USER2_WITHOUT_LAYOUT[map.text];
  if (fixed) return fixed;
  return map.layout ? USER2_STARTS[map.layout] : ANY_USER2;
}

/** Loaders that print no address. */
const saysNoAddress = (loader: LoaderClaim | undefined): boolean =>
  loader?.kind === 'sdk' && /^1\.[123](?:\(|$)/.test(loader.version);

/** Whether a jump line, with what stood before it, allows to name the slot. */
export function slotClaim(
  start: StartClaim,
  map: MapClaim | undefined,
  loader: LoaderClaim | undefined,
): SlotClaim | DoubtReason | undefined {
  const { target, offset, line } = start;
  if (target === 'bin') return undefined;
  if (offset === undefined) {
    return saysNoAddress(loader) ? { slot: target, line, confidence: 'weak' } : 'no-address';
  }
  if (saysNoAddress(loader)) return 'contradiction';
  const allowed = target === 'user1' ? USER1_STARTS : user2Starts(map);
  if (!allowed.includes(offset)) return 'contradiction';
  return { slot: target, offset, line, confidence: map ? 'strong' : 'weak' };
}

const USER1_STARTS: readonly number[] = [0x1000];

/** Two segments that fit are no chance. */
const ENOUGH_SEGMENTS = 2;

/**
 * The loader whose segments the ROM has loaded, told even when one of its lines was damaged.
 * @returns undefined when too little was read, or more loaders than one fit.
 */
export function loaderBySegments(segments: readonly LoadedSegment[]): BootLoaderFacts | undefined {
  const seen = segments.filter(({ checksum }) => checksum !== undefined);
  const fits = [...BOOT_LOADERS, TWINSLOT_BOOT].filter(
    loader =>
      seen.filter(({ length, checksum }) =>
        loader.segments.some(([size, sum]) => size === length && sum === checksum),
      ).length >= ENOUGH_SEGMENTS,
  );
  return fits.length === 1 ? fits[0] : undefined;
}
