import type { FlashMapName } from '../../core/esp8266/flash-map.ts';
import { type FileKind, isElf, type LockerEntry } from '../../core/locker/entry.ts';
import type { Shown } from '../state.ts';
import type { Locker } from './locker.ts';

/** A build whose ELF files can be compared with those of another. */
export interface Comparable {
  /** That of the entry, or `page`. */
  readonly id: string;
  readonly entry?: LockerEntry;
  readonly map?: FlashMapName;
  readonly files: readonly ComparableFile[];
}

export interface ComparableFile {
  readonly name: string;
  readonly what?: FileKind;
  contents(): Promise<Blob>;
}

const ON_PAGE = 'page';

/** What is on the page now, and every build of the locker with an ELF file, the newest first. */
export function comparables(locker: Locker, shown: Shown | undefined): readonly Comparable[] {
  const builds = locker.view.entries.flatMap((entry): Comparable[] => {
    const files = entry.kind === 'build' ? entry.files.filter(isElf) : [];
    if (files.length === 0) return [];
    const map = 'map' in entry ? entry.map : undefined;
    return [
      {
        id: entry.id,
        entry,
        ...(map && { map }),
        files: files.map(({ name, what, sha256 }) => ({
          name,
          ...(what && { what }),
          contents: async () => {
            const blob = (await locker.contents([sha256])).get(sha256);
            if (!blob) throw new RangeError(`the contents of ${name} are gone`);
            return blob;
          },
        })),
      },
    ];
  });
  const onPage = shown && pageBuild(shown);
  return onPage ? [onPage, ...builds] : builds;
}

function pageBuild({ inputs, workspace }: Shown): Comparable | undefined {
  const files = inputs.files.flatMap(({ id, name, file }): ComparableFile[] => {
    const opened = workspace.files.find(({ source }) => source.id === id);
    if (opened?.kind !== 'elf') return [];
    const { verdict } = opened.judgement;
    const [slot, other] = verdict.kind === 'slots' ? verdict.slots : [];
    const what = other ? 'either' : slot;
    return [{ name, ...(what && { what }), contents: async () => file }];
  });
  return files.length > 0 ? { id: ON_PAGE, map: workspace.settings.map, files } : undefined;
}

export interface Pair {
  readonly older: ComparableFile;
  readonly newer: ComparableFile;
}

/** Which file of one build is which of the other: by slot, else by name, else the first that is left. */
export function pairsOf(older: Comparable, newer: Comparable): readonly Pair[] {
  const left = new Set(older.files);
  const take = (test: (file: ComparableFile) => boolean): ComparableFile | undefined => {
    const found = [...left].find(test);
    if (found) left.delete(found);
    return found;
  };
  return newer.files.flatMap((file): Pair[] => {
    const twin =
      take(({ what }) => what !== undefined && what === file.what) ??
      take(({ name }) => name === file.name) ??
      (newer.files.length === 1 ? take(() => true) : undefined);
    return twin ? [{ older: twin, newer: file }] : [];
  });
}
