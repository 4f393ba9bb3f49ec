/** A folder and a clock in memory. */
import { BuildFolder, type FolderWorld } from '../../../src/app/folder/build-folder.ts';
import type { Finding } from '../../../src/core/findings.ts';
import type { FolderFile, WatchedFolder } from '../../../src/platform/watched-folder.ts';

export class FakeFolder implements WatchedFolder {
  readonly name = 'build';
  readonly files = new Map<
    string,
    { bytes: Uint8Array<ArrayBuffer>; modified: number; unreadable?: boolean }
  >();
  permitted = true;
  gone = false;
  observers: (() => void)[] = [];

  constructor(readonly observes = false) {}

  write(path: string, bytes: Uint8Array, modified: number, unreadable = false): void {
    this.files.set(path, { bytes: new Uint8Array(bytes), modified, unreadable });
    for (const observer of this.observers) observer();
  }

  permit = async (): Promise<boolean> => this.permitted;

  async list(wanted: (name: string) => boolean): Promise<readonly FolderFile[]> {
    if (this.gone) throw new DOMException('gone', 'NotFoundError');
    return [...this.files].flatMap(([path, { bytes, modified, unreadable }]) => {
      const name = path.split('/').at(-1) ?? '';
      if (!wanted(name)) return [];
      const file = new File([bytes], name, { lastModified: modified });
      if (unreadable)
        file.arrayBuffer = () => Promise.reject(new DOMException('changed', 'NotReadableError'));
      return [{ path, size: bytes.length, modified, file }];
    });
  }

  async observe(onChange: () => void): Promise<(() => void) | undefined> {
    if (!this.observes) return undefined;
    this.observers.push(onChange);
    return () => {
      this.observers = this.observers.filter(each => each !== onChange);
    };
  }
}

export class FolderBench {
  readonly folder: FakeFolder;
  readonly build: BuildFolder;
  /** Names of the files that came to the page together. */
  readonly brought: string[][] = [];
  kept: WatchedFolder | undefined;
  now = 0;
  /** Looks that were asked for by the clock. */
  readonly paces: number[] = [];
  readonly #timers = new Set<{ at: number; action: () => void }>();

  constructor(
    options: {
      observes?: boolean;
      kept?: FakeFolder;
      check?: (file: File) => Promise<Finding | undefined>;
    } = {},
  ) {
    this.folder = options.kept ?? new FakeFolder(options.observes);
    this.kept = options.kept;
    const world: FolderWorld = {
      memory: {
        load: async () => this.kept,
        save: async folder => {
          this.kept = folder;
        },
        forget: async () => {
          this.kept = undefined;
        },
      },
      pick: async () => this.folder,
      check: options.check ?? (async () => undefined),
      bring: async files => void this.brought.push(files.map(({ name }) => name)),
      now: () => this.now,
      wallClock: () => this.now,
      after: (ms, action) => {
        this.paces.push(ms);
        const timer = { at: this.now + ms, action };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
    };
    this.build = new BuildFolder(world);
  }

  get timers(): number {
    return this.#timers.size;
  }

  kinds(): string[] {
    return this.build.news.map(({ kind }) => kind).reverse();
  }

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await settled();
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.now = next.at;
      this.#timers.delete(next);
      next.action();
    }
    this.now = end;
  }
}

export const settled = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await new Promise(resolve => setTimeout(resolve));
};
