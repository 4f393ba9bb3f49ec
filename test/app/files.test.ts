import { describe, expect, it } from 'vitest';
import { withFiles, withoutReplaced } from '../../src/app/files.ts';
import type { LoadedFile } from '../../src/app/state.ts';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import { sdkElf } from '../support/programs.ts';

const USER1 = sdkElf({ irom: 0x40201010 });
const USER2 = sdkElf({ irom: 0x40281010 });

const file = (name: string, bytes = USER1): File => new File([bytes as Uint8Array<ArrayBuffer>], name);

/** Adds files in one drop and takes out what they replace, as the page does. */
async function drop(current: readonly LoadedFile[], ...files: File[]): Promise<readonly LoadedFile[]> {
  let last = current.length;
  const all = withFiles(
    current,
    files.map(f => ({ file: f })),
    () => `id-${++last}-${Math.random()}`,
  );
  const fresh = new Set(all.slice(current.length).map(f => f.id));
  const inputs = await Promise.all(
    all.map(async f => ({
      id: f.id,
      name: f.name,
      reader: bytesReader(new Uint8Array(await f.file.arrayBuffer())),
    })),
  );
  return withoutReplaced(all, fresh, evaluate(inputs));
}

const names = (files: readonly LoadedFile[]): string[] => files.map(f => f.name);

describe('names', () => {
  it('tells files of one name apart', async () => {
    expect(names(await drop([], file('app.elf', USER1), file('app.elf', USER2)))).toEqual([
      'app.elf',
      'app (2).elf',
    ]);
  });

  it('numbers files without an ending', async () => {
    expect(names(await drop([], file('firmware', USER1), file('firmware', USER2)))).toEqual([
      'firmware',
      'firmware (2)',
    ]);
  });
});

describe('a file of a name that is there already', () => {
  it('replaces the older one in its place', async () => {
    const before = await drop([], file('app1.elf'), file('app2.elf', USER2));
    const rebuilt = file('app1.elf');
    const after = await drop(before, rebuilt);
    expect(names(after)).toEqual(['app1.elf', 'app2.elf']);
    expect(after[0]?.file).toBe(rebuilt);
  });

  it('takes over the role that somebody gave the older one', async () => {
    const [first] = await drop([], file('app.elf'));
    if (!first) throw new Error('no file');
    const after = await drop([{ ...first, role: 'user2' }], file('app.elf'));
    expect(after.map(f => f.role)).toEqual(['user2']);
  });

  it('stays beside the older one when that is its twin for the other slot', async () => {
    const before = await drop([], file('firmware.elf', USER1));
    expect(names(await drop(before, file('firmware.elf', USER2)))).toEqual([
      'firmware.elf',
      'firmware (2).elf',
    ]);
  });

  it('replaces of two twins the one of its own slot', async () => {
    const twins = await drop([], file('firmware.elf', USER1), file('firmware.elf', USER2));
    const rebuilt = file('firmware.elf', USER2);
    const after = await drop(twins, rebuilt);
    expect(after[0]?.file).toBe(twins[0]?.file);
    expect(after[1]?.file).toBe(rebuilt);
    expect(names(after)).toEqual(['firmware.elf', 'firmware (2).elf']);
  });

  it('replaces the older one even when the new one is broken', async () => {
    const before = await drop([], file('app.elf'));
    const broken = file('app.elf', USER1.slice(0, 40));
    const after = await drop(before, broken);
    expect(after).toHaveLength(1);
    expect(after[0]?.file).toBe(broken);
  });
});
