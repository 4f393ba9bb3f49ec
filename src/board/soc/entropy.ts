import { Random } from '../random.ts';
import { Device, registerTable } from './registers.ts';

/** The random number register; the rest of the radio's block is not there. Source: SDKs, WDEV_HWRNG / RANDOM_REG32. */
const WDEV = registerTable('WDEV', 'RANDOM_REG32', { RANDOM: { at: 0x44, live: true } });

export class Entropy extends Device {
  readonly #random: Random;

  constructor(base: number, seed: number) {
    super(WDEV, base);
    this.#random = new Random(seed);
  }

  override read(offset: number): number {
    return offset === WDEV.registers.RANDOM.at ? this.#random.uint32() : this.peek(offset);
  }

  override write(): void {}
}
