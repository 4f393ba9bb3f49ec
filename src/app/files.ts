import type { Slot } from '../core/esp8266/flash-map.ts';
import type { FileRole, FlashOrigin, OpenedFile, Workspace } from '../core/workspace/workspace.ts';
import type { LoadedFile } from './state.ts';

/** Two programs, a boot loader, a flash that was read back, and room for mistakes. */
export const MAX_FILES = 8;

export interface NewFile {
  readonly file: File;
  readonly role?: FileRole;
  readonly origin?: FlashOrigin;
  readonly example?: boolean;
  readonly kept?: boolean;
}

/** The files on the page with new ones behind them, each under a name of its own. */
export function withFiles(
  current: readonly LoadedFile[],
  added: readonly NewFile[],
  nextId: () => string,
): readonly LoadedFile[] {
  const files = [...current];
  for (const { file, ...rest } of added) {
    const name = uniqueName(
      file.name,
      files.map(f => f.name),
    );
    files.push({ id: nextId(), name, file, ...rest });
  }
  return files;
}

/** `app.elf`, `app (2).elf`, …: two build folders often hold files of one name. */
function uniqueName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 2; ; number++) {
    const candidate = `${stem} (${number})${ending}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/**
 * The files without those that a newer one of the same name replaces. A rebuilt file takes the place and the role of
 * its older self; `app.elf` of the other slot, from another folder, stays beside it.
 * @param fresh ids of the files that just came; they never replace each other.
 */
export function withoutReplaced(
  files: readonly LoadedFile[],
  fresh: ReadonlySet<string>,
  workspace: Workspace,
): readonly LoadedFile[] {
  const opened = new Map(workspace.files.map(f => [f.source.id, f]));
  const heirs = new Map<string, LoadedFile>();
  for (const old of files) {
    if (fresh.has(old.id)) continue;
    const heir = files.find(
      young =>
        fresh.has(young.id) &&
        young.file.name === old.file.name &&
        !areTwins(opened.get(young.id), opened.get(old.id)),
    );
    if (heir) heirs.set(old.id, old.role && !heir.role ? { ...heir, role: old.role } : heir);
  }
  if (heirs.size === 0) return files;
  const inherited = new Set([...heirs.values()].map(heir => heir.id));
  const placed = files.filter(file => !inherited.has(file.id)).map(file => heirs.get(file.id) ?? file);
  return renamed(placed.filter((file, i) => placed.findIndex(f => f.id === file.id) === i));
}

const slotsOf = (file: OpenedFile | undefined): readonly Slot[] =>
  file && 'judgement' in file && file.judgement.verdict.kind === 'slots' ? file.judgement.verdict.slots : [];

function areTwins(a: OpenedFile | undefined, b: OpenedFile | undefined): boolean {
  const [ofA, ofB] = [slotsOf(a), slotsOf(b)];
  return ofA.length > 0 && ofB.length > 0 && !ofA.some(slot => ofB.includes(slot));
}

/** Names that a replaced file held are free again. */
function renamed(files: readonly LoadedFile[]): readonly LoadedFile[] {
  const taken: string[] = [];
  return files.map(file => {
    const name = uniqueName(file.file.name, taken);
    taken.push(name);
    return name === file.name ? file : { ...file, name };
  });
}
