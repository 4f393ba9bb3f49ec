/** Which image goes to a device, or why none does. Refusing is a result, with its reason. */
import { type FlashMapName, flashMap, otherSlot, type Slot } from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';
import { slotsOnMap } from '../workspace/ready-image.ts';
import type { OtaImage } from './image.ts';

export type OtaImages = Readonly<Partial<Record<Slot, OtaImage>>>;

/** What is known about a device, from its boot log or its pages; nothing is guessed. */
export interface OtaDevice {
  readonly running?: Slot;
  /** The build that it runs, in the words of `OtaImage.build`. */
  readonly build?: string;
  /** The map in the header at its flash offset 0. */
  readonly map?: FlashMapName;
}

export type OtaOffer =
  | {
      readonly kind: 'offer';
      readonly running: Slot;
      readonly offer: Slot;
      readonly image: OtaImage;
      readonly why: Finding;
    }
  | { readonly kind: 'refuse'; readonly why: Finding };

/** What an update of this device would send: the image of the slot that it does not run. */
export function offerOta(device: OtaDevice, images: OtaImages): OtaOffer {
  const { running, build } = device;
  if (!running) return { kind: 'refuse', why: finding('ota-running-unknown', {}) };
  const answer = answerRequest(otherSlot(running), device, images);
  if (answer.kind === 'refuse') return answer;
  if (build !== undefined && answer.image.build === build) {
    return { kind: 'refuse', why: finding('ota-same-build', { slot: answer.offer, build }) };
  }
  return answer;
}

/**
 * The answer to a device that asks for a slot. It may ask for the build that it runs already: then that is what
 * its application wants. Its own choice of slot tells which one it runs.
 */
export function answerRequest(asked: Slot, device: OtaDevice, images: OtaImages): OtaOffer {
  const refusedFor = (why: Finding): OtaOffer => ({ kind: 'refuse', why });
  if (device.running === asked) return refusedFor(finding('ota-slot-running', { slot: asked }));
  const image = images[asked];
  if (!image) return refusedFor(finding('ota-image-missing', { slot: asked }));
  const mismatch = device.map && mapMismatch(image, device.map);
  if (mismatch) return refusedFor(mismatch);
  const why = finding('ota-offered', { slot: asked, length: image.bytes.length }, { file: image.name });
  return { kind: 'offer', running: otherSlot(asked), offer: asked, image, why };
}

function mapMismatch({ image, slot, name }: OtaImage, map: FlashMapName): Finding | undefined {
  if (slotsOnMap(image, flashMap(map)).includes(slot)) return undefined;
  return finding('ota-other-map', { slot, map, linked: image.settings.map ?? 'unknown' }, { file: name });
}
