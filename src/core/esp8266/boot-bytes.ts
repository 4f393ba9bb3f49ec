import { readStruct, structLayout } from '../bytes/struct.ts';
import type { BootLoaderFacts } from './boot-loaders.ts';
import { otherSlot, SLOTS, type Slot } from './flash-map.ts';

/**
 * The first 8 bytes of a parameter copy choose the slot. Facts: boot loaders 1.3 to 1.7 by execution and
 * disassembly (boot.md, section 5).
 */
const LOADER = 'SDK boot loader 1.3 to 1.7';

export const BOOT_BYTES = structLayout('boot-bytes', 8, {
  useBin: { offset: 0, size: 1, bits: { low: 0, count: 2 }, show: 'count', source: LOADER },
  /** 1: this is the first try of the chosen slot; 0: the loader starts the other one instead. */
  firstTry: { offset: 0, size: 1, bits: { low: 2, count: 1 }, show: 'count', source: LOADER },
  loaderVersion: { offset: 1, size: 1, bits: { low: 0, count: 5 }, show: 'count', source: LOADER },
  testState: { offset: 1, size: 1, bits: { low: 5, count: 2 }, show: 'count', source: LOADER },
  normalMode: { offset: 1, size: 1, bits: { low: 7, count: 1 }, show: 'count', source: LOADER },
});

/** What a boot loader makes of the parameters. */
export type BootChoice =
  | {
      readonly kind: 'slot';
      readonly slot: Slot;
      /** `unreadable`: the loader cannot read its parameters on this map. */
      readonly because: 'chosen' | 'other-failed' | 'blank' | 'other-version' | 'unreadable';
    }
  /** `error user bin flag`: nothing starts. */
  | { readonly kind: 'error'; readonly byte0: number };

/**
 * Which slot a loader starts with these bytes.
 * @param bytes the current parameter copy, at least 8 bytes.
 * @param loader undefined when it is not known: then the version in the bytes is believed, and the loader is taken
 *   for 1.5 or later.
 * @returns undefined when the bytes start something else than a slot, or mean nothing that is known.
 */
export function bootChoice(bytes: Uint8Array, loader?: BootLoaderFacts): BootChoice | undefined {
  const raw = readStruct(BOOT_BYTES, bytes);
  const byte0 = bytes[0] ?? 0xff;
  if (loader && loader.bootByteVersion === undefined) return oldBootChoice(byte0);
  if (byte0 === 0xff && raw.loaderVersion === NO_VERSION) return starts('user1', 'blank');
  if (loader && raw.loaderVersion !== loader.bootByteVersion) return starts('user1', 'other-version');
  if (raw.useBin === 3) return starts('user1', 'blank');
  // A test image, or enhanced mode: an address of its own instead of a slot.
  if (raw.testState === 1 || raw.normalMode === 0) return undefined;
  if (raw.useBin === 2) return { kind: 'error', byte0 };
  const chosen: Slot = raw.useBin === 0 ? 'user1' : 'user2';
  if (raw.firstTry === 1) return starts(chosen, 'chosen');
  if (loader?.fallsBack ?? true) return starts(otherSlot(chosen), 'other-failed');
  // 1.3 and 1.4 try user1 whichever of the two failed.
  return starts('user1', chosen === 'user1' ? 'chosen' : 'other-failed');
}

const NO_VERSION = 31;

type SlotChoice = Extract<BootChoice, { kind: 'slot' }>;
const starts = (slot: Slot, because: SlotChoice['because']): SlotChoice => ({ kind: 'slot', slot, because });

/** Before 1.3 the low four bits are the number of the slot, without version or first try. */
function oldBootChoice(byte0: number): BootChoice | undefined {
  if (byte0 === 0xff) return starts('user1', 'blank');
  const slot = SLOTS[byte0 & 15];
  return slot && starts(slot, 'chosen');
}

/** Boot bytes that make a loader of that version start `slot`: first try, normal mode, no test. */
export function bootBytesFor(slot: Slot, loaderVersion: number): Uint8Array {
  const bytes = new Uint8Array(BOOT_BYTES.size).fill(0xff);
  bytes[0] = slot === 'user1' ? 0xfc : 0xfd;
  bytes[1] = 0xe0 | loaderVersion;
  return bytes;
}
