import { structLayout } from '../bytes/struct.ts';
import type { Slot } from './flash-map.ts';

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

/** What boot loaders from 1.5 on make of the parameters. */
export type BootChoice =
  | {
      readonly kind: 'slot';
      readonly slot: Slot;
      readonly because: 'chosen' | 'other-failed' | 'blank' | 'other-version';
    }
  /** `error user bin flag`: nothing starts. */
  | { readonly kind: 'error'; readonly byte0: number };

/**
 * Which slot a loader (1.5 or later) starts with these bytes.
 * @param bytes the current parameter copy, at least 8 bytes.
 * @param loaderVersion the loader's own number in boot byte 1; undefined when the loader is not known: the version
 *   in the bytes is then believed.
 */
export function bootChoice(bytes: Uint8Array, loaderVersion?: number): BootChoice {
  const byte0 = bytes[0] ?? 0xff;
  const version = (bytes[1] ?? 0xff) & 0x1f;
  const NO_VERSION = 31;
  if (byte0 === 0xff && version === NO_VERSION) return { kind: 'slot', slot: 'user1', because: 'blank' };
  if (loaderVersion !== undefined && version !== loaderVersion) {
    return { kind: 'slot', slot: 'user1', because: 'other-version' };
  }
  const useBin = byte0 & 3;
  const firstTry = (byte0 & 4) !== 0;
  if (useBin === 3) return { kind: 'slot', slot: 'user1', because: 'blank' };
  if (useBin === 2) return { kind: 'error', byte0 };
  const chosen: Slot = useBin === 0 ? 'user1' : 'user2';
  if (firstTry) return { kind: 'slot', slot: chosen, because: 'chosen' };
  return { kind: 'slot', slot: chosen === 'user1' ? 'user2' : 'user1', because: 'other-failed' };
}

/** Boot bytes that make a loader of that version start `slot`: first try, normal mode, no test. */
export function bootBytesFor(slot: Slot, loaderVersion: number): Uint8Array {
  const bytes = new Uint8Array(BOOT_BYTES.size).fill(0xff);
  bytes[0] = slot === 'user1' ? 0xfc : 0xfd;
  bytes[1] = 0xe0 | loaderVersion;
  return bytes;
}
