/**
 * What was announced to a device by the answer to its HEAD: it erases as many sectors as that image has before it
 * fetches, so its GET gets the same image even when a newer build has come meanwhile. Otherwise a longer one would be
 * written onto flash that was not erased. Source: ota.md section 2, steps 3 to 8.
 */
import type { Slot } from '../esp8266/flash-map.ts';
import type { OtaImage } from './image.ts';
import type { OtaImages } from './offer.ts';
import type { RequestMethod } from './request.ts';

/** Erasing takes up to a minute; a device that comes later has begun anew, ms. */
const KEEPS = 120_000;
/** Devices at once; beyond, the oldest announcement goes. */
const MOST = 256;

interface Pledge {
  readonly image: OtaImage;
  readonly until: number;
}

export class Pledges {
  readonly #given = new Map<string, Pledge>();

  /** @returns the images that count for this request; `now` in ms of any clock. */
  imagesFor(device: string, asked: Slot, method: RequestMethod, images: OtaImages, now: number): OtaImages {
    const key = `${device} ${asked}`;
    const pledge = this.#given.get(key);
    if (method === 'GET' && pledge && now < pledge.until) return { ...images, [asked]: pledge.image };
    this.#given.delete(key);
    const image = images[asked];
    if (method === 'HEAD' && image) {
      this.#given.set(key, { image, until: now + KEEPS });
      const [oldest] = this.#given.keys();
      if (this.#given.size > MOST && oldest !== undefined) this.#given.delete(oldest);
    }
    return images;
  }

  /** Nothing is promised any more. */
  forget(): void {
    this.#given.clear();
  }
}
