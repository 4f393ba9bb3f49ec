/** Images of any layout, with right checksum and CRC word: in QEMU the loader takes and refuses what the model does. */
import { describe, expect, it } from 'vitest';
import { APP_RUNS, DRAM, ENTRY, IRAM, nameBytes, startCode } from '../support/bootloader-images.ts';
import { type Report, runInQemu, Script } from '../support/bootloader-qemu.ts';
import { concat, headImage, type SegmentSpec, slotImage } from '../support/image-builder.ts';
import { COMPILER, QEMU } from '../support/lx106.ts';
import { patternBytes } from '../support/programs.ts';
import { LoaderModel, layoutOf } from './model.ts';
import { putFlash } from './qemu-script.ts';
import { bootBytes, flashOf, USER2 } from './scenarios.ts';

const COUNT = process.env.TWINSLOT_LONG === '1' ? 5000 : 600;
/** As many as the memory of QEMU's machine holds in one run. */
const BATCH = 600;
const LAYOUT = layoutOf(2);
const ROOM = 0x2000;
const skip = QEMU.skip || COMPILER.skip;
const note = QEMU.note || COMPILER.note;

/** Borders of everything, and places inside. */
const BORDERS = [
  0,
  DRAM,
  0x3fffc000,
  0x3fffeb40,
  0x40000000,
  IRAM,
  0x4010c000,
  0x40200000,
  0x60001200,
  0x600013e0,
];

/** Choices below a number, the same in every run. */
function chooser(seed: number): (below: number) => number {
  let state = seed * 0x9e3779b1;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** An image of up to six segments near borders, the start code last so that nothing covers it. */
function anyImage(seed: number): Uint8Array {
  const choose = chooser(seed);
  const pick = <T>(list: readonly T[]): T => list[choose(list.length)] as T;
  const extra = Array.from({ length: choose(5) }, (): SegmentSpec => {
    const length = pick([0, 4, 8, 12, 16, 64, 256]);
    const address = Math.max(0, pick(BORDERS) + pick([0, 0x100, -length, -4, 4, 1, 2, -8, 0x40]));
    return { address, bytes: patternBytes(length, seed) };
  });
  const name: SegmentSpec = { address: DRAM, bytes: nameBytes(`any${seed}`) };
  const start: SegmentSpec = {
    address: IRAM,
    bytes: concat(startCode(APP_RUNS), patternBytes(4 * choose(9), seed)),
  };
  const segments = [...extra, name, start];
  const entry = choose(8) === 0 ? pick([0, DRAM, IRAM + 0x800, 0x4010c004, 0x40201010, 0x60001200]) : ENTRY;
  if (choose(4) === 0) return headImage({ segments, entry });
  const slot = choose(6) === 0 ? choose(5) : 1;
  return slotImage({
    segments,
    entry,
    slot,
    reserved: choose(9) === 0 ? 2 : 0,
    irom: patternBytes(16 * choose(40), seed),
  });
}

/** What the loader makes of each image in user1, beside a good user2. */
function reportsOf(base: Uint8Array, images: readonly Uint8Array[]): readonly (Report | undefined)[] {
  const script = new Script();
  putFlash(script, base);
  for (const image of images) {
    const slot = new Uint8Array(ROOM).fill(0xff);
    slot.set(image);
    script.next().patch(LAYOUT.user1, slot).store(0x600013e0, 0).boot(1);
    script.patch(LAYOUT.copyB, base.subarray(LAYOUT.copyB, LAYOUT.copyB + 8));
    script.patch(LAYOUT.flag, base.subarray(LAYOUT.flag, LAYOUT.flag + 8));
  }
  const { reports } = runInQemu(script);
  return images.map((_, i) => reports[i + 1]);
}

describe.skipIf(skip)(`images of any layout in QEMU${note}`, () => {
  it(`agree with the model, ${COUNT} of them`, () => {
    const base = flashOf({ name: '', map: 2, user2: USER2, copyA: bootBytes(0xfc), flag: 0 });
    const images = Array.from({ length: COUNT }, (_, i) => anyImage(i + 1));
    const reports: (Report | undefined)[] = [];
    for (let i = 0; i < COUNT; i += BATCH) reports.push(...reportsOf(base, images.slice(i, i + BATCH)));
    let started = 0;
    for (const [i, image] of images.entries()) {
      const flash = base.slice();
      flash.set(image, LAYOUT.user1);
      const expected = new LoaderModel(flash).boot(1);
      expect(
        reports[i]?.boots.map(({ end, text }) => ({ end, text })),
        `image ${i + 1}`,
      ).toEqual(expected.map(({ end, text }) => ({ end, text })));
      if (expected[0]?.end === 'start') started++;
    }
    console.log(`Boot loader in QEMU: ${COUNT} images of any layout, ${started} start, as in the model`);
    expect(started).toBeGreaterThan(COUNT / 20);
    expect(started).toBeLessThan(COUNT / 2);
  });
});
