/**
 * Slot images that talk: a little program put together from steps, in the machine code of the chip, calling the ROM.
 * Encodings: Xtensa ISA manual, chapter 6; ROM functions: eagle.rom.addr.v6.ld of the NONOS SDK.
 */
import { imageOf } from '../../board/board/programs.ts';

export type Step =
  /** UART0 goes to this rate. */
  | { readonly baud: number }
  /** Prints it; line ends as `\n`. */
  | { readonly say: string }
  | { readonly waitMs: number }
  /** software_reset. */
  | { readonly restart: true };

const IRAM = 0x40100000;
const DATA = 0x3ffe8000;
const ROM = { printf: 0x400024cc, delay: 0x40002ecc, reset: 0x4000264c, setDivider: 0x400039d8 } as const;
const WATCHDOG_CONTROL = 0x60000900;

/** Code and its literals, which lie before it. */
class Assembler {
  readonly #literals: number[] = [];
  readonly #code: number[] = [];

  get position(): number {
    return this.#code.length;
  }

  /** l32r aN, the literal of that value. */
  load(register: number, value: number): void {
    this.#literals.push(value >>> 0);
    // Fixed up in `finish`, when it is known how many literals there are.
    this.#code.push((register << 4) | 1, this.#literals.length - 1, 0);
  }

  /** callx0 a4 */
  call(address: number): void {
    this.load(4, address);
    this.#code.push(0xc0, 0x04, 0x00);
  }

  /** s32i a2, a3, 0 */
  store(): void {
    this.#code.push(0x22, 0x63, 0x00);
  }

  /** j to a position of the code. */
  jump(to: number): void {
    const instruction = (((to - (this.position + 4)) & 0x3ffff) << 6) | 6;
    this.#code.push(instruction & 0xff, (instruction >> 8) & 0xff, (instruction >> 16) & 0xff);
  }

  finish(): { readonly data: Uint8Array; readonly entry: number } {
    const start = 4 * this.#literals.length;
    const data = new Uint8Array((start + this.#code.length + 3) & ~3);
    const view = new DataView(data.buffer);
    this.#literals.forEach((value, i) => {
      view.setUint32(4 * i, value, true);
    });
    data.set(this.#code, start);
    for (let at = 0; at < this.#code.length; at += 3) {
      if (((this.#code[at] ?? 0) & 15) !== 1) continue;
      const target = 4 * (this.#code[at + 1] ?? 0);
      const base = (start + at + 3) & ~3;
      view.setInt16(start + at + 1, (target - base) / 4, true);
    }
    return { data, entry: IRAM + start };
  }
}

/** An image that does these steps and then repeats those from `again` on. */
export function talkingApp(
  steps: readonly Step[],
  again = steps.length - 1,
  crystal = 26_000_000,
): Uint8Array {
  const code = new Assembler();
  const strings: number[] = [];
  // The ROM has left its watchdog on.
  code.load(3, WATCHDOG_CONTROL);
  code.load(2, 0);
  code.store();
  const starts: number[] = [];
  for (const step of steps) {
    starts.push(code.position);
    if ('baud' in step) {
      code.load(2, 0);
      code.load(3, Math.round((2 * crystal) / step.baud));
      code.call(ROM.setDivider);
    } else if ('say' in step) {
      code.load(2, DATA + strings.length);
      code.call(ROM.printf);
      strings.push(...new TextEncoder().encode(step.say), 0);
    } else if ('waitMs' in step) {
      code.load(2, step.waitMs * 1000);
      code.call(ROM.delay);
    } else code.call(ROM.reset);
  }
  code.jump(starts[again] ?? 0);
  const { data, entry } = code.finish();
  const text = Uint8Array.from({ length: (strings.length + 3) & ~3 }, (_, i) => strings[i] ?? 0);
  return imageOf(
    [
      { address: IRAM, data },
      { address: DATA, data: text },
    ],
    entry,
  );
}
