/** Decoding and text of every kind of opcode, held against the GNU disassembler's own tables. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disassemble } from '../../../src/board/cpu/disassemble.ts';
import { Random } from '../../../src/board/random.ts';
import { inFolder, OBJDUMP } from './support/toolchain.ts';

const AT = 0x40100000;
const WORDS = process.env.TWINSLOT_LONG === '1' ? 400_000 : 40_000;

/**
 * Instructions one behind the other: random ones, and all there is in the crowded groups of opcodes. Those that
 * begin with 14 and 15 are left out: they do not exist, and objdump goes on after one byte.
 */
function machineCode(random: Random): Uint8Array {
  const bytes: number[] = [];
  const add = (word: number): void => {
    if ((word & 15) >= 14) return;
    bytes.push(word & 0xff, (word >>> 8) & 0xff);
    if ((word & 8) === 0) bytes.push((word >>> 16) & 0xff);
  };
  for (let i = 0; i < WORDS; i++) add(random.uint32());
  for (let op = 0; op < 256; op++) {
    for (let t = 0; t < 16; t++) add((op << 16) | (random.below(256) << 8) | (t << 4)); // op2, op1
    for (const access of [0x030000, 0x130000, 0x610000]) add(access | (op << 8) | 0x20); // all special registers
  }
  for (let rs = 0; rs < 256; rs++) for (let t = 0; t < 16; t++) add((rs << 8) | (t << 4)); // RST0: ST0, SYNC …
  for (let rs = 0; rs < 256; rs++) for (let t = 0; t < 16; t++) add(0x400000 | (rs << 8) | (t << 4)); // ST1
  for (let rs = 0; rs < 256; rs++) for (let t = 0; t < 16; t++) add(0x500000 | (rs << 8) | (t << 4)); // TLB
  return Uint8Array.from(bytes);
}

/** `addi 2 3 4294967295`: registers and numbers without their notation. */
function normalized(text: string): string {
  const [name = '', ...operands] = text
    .replace(/ \(.*/, '')
    .replaceAll(',', ' ')
    .split(/\s+/)
    .filter(Boolean);
  const numbers = operands.map(operand =>
    /^a\d/.test(operand) ? operand : Number(operand.replace(/^-0x/, '0x')) >>> 0,
  );
  const negative = operands.map((operand, i) =>
    operand.startsWith('-0x') ? -Number(numbers[i]) >>> 0 : numbers[i],
  );
  return [name, ...negative].join(' ');
}

/** What objdump says of an instruction that its tables do not have: excw, whose real code is 80 20 00. */
const ofObjdump = (text: string, bytes: string): string => {
  if (text.startsWith('excw') && bytes !== '802000') return 'undefined';
  const name = text.split('\t')[0] ?? '';
  return name === 'rer' || name === 'wer' ? name : normalized(text); // it knows no operands of these
};

const ofOurs = (text: string): string => {
  if (text.startsWith('.byte')) return 'undefined';
  return /^[rw]er /.test(text) ? text.slice(0, 3) : normalized(text);
};

describe.skipIf(OBJDUMP.skip)(`disassembler${OBJDUMP.note}`, () => {
  it('reads machine code as objdump does', async () => {
    const code = machineCode(new Random(7));
    const listing = await inFolder(folder => {
      writeFileSync(join(folder, 'code'), code);
      const options = `-D -z -b binary -m xtensa --adjust-vma=${AT}`.split(' ');
      return execFileSync(OBJDUMP.path(), [...options, join(folder, 'code')], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
    });
    const wrong: string[] = [];
    let count = 0;
    for (const [, address = '', bytes = '', text = ''] of listing.matchAll(
      /^ *([0-9a-f]+):\t(\w+) *\t(.+?) *$/gm,
    )) {
      const pc = Number.parseInt(address, 16);
      const ours = disassemble(code.subarray(pc - AT, pc - AT + 3), pc);
      count++;
      const [theirs, mine] = [ofObjdump(text, bytes), ofOurs(ours.text)];
      if (theirs !== mine || ours.length !== bytes.length / 2)
        wrong.push(`${bytes}: ${mine}, objdump ${theirs}`);
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(count).toBeGreaterThan(WORDS * 0.8);
  });

  it('shows bytes that are no instruction as bytes', () => {
    expect(disassemble(Uint8Array.of(0x0e, 0xff, 0x12), AT)).toEqual({ text: '.byte 0x0e, 0xff', length: 2 });
    expect(disassemble(Uint8Array.of(0x00, 0x00), AT).text).toBe('.byte 0x00, 0x00'); // cut off
    expect(disassemble(Uint8Array.of(0x50, 0x76, 0x08), AT).text).toBe('.byte 0x50, 0x76, 0x08'); // loop: not in LX106
  });
});
