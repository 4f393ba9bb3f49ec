/** The boot loader's machine code in QEMU: damage, power cuts and faults that end in decisions, as on the board. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { app, DRAM, LOADER_FOLDER, loaderFor, nameBytes } from '../support/bootloader-images.ts';
import { type Moment, type Report, runInQemu, Script } from '../support/bootloader-qemu.ts';
import { COMPILER, QEMU } from '../support/lx106.ts';
import { MOMENTS } from './loader-board.ts';
import { layoutOf } from './model.ts';
import { putFlash } from './qemu-script.ts';
import { bootBytes, flashOf, type Scenario, USER1, USER2 } from './scenarios.ts';

const LAYOUT = layoutOf(2);
const PARAMETERS = LAYOUT.copyA;
const TWO: Scenario = { name: '', map: 2, user1: USER1, user2: USER2, copyB: bootBytes(0xfc) };
const WIFI = Uint8Array.from({ length: 0xff8 }, (_, i) => (i * 7) & 0xff);
const skip = QEMU.skip || COMPILER.skip;
const note = QEMU.note || COMPILER.note;

const nameOf = (report: Report | undefined): string =>
  report?.boots.at(-1)?.end === 'start'
    ? String.fromCharCode(...(report.dumps[0] ?? [])).replace(/\.+$/, '')
    : 'none';
/** A boot after power-on without a mark, and the name of the app in RAM. */
const bootAndName = (script: Script): Script =>
  script.store(0x600013e0, 0).boot(1).dumpMemory(DRAM, nameBytes('').length);

const LONG = process.env.TWINSLOT_LONG === '1';

describe.skipIf(skip)(`damage in QEMU${note}`, () => {
  it(`${LONG ? 'every byte' : 'every fifth byte'} of a small image, wrong in one bit, makes the other app start`, {
    timeout: 120_000,
  }, () => {
    const script = new Script();
    putFlash(script, flashOf(TWO));
    const erased = new Uint8Array(8).fill(0xff);
    const changes = [...USER1.keys()]
      .filter(at => LONG || at % 5 === 0)
      .map(at => ({ at, bits: 1 << (at & 7) }));
    for (const { at, bits } of changes) {
      const byte = USER1[at] ?? 0;
      script.next().patch(LAYOUT.user1 + at, Uint8Array.of(byte ^ bits));
      bootAndName(script)
        .patch(LAYOUT.user1 + at, Uint8Array.of(byte))
        // What the loader wrote: copy A and the flag.
        .patch(LAYOUT.copyA, erased)
        .patch(LAYOUT.flag, erased);
    }
    const { reports } = runInQemu(script);
    const names = reports.slice(1).map(nameOf);
    const other = changes.find((_, i) => names[i] !== 'two');
    expect(other).toBeUndefined();
    console.log(`Boot loader in QEMU: ${names.length} damaged images of ${USER1.length} bytes fall back`);
  });
});

/** What the loader has to write, and what starts in the end, however often power fails on the way. */
const SAVES = [
  { what: 'a failed first try, A to B', byte0: 0xfc, version: 7, flag: 0, user1: USER2, runs: 'two' },
  { what: 'a failed first try, B to A', byte0: 0xfc, version: 7, flag: 1, user1: USER2, runs: 'two' },
  { what: 'a failed backup, A to B', byte0: 0xf9, version: 7, flag: 0, user1: USER2, runs: 'two' },
  { what: 'a failed backup, B to A', byte0: 0xf9, version: 7, flag: 0xff, user1: USER2, runs: 'two' },
  { what: 'another version, A to B', byte0: 0xfd, version: 6, flag: 0, user1: USER1, runs: 'one' },
  { what: 'nothing chosen, B to A', byte0: 0xff, version: 31, flag: 0xff, user1: USER1, runs: 'one' },
] as const;
/** Erase, 16 pages, erase, one page. */
const OPERATIONS = 19;

describe.skipIf(skip)(`power that fails while the parameters are written, in QEMU${note}`, () => {
  const cuts = Array.from({ length: OPERATIONS }, (_, i) => i + 1).flatMap(operation =>
    MOMENTS.map((moment: Moment) => ({ operation, moment })),
  );

  it.each(SAVES)('after $what', s => {
    const copy = [...bootBytes(s.byte0, s.version), ...WIFI];
    const scenario = { ...TWO, user1: s.user1, copyA: copy, copyB: copy, flag: s.flag };
    const script = new Script();
    for (const [i, { operation, moment }] of cuts.entries()) {
      putFlash(script, flashOf(scenario), i + 1);
      script.store(0x600013e0, 0).cut(operation, moment).boot(1).cut(0);
      bootAndName(script).dumpFlash(PARAMETERS, 0x3000);
    }
    const { reports } = runInQemu(script);
    for (const [i, { operation, moment }] of cuts.entries()) {
      const report = reports[i];
      const what = `power off ${moment} operation ${operation}`;
      expect(report?.boots[0]?.end, what).toBe('cut');
      expect(nameOf(report), what).toBe(s.runs);
      const sectors = report?.dumps[1] ?? new Uint8Array(0);
      const current = sectors[0x2000] === 0 ? 0 : 0x1000;
      expect(Buffer.compare(sectors.subarray(current + 8, current + 0x1000), WIFI), what).toBe(0);
    }
    console.log(`Boot loader in QEMU: parameter write cut ${cuts.length} times, after ${s.what}`);
  });
});

