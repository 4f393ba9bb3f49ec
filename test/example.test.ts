/**
 * The example firmware of "Try with an example": the committed files come from the sources, have the shape
 * that the page explains, and run. QEMU executes them; UART, LED and cache registers are watched from outside.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type AbsentRegisters, COMPILER, Lx106, QEMU, REGISTER } from './support/lx106.ts';

const SOURCES = fileURLToPath(new URL('../src/example', import.meta.url));
const SLOTS = [
  { slot: 1, linkAddress: 0x40201010, round: [100, 900] },
  { slot: 2, linkAddress: 0x40281010, round: [100, 150, 100, 650] },
] as const;
const fileName = (slot: number) => `example-user${slot}.elf`;
const committed = (slot: number) => join(SOURCES, 'built', fileName(slot));
/** Maps other than that of the example: user1 is the same on all of them. */
const OTHER_MAPS = [
  { map: '512KB', linkAddress: 0x40241010 },
  { map: '2MB-c1', linkAddress: 0x40201010 },
] as const;
const committedFor = (map: string) => join(SOURCES, 'built', `user2-${map}.elf`);

/** Sections and symbols by name, read without the product's own reader, which is judged elsewhere. */
function readElf(path: string) {
  const file = readFileSync(path);
  const rows = Array.from({ length: file.readUInt16LE(48) }, (_, i) => {
    const at = file.readUInt32LE(32) + 40 * i;
    const word = (index: number) => file.readUInt32LE(at + 4 * index);
    const bytes = file.subarray(word(4), word(4) + word(5));
    return { nameAt: word(0), type: word(1), address: word(3), size: word(5), link: word(6), bytes };
  });
  const text = (table: number, at: number) => {
    const bytes = rows[table]?.bytes ?? Buffer.alloc(0);
    return bytes.toString('latin1', at, bytes.indexOf(0, at));
  };
  const names = file.readUInt16LE(50);
  const sections = rows.map(row => ({ ...row, name: text(names, row.nameAt) }));
  const symbols = new Map<string, number>();
  for (const table of rows.filter(row => row.type === 2)) {
    for (let at = 0; at < table.size; at += 16) {
      symbols.set(text(table.link, table.bytes.readUInt32LE(at)), table.bytes.readUInt32LE(at + 4));
    }
  }
  return {
    size: file.length,
    entry: file.readUInt32LE(24),
    sections,
    section: (name: string) =>
      found(
        sections.find(section => section.name === name),
        name,
      ),
    symbol: (name: string) => found(symbols.get(name), name),
  };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`there is no ${name}`);
  return value;
}

describe.each(SLOTS)('the committed example of user$slot', ({ slot, linkAddress }) => {
  const elf = readElf(committed(slot));

  it('is small, has symbols and no debug information', () => {
    expect(elf.size).toBeLessThan(40 * 1024);
    expect(elf.sections.filter(section => section.name.startsWith('.debug'))).toEqual([]);
    expect(elf.symbol('call_user_start1')).toBe(elf.entry);
  });

  it('has its sections in the order and at the places of the 512+512 map', () => {
    const loaded = elf.sections.filter(section => section.address !== 0);
    expect(loaded.map(section => section.name)).toEqual(['.data', '.rodata', '.bss', '.irom0.text', '.text']);
    expect(elf.section('.irom0.text').address).toBe(linkAddress);
    expect(elf.section('.data').address).toBe(0x3ffe8000);
    expect(elf.section('.text').address).toBe(0x40100000);
  });

  it('says in .rodata what it is', () => {
    const rodata = elf.section('.rodata').bytes;
    const identity = rodata.subarray(rodata.indexOf('TWINSLOT'));
    expect([8, 12, 16].map(at => identity.readUInt32LE(at))).toEqual([1, slot, 1]);
    expect(identity.toString('latin1', 20, 36)).toBe('example'.padEnd(16, '\0'));
  });
});

/** The compiler's line about itself, the same in `--version` and in the files it made: "(…) 12.2.0". */
const compilerOf = (text: string) => /\(\S+\) [\d.]+/.exec(text)?.[0] ?? 'unknown';
const madeBy = compilerOf(readElf(committed(1)).section('.comment').bytes.toString('latin1'));
const installed = COMPILER.found
  ? compilerOf(execFileSync(COMPILER.path(), ['--version'], { encoding: 'utf8' }))
  : madeBy;
const otherCompiler = installed !== madeBy;
const otherNote = otherCompiler ? ` (skipped: compiler ${installed}, the files were made by ${madeBy})` : '';

