import type { CpuAddress, FlashOffset } from '../bytes/address.ts';
import type { Source } from '../elf/elf-file.ts';
import type { BootLoaderFacts } from '../esp8266/boot-loaders.ts';
import type { Slot } from '../esp8266/flash-map.ts';
import type { DecodedSettings } from '../esp8266/settings.ts';
import type { Finding } from '../findings.ts';

/** A segment that a boot loader copies to RAM. */
export interface ImageSegment {
  /** Section of the ELF, when the image was built here. */
  readonly name?: string;
  readonly address: CpuAddress;
  /** Bytes, padding included. */
  readonly length: number;
  /** Where its data begin in the file. */
  readonly offset: number;
}

/** Code that stays in flash: where it is in the file, and its CPU address where that is known. */
export interface ImageIrom {
  readonly offset: number;
  readonly length: number;
  readonly address?: CpuAddress;
  /** How many words of the image speak for that address, when nothing else told it. */
  readonly references?: number;
}

/** A value as it stands in the file and as it should be. */
export interface Check {
  readonly offset: number;
  readonly stored: number;
  readonly computed: number;
}

export type ImageFormat =
  /** EA header, slot, CRC word: for over-the-air updates. */
  | 'v2'
  /** E9 header: for flash offset 0, without slots. */
  | 'v1'
  /** E9 header and flash-mapped code at 64 KiB in one file, for boot loader 1.1. */
  | 'old-boot'
  | 'boot-loader';

/** A flash image, built here or read from a file. */
export interface FirmwareImage {
  readonly source: Source;
  readonly format: ImageFormat;
  /** What byte 3 of the EA header says. */
  readonly slot?: Slot;
  readonly entry: CpuAddress;
  /** Of the E9 header, as far as its codes have a meaning. */
  readonly settings: DecodedSettings;
  /** Bytes of the file that belong to the image. */
  readonly length: number;
  /** Where the E9 header begins. */
  readonly headerOffset: number;
  /** Code that stays in flash. */
  readonly irom?: ImageIrom;
  readonly segments: readonly ImageSegment[];
  readonly checksum: Check;
  readonly crc?: Check;
  /** Which of the SDK's loaders it is, by the fingerprint of its segments. */
  readonly bootLoader?: BootLoaderFacts;
  readonly findings: readonly Finding[];
}

/** A file to be saved or written. */
export interface ImageFile {
  /** `user1.bin`, `0x00000.bin`, … */
  readonly name: string;
  readonly offset: FlashOffset;
  readonly bytes: Uint8Array;
}

/** An image together with its bytes. */
export interface BuiltImage {
  readonly image: FirmwareImage;
  /** One file for a slot; two without OTA (head and flash-mapped code). */
  readonly files: readonly ImageFile[];
}
