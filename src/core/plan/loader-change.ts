import { flashOffset } from '../bytes/address.ts';
import { copyOf } from '../bytes/copy.ts';
import { type BootChoice, bootBytesFor, bootChoice } from '../esp8266/boot-bytes.ts';
import { type BootLoaderFacts, readsParameters } from '../esp8266/boot-loaders.ts';
import { type FlashMap, SECTOR, type SystemSectors, systemSectors } from '../esp8266/flash-map.ts';
import type { FlashWrite } from './flash-plan.ts';

/** What is on the flash now, as far as a change of the boot loader depends on it. */
export interface LoaderOnFlash {
  /** By the header at 0. */
  readonly map: FlashMap;
  /** Sector 0. */
  readonly sector0: Uint8Array;
  /** Undefined when the loader is not known: it is then taken for one of 1.5 or later. */
  readonly loader?: BootLoaderFacts;
  /** The parameter copy that counts, a sector, and which of the two it is. */
  readonly copy: Uint8Array;
  readonly current: 'A' | 'B';
}

/** The loader that is wanted, with its header already patched for the map. */
export interface WantedLoader {
  readonly map: FlashMap;
  readonly facts: BootLoaderFacts;
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** Why only the loader cannot be changed. */
export type LoaderRefusal =
  /** Slots and parameters lie elsewhere on the new map: write apps and choice anew. */
  | 'map-changes'
  /** The map has no second slot. */
  | 'no-slots'
  /** Starts no images that begin with EA (1.1), or keeps its boot bytes in a form of its own (1.2). */
  | 'too-old';

/**
 * What becomes of the choice of the slot.
 * `kept`: the boot bytes mean the same to both. `rewritten`: they are written anew so that the same slot starts.
 * `lost`: the new loader cannot read them on this map and starts user1. `unclear`: they start no slot now (enhance
 * mode, test image, error), and what the new loader makes of them is in `after`.
 */
export type ChoiceFate = 'kept' | 'rewritten' | 'lost' | 'unclear';

export type LoaderChange =
  /** The very same loader is there. */
  | { readonly kind: 'nothing'; readonly boots?: BootChoice }
  | { readonly kind: 'refused'; readonly why: LoaderRefusal }
  | {
      readonly kind: 'write';
      /**
       * In the order in which they have to be made: the copy that does not count yet, loader, flag. Interrupted
       * before the loader, nothing has changed; between loader and flag, user1 starts.
       */
      readonly writes: readonly FlashWrite[];
      readonly choice: ChoiceFate;
      readonly before?: BootChoice;
      readonly after?: BootChoice;
      /** The note that this choice's first try failed goes with the old bytes. */
      readonly forgetsFailure: boolean;
    };

/** What has to be written so that another loader starts the slot that this one starts. */
export function planLoaderChange(now: LoaderOnFlash, wanted: WantedLoader): LoaderChange {
  const bytes = now.copy;
  const before = choiceOf(bytes, now.map, now.loader);
  if (isThere(now.sector0, wanted.bytes)) return { kind: 'nothing', ...(before && { boots: before }) };
  if (wanted.map.code !== now.map.code) return { kind: 'refused', why: 'map-changes' };
  if (now.map.layout === 'none') return { kind: 'refused', why: 'no-slots' };
  const version = wanted.facts.bootByteVersion;
  if (!wanted.facts.startsV2 || version === undefined) return { kind: 'refused', why: 'too-old' };

  const unchanged = choiceOf(bytes, now.map, wanted.facts);
  const loader: FlashWrite = {
    ...{ role: 'boot-loader', offset: flashOffset(0), bytes: wanted.bytes, name: wanted.name },
  };
  const change = (choice: ChoiceFate, after: BootChoice | undefined): LoaderChange => ({
    ...{ kind: 'write', writes: [loader], choice, forgetsFailure: false },
    ...(before && { before }),
    ...(after && { after }),
  });
  if (before?.kind !== 'slot') return change('unclear', unchanged);
  if (unchanged?.kind === 'slot' && unchanged.slot === before.slot) return change('kept', unchanged);
  if (!readsParameters(wanted.facts, now.map)) return change('lost', unchanged);

  const bootBytes = bootBytesFor(before.slot, version);
  const [copy, flag] = otherCopy(now, now.map, bootBytes);
  const after = bootChoice(bootBytes, wanted.facts);
  return {
    ...{ kind: 'write', writes: [copy, loader, flag], choice: 'rewritten', before, ...(after && { after }) },
    forgetsFailure: before.because === 'other-failed',
  };
}

const isThere = (sector0: Uint8Array, wanted: Uint8Array): boolean =>
  sector0.length >= wanted.length && wanted.every((byte, i) => sector0[i] === byte);

function choiceOf(
  bytes: Uint8Array,
  map: FlashMap,
  loader: BootLoaderFacts | undefined,
): BootChoice | undefined {
  if (loader && !readsParameters(loader, map)) return { kind: 'slot', slot: 'user1', because: 'unreadable' };
  return bootChoice(bytes, loader);
}

/**
 * The copy that does not count, with new boot bytes before the old Wi-Fi settings, and the flag that makes it count:
 * as the SDK's loader writes them.
 */
export function otherCopy(
  now: Pick<LoaderOnFlash, 'copy' | 'current'>,
  map: FlashMap,
  bootBytes: Uint8Array,
): readonly [FlashWrite, FlashWrite] {
  const sectors: SystemSectors = systemSectors(map);
  const toB = now.current === 'A';
  const copy = copyOf(now.copy, SECTOR);
  copy.set(bootBytes);
  const flag = Uint8Array.of(toB ? 1 : 0, 0xff, 0xff, 0xff);
  const offset = toB ? sectors.parametersB : sectors.parametersA;
  return [
    { role: 'boot-choice', offset, bytes: copy, name: 'boot-choice.bin' },
    { role: 'boot-choice', offset: sectors.flag, bytes: flag, name: 'boot-flag.bin' },
  ];
}