describe.skipIf(COMPILER.skip)(`the sources of the example${COMPILER.note}`, () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** Copies the sources elsewhere and builds them there, so that no path can leak into the files. */
  function buildElsewhere(...build: string[]): string {
    COMPILER.path();
    const folder = mkdtempSync(join(tmpdir(), 'twinslot example '));
    folders.push(folder);
    const isSource = (path: string) => path !== join(SOURCES, 'built');
    cpSync(SOURCES, join(folder, 'sources'), { recursive: true, filter: isSource });
    const script = `sh '${folder}/sources/build.sh' '${folder}/out' ${build.join(' ')} 2>&1`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe('');
    return join(folder, 'out');
  }

  it.skipIf(otherCompiler)(`give the committed files byte for byte${otherNote}`, () => {
    const out = buildElsewhere();
    for (const { slot } of SLOTS) {
      expect(readFileSync(join(out, fileName(slot))).equals(readFileSync(committed(slot)))).toBe(true);
    }
  });

  it.skipIf(otherCompiler).each(OTHER_MAPS)(
    `give the committed user2 of $map, and the same user1${otherNote}`,
    ({ map, linkAddress }) => {
      const out = buildElsewhere('1', map);
      expect(readFileSync(join(out, fileName(1))).equals(readFileSync(committed(1)))).toBe(true);
      expect(readFileSync(join(out, fileName(2))).equals(readFileSync(committedFor(map)))).toBe(true);
      expect(readElf(committedFor(map)).section('.irom0.text').address).toBe(linkAddress);
    },
  );

  it('build without a warning, and with another build number', () => {
    const out = buildElsewhere('27');
    for (const { slot } of SLOTS) {
      const rodata = readElf(join(out, fileName(slot))).section('.rodata').bytes;
      expect(rodata.includes(`twinslot example, build 27, running from user${slot}\r\n`)).toBe(true);
      expect(rodata.readUInt32LE(rodata.indexOf('TWINSLOT') + 16)).toBe(27);
    }
  });
});

const UART_FIFO = 0x60000000;
const UART_STATUS = 0x6000001c;
const GPIO_OUT_W1TS = 0x60000304;
const GPIO_OUT_W1TC = 0x60000308;
const GPIO_ENABLE_W1TS = 0x60000310;
const IO_MUX_GPIO2 = 0x60000838;
const WDT_FEED = 0x60000914;
const HOST_ANNOUNCE = 0x600013dc;
const CACHE_CTRL = 0x3ff0000c;
const CACHE_IRAM = 0x3ff00024;
const CYCLES_PER_MS = 52_000;

/** The registers of the flash cache, left by somebody who looked at another megabyte. */
class CacheRegisters implements AbsentRegisters {
  readonly words = new Map([
    [CACHE_CTRL, 0x03070100],
    [CACHE_IRAM, 0],
  ]);
  flushes = 0;
  reads = 0;

  read(address: number): number {
    this.reads++;
    return found(this.words.get(address), `register 0x${address.toString(16)}`);
  }

  /** A flush starts when bit 0 rises, with the cache off; bit 1 says that it is done. */
  write(address: number, value: number): void {
    const before = found(this.words.get(address), `register 0x${address.toString(16)}`);
    const rises = address === CACHE_CTRL && (value & ~before & 1) !== 0;
    if (rises && (value & 0x100) === 0) this.flushes++;
    this.words.set(address, (rises ? value | 2 : value) >>> 0);
  }
}

/** Registers that never say "done". */
class StuckRegisters extends CacheRegisters {
  override write(): void {}
}

