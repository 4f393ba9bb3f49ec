/** Crash reports of ROM, SDK and Arduino, and what the symbols of the program make of them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Program, programOf, traceCrash } from '../../../src/core/bootlog/resolve.ts';
import { bytesReader } from '../../../src/core/bytes/range-reader.ts';
import { parseElf } from '../../../src/core/elf/parse.ts';
import { readSymbols } from '../../../src/core/elf/symbols.ts';
import { causeWords, crashSentence } from '../../../src/words/bootlog-crash.ts';
import { boot, crlf } from './logs.ts';
import { lineOf, reportOf } from './read.ts';

const started = boot(2, { version: '1.7', slot: 'user1' });
const crashOf = (text: string) => {
  const log = crlf(started + text);
  const report = reportOf(log);
  if (!report.exception) throw new Error('no crash was seen');
  return { report, exception: report.exception, log };
};

const ROM =
  'Fatal exception (28): \nepc1=0x40243016, epc2=0x00000000, epc3=0x00000000, excvaddr=0x000000eb, depc=0x00000000\n';
const SDK =
  'Fatal exception 29(StoreProhibitedCause):\nepc1=0x402010d4, epc2=0x00000000, epc3=0x00000000, excvaddr=0x00000000, depc=0x00000000\n';
/** esp8266/Arduino#2688. */
const ARDUINO = `
Exception (9):
epc1=0x40203790 epc2=0x00000000 epc3=0x00000000 excvaddr=0x33342042 depc=0x00000000

ctx: sys 
sp: 3ffffdd0 end: 3fffffb0 offset: 01a0

>>>stack>>>
3fffff70:  3fff1114 401017a7 00000000 00000000  
3fffff80:  401017e2 00000000 00000002 3ffee260  
3fffff90:  3fffdc10 00000000 3fff10e4 4021e86c  
3fffffa0:  40000f49 3fffdab0 3fffdab0 40000f49  
<<<stack<<<
`;

describe('a crash report', () => {
  it('of the ROM repeats until the watchdog bites, and is one report', () => {
    const { exception, report, log } = crashOf(ROM.repeat(50));
    expect(exception).toMatchObject({ by: 'rom', what: 'exception', cause: 28, repeated: 49 });
    expect(exception.registers).toMatchObject({ epc1: 0x40243016, excvaddr: 0xeb });
    expect(report.stage).toBe('crashed');
    expect(lineOf(log, exception.firstLine)).toBe('Fatal exception (28): ');
  });

  it('of the SDK carries the name of the cause', () => {
    expect(crashOf(SDK).exception).toMatchObject({ by: 'sdk', cause: 29, registers: { excvaddr: 0 } });
  });

  it('of the Arduino core brings its stack', () => {
    const { exception } = crashOf(ARDUINO);
    expect(exception).toMatchObject({
      by: 'arduino',
      cause: 9,
      context: 'sys',
      registers: { excvaddr: 0x33342042 },
    });
    expect(exception.stack).toHaveLength(4);
    expect(exception.stack[1]).toEqual({ address: 0x3fffff80, words: [0x401017e2, 0, 2, 0x3ffee260] });
  });

  it('of an unaligned access brings all registers', () => {
    const rows = [0, 1, 2, 3].map(
      row => `sf_dump[${row}] a0: 0x0000000${row}  a1: 0x40100010  a2: 0x00000001  a3: 0x00000002 \n`,
    );
    const { exception } = crashOf(`sp 3ffffd00 \n${rows.join('')}${ROM.split('\n')[1]}\n`);
    expect(exception).toMatchObject({ by: 'rom', cause: 9, registers: { epc1: 0x40243016 } });
    expect(exception.general).toHaveLength(16);
    expect(exception.general[12]).toBe(3);
  });

  it('of an old SDK has one register a line, one of them misspelt', () => {
    const { exception } = crashOf(
      'Fatal exception (0):\nepc1=0x402bbae1\nepc2=0x40100070\nepcvaddr=0x00000010\n',
    );
    expect(exception.registers).toEqual({ epc1: 0x402bbae1, epc2: 0x40100070, excvaddr: 0x10 });
  });

  it.each([
    ['Soft WDT reset\n', 'watchdog'],
    ['Panic core_esp8266_main.cpp:98 __yield\n', 'panic'],
  ])('%j is one too', (text, what) => {
    expect(crashOf(text).exception).toMatchObject({ by: 'arduino', what });
  });

  it('marks all its lines for a monitor, and keeps the slot that crashed', () => {
    const { report } = crashOf(ARDUINO);
    expect(report.slot?.slot).toBe('user1');
    expect(report.exception?.lastLine).toBe((report.exception?.firstLine ?? 0) + 11);
  });
});

