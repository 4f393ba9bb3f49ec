import type { OtaImage } from '../../core/ota/image.ts';
import type { OtaDevice } from '../../core/ota/offer.ts';
import type { RelayMessage } from '../../core/ota/relay-messages.ts';

/**
 * Who hands images to devices: the relay program on this computer, or the page itself for its virtual board. Both
 * take the same orders and tell the same things.
 */
export interface RelayEnd {
  /** From now on these images and no others. */
  setImages(images: readonly OtaImage[]): void;
  /** What is known of a device; without an address, of any that asks. */
  know(device: OtaDevice, address?: string): void;
  /** Connects to port 88 of the device, which starts its update. */
  trigger(address: string): void;
  /** Reads the page on port 80 of the device. */
  readPage(address: string): void;
  /** Keep the images when the page goes; only a program can. */
  stay?(stay: boolean): void;
  close(): void;
}

/** What a relay tells, from its first word on. */
export type RelayListener = (message: RelayMessage) => void;
