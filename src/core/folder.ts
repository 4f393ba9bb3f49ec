/** Which files of a folder are new and complete. Pure: what was seen when goes in. */

export interface SeenFile {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** What one more look at a folder says. */
export interface FolderLook<File extends SeenFile> {
  /** Changed since they were taken, and not for a while: worth reading. */
  readonly steady: readonly File[];
  /** Still being written, or seen for the first time just now. */
  readonly changing: readonly File[];
}

/** So long size and time of a file have to stay as they are, ms: linkers write in bursts, and copy tools pause. */
export const STEADY_MS = 700;

interface Known {
  readonly size: number;
  readonly modified: number;
  /** When it was first seen like this. */
  readonly since: number;
  readonly taken: boolean;
}

/** Remembers what a folder looked like. */
export class FolderWatch {
  readonly #known = new Map<string, Known>();

  /** Files that were there before: they are no news. */
  accept(files: readonly SeenFile[], now: number): void {
    for (const { path, size, modified } of files) {
      this.#known.set(path, { size, modified, since: now, taken: true });
    }
  }

  /** Takes what is there now; `now` in ms of any clock. */
  look<File extends SeenFile>(files: readonly File[], now: number): FolderLook<File> {
    const steady: File[] = [];
    const changing: File[] = [];
    for (const file of files) {
      const { path, size, modified } = file;
      const before = this.#known.get(path);
      const same = before?.size === size && before.modified === modified;
      if (same && before.taken) continue;
      const known = same ? before : { size, modified, since: now, taken: false };
      this.#known.set(path, known);
      // An empty file is one whose writing has just begun.
      if (size > 0 && now - known.since >= STEADY_MS) steady.push(file);
      else changing.push(file);
    }
    const there = new Set(files.map(({ path }) => path));
    for (const path of this.#known.keys()) if (!there.has(path)) this.#known.delete(path);
    return { steady, changing };
  }

  /** The file was read, or is known to be of no use, as it is now. */
  take({ path, size, modified }: SeenFile): void {
    const known = this.#known.get(path);
    if (known?.size === size && known.modified === modified) this.#known.set(path, { ...known, taken: true });
  }
}
