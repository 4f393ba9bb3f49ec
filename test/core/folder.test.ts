import { describe, expect, it } from 'vitest';
import { FolderWatch, STEADY_MS } from '../../src/core/folder.ts';

const seen = (path: string, size: number, modified: number) => ({ path, size, modified });

describe('the watch over a folder', () => {
  it('takes a file when size and time have stayed for a while, and once', () => {
    const watch = new FolderWatch();
    const file = seen('app.elf', 100, 5);
    expect(watch.look([file], 0)).toEqual({ steady: [], changing: [file] });
    expect(watch.look([file], STEADY_MS - 1).steady).toEqual([]);
    expect(watch.look([file], STEADY_MS).steady).toEqual([file]);
    watch.take(file);
    expect(watch.look([file], STEADY_MS + 1)).toEqual({ steady: [], changing: [] });
  });

  it.each([
    ['grows', seen('app.elf', 101, 5)],
    ['is written again with the same size', seen('app.elf', 100, 6)],
  ])('begins to wait anew when the file %s', (_, later) => {
    const watch = new FolderWatch();
    watch.look([seen('app.elf', 100, 5)], 0);
    expect(watch.look([later], STEADY_MS).changing).toEqual([later]);
    expect(watch.look([later], 2 * STEADY_MS).steady).toEqual([later]);
  });

  it('waits for as long as a file is empty', () => {
    const watch = new FolderWatch();
    const empty = seen('app.elf', 0, 5);
    for (const now of [0, STEADY_MS, 100 * STEADY_MS]) {
      expect(watch.look([empty], now).changing).toEqual([empty]);
    }
  });

  it('takes no file that was there before, until it changes', () => {
    const watch = new FolderWatch();
    watch.accept([seen('app.elf', 100, 5)], 0);
    expect(watch.look([seen('app.elf', 100, 5)], STEADY_MS)).toEqual({ steady: [], changing: [] });
    expect(watch.look([seen('app.elf', 100, 6)], STEADY_MS).changing).toHaveLength(1);
  });

  it('forgets a file that is gone: its next one is new, even with the same size and time', () => {
    const watch = new FolderWatch();
    const file = seen('app.elf', 100, 5);
    watch.accept([file], 0);
    watch.look([], 1);
    expect(watch.look([file], 2).changing).toEqual([file]);
  });

  it('does not count a file as taken that has changed while it was read', () => {
    const watch = new FolderWatch();
    const [old, young] = [seen('app.elf', 100, 5), seen('app.elf', 100, 6)];
    watch.look([old], 0);
    watch.look([young], 1);
    watch.take(old);
    expect(watch.look([young], 1 + STEADY_MS).steady).toEqual([young]);
  });
});