const file = readFileSync('src/example/built/example-user1.elf');

function example(): {
  readonly program: Program;
  readonly at: (name: string) => number;
  readonly returns: number[];
} {
  const reader = bytesReader(file);
  const elf = parseElf(reader, { id: 'x', name: 'example-user1.elf', size: file.length });
  if (!elf.ok) throw new Error('the example is not read');
  const symbols = readSymbols(reader, elf.value);
  if (!symbols.ok) throw new Error('the example has no symbols');
  const at = (name: string): number => {
    const found = symbols.value.find(symbol => symbol.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found.address;
  };
  const program = programOf(elf.value, reader, symbols.value);
  const irom = { start: at('blink_round'), end: at('blink_for_ever') };
  const returns: number[] = [];
  for (let address = irom.start + 3; address < irom.end; address++)
    if (program.isAfterCall(address)) returns.push(address);
  return { program, at, returns };
}

describe('the symbols of the program', () => {
  const { program, at, returns } = example();

  it('name the place of a crash', () => {
    const address = at('blink_round') + 4;
    expect(program.symbolAt(address)).toEqual({ address, name: 'blink_round', offset: 4 });
  });

  it.each([0, 0x3ffe8000, 0x40000f49, 0x402ff000, 0x60000000])('name nothing at 0x%x', address => {
    expect(program.symbolAt(address)).toBeUndefined();
  });

  it('find the return addresses on the stack, and leave out what only looks like one', () => {
    const [call = 0] = returns;
    expect(returns.length).toBeGreaterThan(0);
    const hex = (value: number): string => value.toString(16).padStart(8, '0');
    // The start of a function is a pointer to it, and no return address.
    const pointer = at('report_flash');
    const row = `3fffff70:  ${hex(pointer)} 00000000 ${hex(call)} 40000f49  \n`;
    const text = `Exception (28):\nepc1=0x${hex(at('count_round') + 3)} epc2=0x00000000 epc3=0x00000000 excvaddr=0x00000004 depc=0x00000000\n>>>stack>>>\n${row}<<<stack<<<\n`;
    const trace = traceCrash(crashOf(text).exception, program);
    expect(trace.pc).toMatchObject({ name: 'count_round', offset: 3 });
    expect(trace.calls).toEqual([
      {
        address: call,
        name: 'blink_round',
        offset: call - at('blink_round'),
        at: 0x3fffff78,
        afterCall: true,
      },
    ]);
  });
});

describe('words', () => {
  it.each([
    [28, 0, 'read from address 0: a null pointer'],
    [29, 0x10, 'write to address 0x00000010: a null pointer, at offset 16'],
    [28, 0x40300000, 'read from address 0x40300000'],
    [9, 0x3ffe8001, 'an unaligned access at 0x3FFE8001: words lie at multiples of 4'],
    [6, 0, 'a division by zero'],
    [63, 0, 'exception 63'],
  ])('exception %i at %i: %s', (cause, address, words) => {
    expect(causeWords(cause, address)).toBe(words);
  });

  it('say what, where and who', () => {
    const { exception } = crashOf(SDK);
    const where = example().program.symbolAt(0x402010d4);
    expect(crashSentence(exception, where)).toEqual({
      title: 'Crash: write to address 0: a null pointer',
      text: 'Exception 29, reported by the SDK, in blink_round + 4 (0x402010D4).',
      line: exception.firstLine,
    });
  });
});
