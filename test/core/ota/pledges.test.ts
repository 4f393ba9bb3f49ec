import { describe, expect, it } from 'vitest';
import type { OtaImage } from '../../../src/core/ota/image.ts';
import { Pledges } from '../../../src/core/ota/pledges.ts';

/** Only its identity counts here. */
const image = (name: string): OtaImage => ({ name, slot: 'user2' }) as OtaImage;
const [OLD, NEW] = [{ user2: image('old') }, { user2: image('new') }];

const named = (pledges: Pledges, device: string, method: 'HEAD' | 'GET', images: typeof OLD, now: number) =>
  pledges.imagesFor(device, 'user2', method, images, now).user2?.name;

describe('an image that was announced', () => {
  it('is the one that is fetched, although a newer one has come', () => {
    const pledges = new Pledges();
    expect(named(pledges, 'a', 'HEAD', OLD, 0)).toBe('old');
    expect(named(pledges, 'a', 'GET', NEW, 60_000)).toBe('old');
    expect(named(pledges, 'b', 'GET', NEW, 60_000)).toBe('new');
    expect(named(pledges, 'a', 'HEAD', NEW, 61_000)).toBe('new');
    expect(named(pledges, 'a', 'GET', NEW, 62_000)).toBe('new');
  });

  it('counts no longer when the device did not come back, or the images are gone for good', () => {
    const pledges = new Pledges();
    named(pledges, 'a', 'HEAD', OLD, 0);
    expect(named(pledges, 'a', 'GET', NEW, 120_000)).toBe('new');
    named(pledges, 'a', 'HEAD', OLD, 200_000);
    pledges.forget();
    expect(named(pledges, 'a', 'GET', NEW, 200_001)).toBe('new');
  });

  it('is remembered for a bounded number of devices', () => {
    const pledges = new Pledges();
    for (let i = 0; i <= 256; i++) named(pledges, `${i}`, 'HEAD', OLD, i);
    expect(named(pledges, '0', 'GET', NEW, 300)).toBe('new');
    expect(named(pledges, '256', 'GET', NEW, 300)).toBe('old');
  });
});
