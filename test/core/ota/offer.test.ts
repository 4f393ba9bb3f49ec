/** Which image is offered to which device, and the reason of every refusal. */
import { describe, expect, it } from 'vitest';
import { checkOtaImage, type OtaImage } from '../../../src/core/ota/image.ts';
import { answerRequest, offerOta } from '../../../src/core/ota/offer.ts';
import {
  concat,
  crcWordOf,
  esptoolImage,
  headImage,
  le32,
  linkedCode,
  ramSegments,
  slotImage,
} from '../../support/image-builder.ts';
import { LINKED_AT, otaBytes, otaImage } from '../../support/ota-images.ts';

const why = (bytes: Uint8Array, slot?: 'user1' | 'user2'): string => {
  const checked = checkOtaImage({ name: 'x.bin', bytes }, slot);
  return checked.ok ? 'offered' : checked.why.code;
};

/** A changed byte, and the CRC word made right again. */
function changed(at: number, value: number): Uint8Array {
  const bytes = otaBytes('user2');
  bytes[at] = value;
  const covered = bytes.subarray(0, -4);
  return concat(covered, le32(crcWordOf(covered)));
}

describe('an image, before it is offered', () => {
  it('passes when it is as the device wants it', () => {
    const bytes = otaBytes('user2');
    const checked = checkOtaImage({ name: 'user2.bin', bytes, build: '7' }, 'user2');
    expect(checked).toMatchObject({ ok: true, image: { slot: 'user2', name: 'user2.bin', build: '7' } });
    expect(bytes.length % 4).toBe(0);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'image-truncated'],
    ['an image without slots', headImage({ segments: ramSegments() }), 'plain-image-alone'],
    ['a foreign first byte', changed(0, 0xe7), 'image-inner-magic'],
    ['EA byte 1 that boot loaders refuse', changed(1, 5), 'image-marker'],
    ['EA byte 3 of no slot', changed(3, 3), 'image-slot-invalid'],
    [
      'an image of esptool, settings in byte 3',
      esptoolImage({ irom: linkedCode(LINKED_AT.user2, 400), segments: ramSegments() }),
      'image-slot-missing',
    ],
    ['a wrong checksum of the RAM part', changed(otaBytes('user2').length - 5, 0x11), 'image-checksum'],
    ['a byte behind the CRC word', concat(otaBytes('user2'), [0, 0, 0, 0]), 'image-trailing-bytes'],
    ['no CRC word', otaBytes('user2').subarray(0, -4), 'image-crc-missing'],
    ['one half', otaBytes('user2').subarray(0, 9000), 'image-truncated'],
    [
      'code for the other slot',
      slotImage({ slot: 2, irom: linkedCode(LINKED_AT.user1, 24_000), segments: ramSegments() }),
      'image-wrong-slot',
    ],
    ['more than the slot holds', otaBytes('user2', { code: 0x7a000 }), 'image-over-slot'],
    ['more than the update client writes', otaBytes('user1', { code: 983_040 }), 'image-over-update-limit'],
  ])('is refused: %s', (_, bytes, code) => {
    expect(why(bytes)).toBe(code);
  });

  it('is refused for any flipped bit of its flash code: no boot loader would notice', () => {
    const bytes = otaBytes('user2', { code: 64 });
    for (let bit = 8 * 16; bit < 8 * 80; bit++) {
      const copy = new Uint8Array(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(why(copy)).toBe('image-crc');
    }
  });

  it('is refused under the name of the other slot', () => {
    expect(why(otaBytes('user2'), 'user1')).toBe('ota-wrong-name');
  });
});

describe('an offer', () => {
  const images = { user1: otaImage('user1'), user2: otaImage('user2') };
  const named = (slot: 'user1' | 'user2', build: string): OtaImage => ({ ...images[slot], build });

  it.each([
    ['user1', 'user2'],
    ['user2', 'user1'],
  ] as const)('while %s runs is %s', (running, offer) => {
    expect(offerOta({ running }, images)).toMatchObject({
      kind: 'offer',
      running,
      offer,
      image: images[offer],
    });
  });

  it.each([
    [{}, images, 'ota-running-unknown'],
    [{ running: 'user1' }, { user1: images.user1 }, 'ota-image-missing'],
    [{ running: 'user1', build: '7' }, { user2: named('user2', '7') }, 'ota-same-build'],
    [{ running: 'user1', map: '2MB-c1' }, images, 'ota-other-map'],
    [{ running: 'user1', map: '256KB' }, images, 'ota-other-map'],
  ] as const)('to %j is refused: %#', (device, has, code) => {
    expect(offerOta(device, has)).toMatchObject({ kind: 'refuse', why: { code } });
  });

  it('is made for another build and for the map that the image is linked for', () => {
    const device = { running: 'user1', build: '6', map: '4MB' } as const;
    expect(offerOta(device, { user2: named('user2', '7') }).kind).toBe('offer');
  });
});

describe('a device that asks', () => {
  const images = { user1: otaImage('user1'), user2: otaImage('user2') };

  it('gets what it asks for, and so tells which slot it runs', () => {
    expect(answerRequest('user2', {}, images)).toMatchObject({
      kind: 'offer',
      running: 'user1',
      offer: 'user2',
    });
  });

  it('does not get the slot that its boot log says it runs', () => {
    const answer = answerRequest('user2', { running: 'user2' }, images);
    expect(answer).toMatchObject({
      kind: 'refuse',
      why: { code: 'ota-slot-running', facts: { slot: 'user2' } },
    });
  });

  it('gets the build that it runs when it asks for it', () => {
    const device = { running: 'user1', build: '7' } as const;
    expect(answerRequest('user2', device, { user2: { ...images.user2, build: '7' } }).kind).toBe('offer');
  });
});
