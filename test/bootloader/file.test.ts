/** The boot loader's file: it comes from the sources, fits, calls nothing unknown, and knows how deep its stack gets. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootLoaderBySegments, TWINSLOT_BOOT } from '../../src/core/esp8266/boot-loaders.ts';
import { LOADER_FILE, LOADER_FOLDER } from '../support/bootloader-images.ts';
import { loadImage } from '../support/image-builder.ts';
import { COMPILER } from '../support/lx106.ts';

/** The compiler that made the committed file; another one gives other bytes. */
const MADE_BY = '12.2.0';
const installed = COMPILER.found
  ? execFileSync(COMPILER.path(), ['-dumpversion'], { encoding: 'utf8' }).trim()
  : MADE_BY;
const otherCompiler = installed !== MADE_BY;
const otherNote = otherCompiler ? ` (skipped: compiler ${installed}, the file was made by ${MADE_BY})` : '';

/** Functions of the mask ROM that the facts know (eagle.rom.addr.v6.ld), and the loader needs. */
const ROM_TABLE: Readonly<Record<string, number>> = {
  ets_memcpy: 0x400018b4,
  ets_printf: 0x400024cc,
  ets_delay_us: 0x40002ecc,
  SPIReadModeCnfig: 0x400048ec,
  SPIEraseSector: 0x40004a00,
  SPIWrite: 0x40004a4c,
  SPIRead: 0x40004b1c,
  gpio_input_get: 0x40004cf0,
};
/** What is left for the ROM's own functions below the loader's deepest call. */
const ROM_STACK = 512;

/** Running checksums as the ROM prints them. */
function loadTriples(file: Uint8Array): [length: number, checksum: number][] {
  const { segments } = loadImage(file);
  let at = 8;
  let sum = 0xef;
  return segments.map(({ length }) => {
    at += 8;
    for (const end = at + length; at < end; at++) sum ^= file[at] ?? 0;
    return [length, sum];
  });
}

/** Every aligned word of what the file loads. */
function loadWords(file: Uint8Array): number[] {
  const { ram } = loadImage(file);
  const byte = (address: number) => ram.get(address) ?? 0;
  return [...ram.keys()]
    .filter(address => address % 4 === 0)
    .map(a => byte(a) | (byte(a + 1) << 8) | (byte(a + 2) << 16) | (byte(a + 3) << 24));
}

describe('the committed boot loader', () => {
  const image = loadImage(LOADER_FILE);

  it('fits into the first sector, checksum included', () => {
    console.log(`Boot loader: ${LOADER_FILE.length} of 4096 bytes`);
    expect(LOADER_FILE.length).toBeLessThanOrEqual(4096);
    expect(LOADER_FILE.length % 16).toBe(0);
    expect(image.checksum.stored).toBe(image.checksum.computed);
  });

  it('loads itself where no app may be loaded', () => {
    const [code, data] = image.segments;
    expect([code?.address, data?.address]).toEqual([0x4010c000, 0x3fffeb40]);
    expect(0x4010c000 + (code?.length ?? 0)).toBeLessThan(0x40110000);
    expect(0x3fffeb40 + (data?.length ?? 0)).toBeLessThan(0x3ffffb00);
  });

  it('is in the record of boot loaders with the load lines that the ROM prints', () => {
    const triples = loadTriples(LOADER_FILE);
    expect(TWINSLOT_BOOT.segments).toEqual(triples);
    expect(TWINSLOT_BOOT.length).toBe(LOADER_FILE.length);
    expect(bootLoaderBySegments(triples)).toBe(TWINSLOT_BOOT);
  });
});

