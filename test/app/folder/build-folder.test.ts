import { describe, expect, it } from 'vitest';
import { finding } from '../../../src/core/findings.ts';
import { FakeFolder, FolderBench, settled } from './fake-folder.ts';

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(1);

async function watching(options?: ConstructorParameters<typeof FolderBench>[0]): Promise<FolderBench> {
  const bench = new FolderBench(options);
  await bench.build.choose();
  await settled();
  return bench;
}

describe.each([
  ['polled', false],
  ['observed', true],
])('the output folder, %s', (_, observes) => {
  it('brings both programs of a build together when the last one is complete', async () => {
    const bench = await watching({ observes });
    bench.folder.write('app1.elf', bytes(10), 1);
    await bench.pass(500);
    bench.folder.write('app2/app2.elf', bytes(5), 2);
    await bench.pass(500);
    bench.folder.write('app2/app2.elf', bytes(10), 3);
    await bench.pass(500);
    expect(bench.brought).toEqual([]);
    await bench.pass(3000);
    expect(bench.brought).toEqual([['app1.elf', 'app2.elf']]);
    await bench.pass(20_000);
    expect(bench.brought).toHaveLength(1);
  });

  it('never brings what is still being written, however slowly', async () => {
    const bench = await watching({ observes });
    for (let size = 1; size < 30; size++) {
      bench.folder.write('app.elf', bytes(size), size);
      await bench.pass(600);
      expect(bench.brought).toEqual([]);
    }
    await bench.pass(6000);
    expect(bench.brought).toEqual([['app.elf']]);
  });

  it('takes what was there before for known, until somebody wants it', async () => {
    const bench = new FolderBench({ observes });
    bench.folder.write('app.elf', bytes(10), 1);
    await bench.build.choose();
    await bench.pass(20_000);
    expect(bench.brought).toEqual([]);
    expect(bench.build.news).toMatchObject([{ kind: 'started', files: 1 }]);
    bench.build.takeAll();
    await bench.pass(3000);
    expect(bench.brought).toEqual([['app.elf']]);
  });
});

describe('the output folder', () => {
  it('looks at nothing but programs', async () => {
    const bench = await watching();
    for (const name of ['app.o', 'app.elf.map', 'eagle.app.v6.OUT', 'user1.bin', 'app.AXF']) {
      bench.folder.write(name, bytes(10), 1);
    }
    await bench.pass(5000);
    expect(bench.brought).toEqual([['eagle.app.v6.OUT', 'app.AXF']]);
  });

  it('skips what does not parse, says why, and takes it when it is complete', async () => {
    const truncated = finding('elf-truncated', { part: 'section-table', needed: 100, size: 50 });
    const bench = await watching({ check: async file => (file.size < 100 ? truncated : undefined) });
    bench.folder.write('app.elf', bytes(50), 1);
    await bench.pass(5000);
    expect(bench.brought).toEqual([]);
    expect(bench.build.news[0]).toMatchObject({ kind: 'skipped', path: 'app.elf', why: truncated });
    bench.folder.write('app.elf', bytes(100), 2);
    await bench.pass(5000);
    expect(bench.brought).toEqual([['app.elf']]);
    expect(bench.kinds()).toEqual(['started', 'changing', 'skipped', 'changing', 'taken']);
  });

  it('skips a file that changes while it is read, and takes the new one', async () => {
    const bench = await watching();
    bench.folder.write('app.elf', bytes(10), 1, true);
    await bench.pass(3000);
    expect(bench.build.news[0]).toMatchObject({ kind: 'skipped', why: 'changed' });
    bench.folder.write('app.elf', bytes(10), 2);
    await bench.pass(3000);
    expect(bench.brought).toEqual([['app.elf']]);
  });

  it('waits for a program that is written for ever no longer than ten seconds', async () => {
    const bench = await watching();
    bench.folder.write('app.elf', bytes(10), 1);
    for (let i = 1; i < 60 && bench.brought.length === 0; i++) {
      bench.folder.write('log.out', bytes(i), i);
      await bench.pass(300);
    }
    expect(bench.brought).toEqual([['app.elf']]);
    expect(bench.now).toBeGreaterThan(10_000);
  });

  it('offers the folder again on the next visit, and asks for the permission in that click', async () => {
    const kept = new FakeFolder();
    const bench = new FolderBench({ kept });
    await settled();
    expect(bench.build.view).toEqual({ kind: 'remembered', name: 'build' });
    await bench.pass(10_000);
    expect(bench.paces).toEqual([]);
    kept.permitted = false;
    await bench.build.resume();
    expect(bench.build.view).toEqual({ kind: 'denied', name: 'build' });
    kept.permitted = true;
    await bench.build.resume();
    expect(bench.build.view).toEqual({ kind: 'watching', name: 'build', observed: false });
    await bench.build.forget();
    expect([bench.kept, bench.build.view, bench.timers]).toEqual([undefined, { kind: 'none' }, 0]);
  });

  it('says when the folder is gone, and ends', async () => {
    const bench = await watching({ observes: true });
    bench.folder.gone = true;
    await bench.pass(6000);
    expect(bench.build.view).toEqual({ kind: 'lost', name: 'build' });
    expect([bench.timers, bench.folder.observers]).toEqual([0, []]);
  });

  it('stops: nothing is looked at any more', async () => {
    const bench = await watching({ observes: true });
    bench.build.stop();
    bench.folder.write('app.elf', bytes(10), 1);
    await bench.pass(10_000);
    expect([bench.brought, bench.timers, bench.folder.observers]).toEqual([[], 0, []]);
    expect(bench.build.view).toEqual({ kind: 'remembered', name: 'build' });
  });

  it('looks seldom where the browser tells of changes', async () => {
    const bench = await watching({ observes: true });
    await bench.pass(20_000);
    expect(new Set(bench.paces)).toEqual(new Set([5000]));
  });
});
