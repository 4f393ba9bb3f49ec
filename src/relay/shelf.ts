/** The images at hand, and what is known of the devices. */
import type { Slot } from '../core/esp8266/flash-map.ts';
import type { OtaImage } from '../core/ota/image.ts';
import { answerRequest, type OtaDevice, type OtaImages, type OtaOffer } from '../core/ota/offer.ts';
import { Pledges } from '../core/ota/pledges.ts';
import type { ServedImage } from '../core/ota/relay-messages.ts';
import type { RequestMethod } from '../core/ota/request.ts';

export class Shelf {
  /** Given at the start: they stay for the whole run, behind those of a page. */
  readonly #given: OtaImages;
  #ofPage: OtaImages = {};
  readonly #pledges = new Pledges();
  readonly #devices = new Map<string, OtaDevice>();

  constructor(given: OtaImages) {
    this.#given = given;
  }

  answer(asked: Slot, device: string, method: RequestMethod = 'GET'): OtaOffer {
    const images = this.#pledges.imagesFor(device, asked, method, this.#images(), performance.now());
    return answerRequest(asked, this.#devices.get(device) ?? this.#devices.get(ANY) ?? {}, images);
  }

  know(address: string | undefined, device: OtaDevice): void {
    // One page knows few devices; what grows beyond is not from a person.
    if (this.#devices.size < MOST_DEVICES) this.#devices.set(address ?? ANY, device);
  }

  /** The page has other images now. */
  clear(): void {
    this.#ofPage = {};
  }

  put(image: OtaImage): void {
    this.#ofPage = { ...this.#ofPage, [image.slot]: image };
  }

  /** The page is gone: its images and what it knew. */
  forget(): void {
    this.clear();
    this.#devices.clear();
    this.#pledges.forget();
  }

  list(): ServedImage[] {
    return Object.values(this.#images()).map(({ slot, name, build, bytes }) => ({
      slot,
      name,
      length: bytes.length,
      ...(build && { build }),
    }));
  }

  #images(): OtaImages {
    return { ...this.#given, ...this.#ofPage };
  }
}

const ANY = '';
const MOST_DEVICES = 256;