describe.skipIf(COMPILER.skip)(`the sources of the boot loader${COMPILER.note}`, () => {
  let folder = '';
  const tool = (name: string, ...args: string[]): string =>
    execFileSync(`xtensa-lx106-elf-${name}`, args, { cwd: join(folder, 'out'), encoding: 'utf8' });
  const build = (out: string, ...args: string[]): Buffer => {
    const script = `sh '${folder}/sources/build.sh' '${folder}/${out}' ${args.join(' ')} 2>&1`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe('');
    return readFileSync(join(folder, out, 'twinslot-boot.bin'));
  };
  let file: Buffer = Buffer.alloc(0);

  beforeAll(() => {
    COMPILER.path();
    folder = mkdtempSync(join(tmpdir(), 'twinslot loader '));
    const isSource = (path: string) => path !== join(LOADER_FOLDER, 'built');
    cpSync(LOADER_FOLDER, join(folder, 'sources'), { recursive: true, filter: isSource });
    file = build('out');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(otherCompiler)(`give the committed file byte for byte, anywhere${otherNote}`, () => {
    expect(file.equals(LOADER_FILE)).toBe(true);
  });

  it('fit into the first sector also with a full check on every boot', () => {
    const every = build('every', '1');
    expect(every.equals(file)).toBe(false);
    expect(every.length).toBeLessThanOrEqual(4096);
  });

  it('call no function of the ROM besides those of the table, and no library', () => {
    // The ROM is out of reach of a direct call: its addresses have to stand somewhere as aligned words.
    const words = new Uint32Array(loadWords(file));
    const rom = [...new Set(words)].filter(word => word >>> 16 === 0x4000);
    expect(rom.sort((a, b) => a - b)).toEqual(Object.values(ROM_TABLE));
    const symbols = tool('nm', 'twinslot-boot.elf');
    expect(symbols).not.toMatch(/ U |__/);
  });

  it('use a bounded stack, and leave room for the ROM below it', () => {
    const frames = new Map([['start', 16]]);
    for (const name of readdirSync(join(folder, 'out')).filter(f => f.endsWith('.su'))) {
      for (const line of readFileSync(join(folder, 'out', name), 'utf8')
        .trim()
        .split('\n')) {
        const [where = '', size = '', kind] = line.split('\t');
        expect(kind).toBe('static');
        frames.set(where.split(':').at(-1) ?? '', Number(size));
      }
    }
    const depth = deepestCall(tool('objdump', '-d', 'twinslot-boot.elf'), frames, 'start');
    const symbols = tool('nm', 'twinslot-boot.elf');
    const address = (name: string) =>
      Number.parseInt(new RegExp(`^([0-9a-f]+) \\w ${name}$`, 'm').exec(symbols)?.[1] ?? '0', 16);
    const room = address('stack_top') - address('stack_limit');
    console.log(`Boot loader's stack: ${depth} of ${room} bytes, the rest for the ROM's functions`);
    expect(depth).toBeGreaterThan(100);
    expect(room - depth).toBeGreaterThanOrEqual(ROM_STACK);
  });
});

/** Bytes of stack on the deepest path of calls; throws on recursion. */
function deepestCall(code: string, frames: ReadonlyMap<string, number>, from: string): number {
  const calls = new Map<string, Set<string>>();
  let current = '';
  for (const line of code.split('\n')) {
    const name = /^[0-9a-f]+ <(\w+)>:$/.exec(line)?.[1];
    if (name) {
      current = name;
      calls.set(name, new Set());
    }
    const to = /\t(?:call0|j)\t[0-9a-f]+ <(\w+)>/.exec(line)?.[1];
    if (to && to !== current) calls.get(current)?.add(to);
  }
  const visit = (name: string, trail: readonly string[]): number => {
    if (trail.includes(name)) throw new Error(`recursion: ${[...trail, name].join(' → ')}`);
    const frame = frames.get(name);
    if (frame === undefined) throw new Error(`no stack size of ${name}`);
    const below = [...(calls.get(name) ?? [])].map(callee => visit(callee, [...trail, name]));
    return frame + Math.max(0, ...below);
  };
  return visit(from, []);
}