describe.skipIf(QEMU.skip)(`the example in QEMU${QEMU.note}`, () => {
  const machines: Lx106[] = [];
  afterEach(() => {
    for (const machine of machines.splice(0)) machine.close();
  });

  /** Enters the program as a boot loader does: jump to the entry, registers and memory full of other things. */
  async function start(slot: number, cache: AbsentRegisters = new CacheRegisters()) {
    const elf = readElf(committed(slot));
    const cpu = new Lx106(committed(slot), cache);
    machines.push(cpu);
    const registers = (await cpu.registers()).map((value, index) =>
      index < 16 ? 0xdeadbee0 + index : value,
    );
    registers[REGISTER.pc] = elf.entry;
    registers[REGISTER.ps] = 0x20; // user mode, no exception
    registers[REGISTER.intenable] = 0x20; // the UART interrupt of a loader
    await cpu.setRegisters(registers);
    // One word more than .bss: whoever clears too much is found out.
    await cpu.writeMemory(elf.section('.bss').address, Buffer.alloc(elf.section('.bss').size + 4, 0xa5));
    await cpu.writeWord(IO_MUX_GPIO2, 0x1b0); // not a GPIO, pull-up on
    return { cpu, elf };
  }

  /** Runs to the end of the next line on the UART and returns it, with the LED's changes on the way. */
  async function readLine(cpu: Lx106) {
    const led: { lit: boolean; cycles: number }[] = [];
    for (let line = ''; ; ) {
      const { address, value } = await cpu.nextStore();
      if (address === UART_FIFO) line += String.fromCharCode(value);
      else if ((value & 4) !== 0) {
        await cpu.step(6); // into wait_ms, which reads the cycle counter first
        led.push({ lit: address === GPIO_OUT_W1TC, cycles: (await cpu.registers())[REGISTER.ccount] ?? 0 });
      }
      if (line.endsWith('\n')) return { line, led };
    }
  }

  it.each(SLOTS)(
    'starts user$slot: own stack, interrupts off, .bss zero, flash mapped before use',
    async ({ slot }) => {
      const cache = new CacheRegisters();
      const { cpu, elf } = await start(slot, cache);
      await cpu.runTo(elf.symbol('main'));
      const registers = await cpu.registers();
      const bss = elf.section('.bss');
      expect(registers[1]).toBe(elf.symbol('stack_top'));
      expect(registers[REGISTER.intenable]).toBe(0);
      expect(await cpu.readMemory(bss.address, bss.size)).toEqual(Buffer.alloc(bss.size));
      expect(await cpu.readWord(bss.address + bss.size)).toBe(0xa5a5a5a5);

      await cpu.runTo(elf.symbol('report_flash'));
      expect(cache.flushes).toBe(1);
      // First megabyte, 32 KB of cache in both IRAM banks, enabled; the flush-done bit stays.
      expect(cache.words.get(CACHE_CTRL)).toBe(0x04000102);
      expect(cache.words.get(CACHE_IRAM)).toBe(0x18);
      expect(await cpu.readWord(0x60000208)).toBe(1 << 17);
    },
  );

  it.each(SLOTS)(
    'runs user$slot: greeting, checksum of its flash code, LED pattern, heartbeat',
    async ({ slot, round }) => {
      const { cpu, elf } = await start(slot);
      for (const address of [UART_FIFO, GPIO_OUT_W1TS, GPIO_OUT_W1TC]) await cpu.watch(address);
      const irom = elf.section('.irom0.text');
      const checksum = crc32(irom.bytes);
      const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
      expect((await readLine(cpu)).line).toBe(`twinslot example, build 1, running from user${slot}\r\n`);
      const report = await readLine(cpu);
      expect(report.line).toBe(
        `flash ${hex(irom.address)} to ${hex(irom.address + irom.size)}, crc32 ${hex(checksum)}\r\n`,
      );
      expect(report.led).toEqual([]);
      expect(await cpu.readWord(elf.symbol('flash_checksum'))).toBe(checksum);

      for (const rounds of [5, 10]) {
        await cpu.writeWord(WDT_FEED, 0);
        await cpu.writeWord(HOST_ANNOUNCE, 0);
        const { line, led } = await readLine(cpu);
        expect(line).toBe(`user${slot} is alive, ${String(rounds).padStart(5, '0')} rounds\r\n`);
        expect(await cpu.readWord(elf.symbol('rounds'))).toBe(rounds);
        expect(await cpu.readWord(WDT_FEED)).toBe(0x73);
        expect(await cpu.readWord(HOST_ANNOUNCE)).toBe(elf.symbol('identity'));
        const blinking = led.slice(led.findIndex(change => change.lit));
        expect(durations(blinking)).toEqual(
          Array(5)
            .fill(round)
            .flat()
            .slice(0, blinking.length - 1),
        );
        expect(blinking).toHaveLength(5 * round.length);
      }
      expect(await cpu.readWord(IO_MUX_GPIO2)).toBe(0x80);
      expect(await cpu.readWord(GPIO_ENABLE_W1TS)).toBe(4);
    },
  );

  it('gives up waiting for cache registers that never answer', async () => {
    const cache = new StuckRegisters();
    const { cpu, elf } = await start(2, cache);
    await cpu.watch(UART_FIFO);
    await readLine(cpu);
    expect((await readLine(cpu)).line).toContain('crc32');
    expect(await cpu.readWord(elf.symbol('flash_checksum'))).toBe(crc32(elf.section('.irom0.text').bytes));
    expect(cache.reads).toBeGreaterThan(2000); // both waits ran to their end
  });

  it('waits while the transmit FIFO is full', async () => {
    const { cpu, elf } = await start(1);
    await cpu.writeWord(UART_FIFO, 0xff);
    await cpu.writeWord(UART_STATUS, 128 << 16);
    await cpu.runTo(elf.symbol('main'));
    await cpu.step(200);
    expect(await cpu.readWord(UART_FIFO)).toBe(0xff);
    await cpu.writeWord(UART_STATUS, 0);
    await cpu.watch(UART_FIFO);
    expect((await readLine(cpu)).line).toMatch(/^twinslot/);
  });
});

/** Milliseconds between one change of the LED and the next; the cycle counter wraps at 32 bits. */
function durations(changes: readonly { cycles: number }[]): number[] {
  return changes.slice(1).map(({ cycles }, i) => {
    const before = changes[i]?.cycles ?? 0;
    return Math.round(((cycles - before) >>> 0) / CYCLES_PER_MS);
  });
}
