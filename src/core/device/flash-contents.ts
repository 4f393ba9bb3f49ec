import type { FlashOffset } from '../bytes/address.ts';
import type { BootChoice } from '../esp8266/boot-bytes.ts';
import type { BootLoaderFacts } from '../esp8266/boot-loaders.ts';
import type { FlashMapName, FlashRange, Slot } from '../esp8266/flash-map.ts';
import type { DecodedSettings } from '../esp8266/settings.ts';
import type { Finding } from '../findings.ts';

/** What is in a slot, by its headers alone: the code itself is not read for that. */
export interface SlotOnFlash {
  readonly slot: Slot;
  readonly range: FlashRange;
  /** Starts with erased flash. */
  readonly blank: boolean;
  /** A header that makes sense; none where something else lies there. */
  readonly image?: {
    /** By byte 3 of the header. */
    readonly claims?: Slot;
    readonly iromLength: number;
    /** Bytes from the start of the slot to behind the CRC word. */
    readonly length: number;
    readonly settings: DecodedSettings;
  };
  readonly findings: readonly Finding[];
}

/** What is on the flash of a connected board now, as far as a look of a second tells. */
export interface FlashContents {
  /** Nothing at 0: an erased flash, or one that was never written. */
  readonly blank: boolean;
  /** Sector 0, 4096 bytes. */
  readonly head: Uint8Array;
  /** By the header at 0. */
  readonly settings: DecodedSettings;
  readonly map?: FlashMapName;
  /** Undefined when what lies at 0 is no boot loader that is known. */
  readonly loader?: BootLoaderFacts;
  readonly slots: readonly SlotOnFlash[];
  /** Only on maps with slots. */
  readonly parameters?: {
    /** The copy that counts, a whole sector. */
    readonly copy: Uint8Array;
    readonly current: 'A' | 'B';
    /** All three sectors are erased: nothing was ever stored. */
    readonly blank: boolean;
    /** Where copy A is. */
    readonly offset: FlashOffset;
  };
  readonly boots?: BootChoice;
  /** Whether esp_init_data_default is there. */
  readonly initData?: 'present' | 'missing';
  readonly findings: readonly Finding[];
}