describe.skipIf(skip)(`a loader that checks every boot, in QEMU${note}`, () => {
  it('finds damage that plain resets would not see', () => {
    const folder = mkdtempSync(join(tmpdir(), 'twinslot-every-'));
    execFileSync('sh', [join(LOADER_FOLDER, 'build.sh'), folder, '1']);
    const loader = new Uint8Array(readFileSync(join(folder, 'twinslot-boot.bin')));
    rmSync(folder, { recursive: true });
    loader[3] = 0x20;
    const names = [loaderFor(2), loader].map(file => {
      const flash = flashOf(TWO).fill(0xff, 0, 0x1000);
      flash.set(file);
      const script = new Script();
      putFlash(script, flash);
      script.boot(1).patch(LAYOUT.user1 + 0x800, Uint8Array.of(0));
      return nameOf(runInQemu(script.boot(2).dumpMemory(DRAM, 8)).reports[0]);
    });
    expect(names).toEqual(['one', 'two']);
  });
});

describe.skipIf(skip)(`faults in QEMU${note}`, () => {
  const run = (scenario: Scenario, prepare: (script: Script) => Script): Report | undefined => {
    const script = new Script();
    putFlash(script, flashOf(scenario));
    return runInQemu(bootAndName(prepare(script))).reports[0];
  };

  it('writes only to the parameter sectors, the other copy before the flag', () => {
    const report = run({ ...TWO, user1: USER2 }, script => script);
    const writes = report?.boots[0]?.operations.filter(o => !o.startsWith('mode'));
    const copyA = ['fd000', 'fd400', 'fd800', 'fdc00'].map(at => `write ${at}`);
    expect(writes).toEqual(['erase fd', ...copyA, 'erase ff', 'write ff000']);
  });

  it('sets the read mode of the header, and leaves it alone when the header has none', () => {
    for (const mode of [0, 1, 2, 3, 4, 255]) {
      const operations = run({ ...TWO, mode }, script => script)?.boots[0]?.operations;
      expect(operations).toEqual(mode < 4 ? [`mode ${mode}`] : []);
    }
  });

  it('starts the other app when nothing can be written, and says so', () => {
    const report = run({ ...TWO, user1: USER2 }, script => script.protect(PARAMETERS));
    expect(report?.boots.map(boot => boot.end)).toEqual(['start']);
    expect(report?.boots[0]?.text).toContain('parameters not saved\njump to run user2 @ 81000\n');
    expect(nameOf(report)).toBe('two');
  });

  it('leaves the flag alone when the other copy did not take what was written', () => {
    const script = new Script();
    const copy = [...bootBytes(0xfc), ...WIFI];
    putFlash(script, flashOf({ ...TWO, user1: USER2, copyB: copy }));
    script.protect(LAYOUT.copyA + 0x800, LAYOUT.copyB).patch(LAYOUT.copyA + 0x800, Uint8Array.of(0x55));
    const report = runInQemu(bootAndName(script)).reports[0];
    expect(report?.boots[0]?.operations.filter(o => o.includes('ff'))).toEqual([]);
    expect(report?.boots[0]?.text).toContain('parameters not saved\n');
    expect(nameOf(report)).toBe('two');
  });

  it('keeps the old copy when only the flag cannot be written', () => {
    const report = run({ ...TWO, user1: USER2 }, script => script.protect(LAYOUT.flag));
    expect(report?.boots[0]?.end).toBe('start');
    expect(nameOf(report)).toBe('two');
  });

  it('refuses an image that cannot be read, and takes parameters that cannot be read for erased', () => {
    const image = run(TWO, script => script.readFault(LAYOUT.user1 + 0x800));
    expect(image?.boots[0]?.text).toContain('user1 @ 1000 refused: flash read failed\n');
    expect(nameOf(image)).toBe('two');
    const parameters = run({ ...TWO, copyB: bootBytes(0xfd) }, script => script.readFault(LAYOUT.copyB));
    expect(nameOf(parameters)).toBe('one');
  });

  it('resets into the loader of the ROM when FLASH is pressed with nothing to start', () => {
    const empty: Scenario = { name: '', map: 2, copyB: bootBytes(0xfc) };
    expect(run(empty, script => script)?.boots.map(boot => boot.end)).toEqual(['idle']);
    expect(run(empty, script => script.press(30))?.boots.map(boot => boot.end)).toEqual(['download']);
    // A button that was never open is none.
    expect(run(empty, script => script.press(1))?.boots.map(boot => boot.end)).toEqual(['idle']);
  });

  it('needs little stack, the ROM functions of this test included', () => {
    const script = new Script();
    putFlash(script, flashOf({ ...TWO, user1: app({ name: 'one', slot: 2 }) }));
    const { stack } = runInQemu(bootAndName(script));
    console.log(`Boot loader in QEMU: deepest stack ${stack} bytes`);
    expect(stack).toBeGreaterThan(100);
    expect(stack).toBeLessThan(600);
  });
});
