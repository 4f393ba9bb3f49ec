/** Damaged and misplaced images on the virtual board: the other app starts, always. */
import { describe, expect, it } from 'vitest';
import { app } from '../support/bootloader-images.ts';
import { LoaderBoard } from './loader-board.ts';
import { bootBytes, flashOf, USER1, USER2 } from './scenarios.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
const PLACES = process.env.TWINSLOT_LONG === '1' ? 2000 : 500;
const SLOT1 = 0x1000;
const PARAMETERS = 0xfd000;

/** Numbers below a limit, the same in every run. */
function* numbers(limit: number, seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield Math.floor((state / 2 ** 32) * limit);
  }
}

/** A board on which user1 is chosen; what a boot changed in the parameters can be put back. */
class DamagedBoard extends LoaderBoard {
  readonly #parameters: Uint8Array;

  constructor(user1: Uint8Array) {
    super(flashOf({ name: '', map: 2, user1, user2: USER2, copyB: bootBytes(0xfc) }));
    this.#parameters = this.board.flash.peek(PARAMETERS, 0x3000);
  }

  /** Boots after power-on with these bytes in flash, and gives the app that runs. */
  appWith(at: number, bytes: Uint8Array): string | undefined {
    const before = this.board.flash.peek(at, bytes.length);
    this.board.loadFlash(bytes, at);
    this.do({ do: 'power-on' });
    const name = this.app;
    this.board.loadFlash(before, at);
    this.board.loadFlash(this.#parameters, PARAMETERS);
    return name;
  }
}

/** Changes one byte at sampled places of the image, each another one; counts the boots that ended in the other app. */
function damageBytes(image: Uint8Array, places: number): number {
  const board = new DamagedBoard(image);
  expect(board.appWith(0xf0000, Uint8Array.of(0xff))).toBe('one');
  const seen = new Set<number>();
  const random = numbers(image.length, 7);
  while (seen.size < places) seen.add(random.next().value ?? 0);
  const changes = numbers(255, 11);
  let fellBack = 0;
  for (const place of seen) {
    const changed = (image[place] ?? 0) ^ (1 + (changes.next().value ?? 0));
    if (board.appWith(SLOT1 + place, Uint8Array.of(changed)) === 'two') fellBack++;
    else throw new Error(`byte 0x${place.toString(16)} as ${changed}: ${board.text}`);
  }
  return fellBack;
}

describe('a damaged image on the virtual board', () => {
  it(`falls back whichever of ${PLACES} sampled bytes is wrong`, { timeout: 120_000 }, () => {
    const count = damageBytes(USER1, PLACES);
    console.log(`Boot loader: ${count} of ${PLACES} damaged bytes (image of ${USER1.length}) fall back`);
    expect(count).toBe(PLACES);
  });

  it.skipIf(!LONG)('falls back also with 400 KB (long run)', { timeout: 3_600_000 }, () => {
    const image = app({ name: 'one', codeLength: 400 * 1024 });
    const count = damageBytes(image, PLACES);
    console.log(`Boot loader: ${count} of ${PLACES} damaged bytes (image of ${image.length}) fall back`);
    expect(count).toBe(PLACES);
  });

  it('falls back when the image ends at any sector, erased or older behind it', () => {
    const image = app({ name: 'one', codeLength: 20 * 0x1000 });
    const older = app({ name: 'old', codeLength: 20 * 0x1000, seed: 90 });
    const board = new DamagedBoard(image);
    const sectors = Math.ceil(image.length / 0x1000);
    let count = 0;
    for (let sector = 0; sector < sectors; sector++) {
      const at = SLOT1 + sector * 0x1000;
      const rest = image.length - sector * 0x1000;
      for (const tail of [new Uint8Array(rest).fill(0xff), older.slice(sector * 0x1000)]) {
        const whole = sector === 0 && tail[0] === 0xea;
        expect(board.appWith(at, tail), `cut at sector ${sector}`).toBe(whole ? 'old' : 'two');
        count++;
      }
    }
    console.log(`Boot loader: ${count} truncated images, ${sectors} sectors`);
  });

  it('starts nothing when both slots hold the image of the other, and says why', () => {
    const board = new LoaderBoard(flashOf({ name: '', map: 2, user1: USER2, user2: USER1 }));
    const [boot] = board.do({ do: 'power-on' });
    expect(boot?.end).toBe('idle');
    expect(boot?.text).toContain('user1 @ 1000 refused: is for user2\nuser2 @ 81000 refused: is for user1\n');
  });
});
