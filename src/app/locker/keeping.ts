import {
  entryOf,
  type FileKind,
  type LockerFile,
  MAX_FILE_SIZE,
  type NewEntry,
} from '../../core/locker/entry.ts';
import type { OpenedFile, Workspace } from '../../core/workspace/workspace.ts';
import type { NamedBytes } from '../../platform/save.ts';
import type { WorkerClient } from '../../worker/client.ts';
import type { LoadedFile, Shown } from '../state.ts';
import type { StateHolder } from '../state-holder.ts';
import { afterPaint } from '../timing.ts';
import type { Locker } from './locker.ts';

export interface KeepingParts {
  readonly holder: StateHolder;
  readonly worker: WorkerClient;
  readonly locker: Locker;
  now(): number;
}

/** A file on its way into the locker. */
interface Piece extends Pick<LockerFile, 'name' | 'role' | 'what' | 'elf'> {
  readonly contents: Blob;
}

/** An image with its place in the flash. */
export interface PlacedBytes extends NamedBytes {
  readonly offset: number;
  readonly from?: string;
}

/** Everything that comes into the locker by itself, and from where. Example files do not. */
export class Keeping {
  readonly #parts: KeepingParts;

  constructor(parts: KeepingParts) {
    this.#parts = parts;
    const { holder } = parts;
    let seen = holder.state.work.shown?.inputs.files;
    holder.subscribe(({ work: { shown } }) => {
      const before = seen;
      seen = shown?.inputs.files;
      const added = shown?.inputs.files.some(file => !before?.some(b => b.file === file.file));
      if (shown && added) afterPaint(() => this.build(shown));
    });
  }

  /** Files that were dropped, as they are together on the page. */
  async build({ inputs, workspace }: Shown): Promise<void> {
    const files = inputs.files.filter(file => isWorthKeeping(file, workspace));
    const pieces = files.map(({ id, file, role }): Piece => {
      const opened = workspace.files.find(({ source }) => source.id === id);
      const what = kindOf(opened);
      const elf = opened?.kind === 'elf';
      return { name: file.name, contents: file, elf, ...(role && { role }), ...(what && { what }) };
    });
    const map = workspace.assumed.map ? undefined : workspace.settings.map;
    await this.#keep(pieces, kept => ({ kind: 'build', ...kept, ...(map && { map }) }));
  }

  /** Images that were saved. */
  async images(images: readonly PlacedBytes[], { inputs, workspace }: Shown): Promise<void> {
    const examples = new Set(inputs.files.filter(({ example }) => example).map(({ name }) => name));
    const { map } = workspace.plan;
    // The newest stands first, so the last one goes in first.
    for (const { name, bytes, offset, from } of [...images].reverse()) {
      if (from === undefined ? examples.size > 0 : examples.has(from)) continue;
      const what = WHAT_IMAGES_ARE[name];
      const piece = { name, contents: blobOf(bytes), ...(what && { what }) };
      await this.#keep([piece], kept => ({ kind: 'image', ...kept, map, offset, ...(from && { from }) }));
    }
  }

  /** What was read back from a board. */
  async backup({ name, bytes, offset }: PlacedBytes, mac: string | undefined): Promise<void> {
    const piece = { name, contents: blobOf(bytes) };
    await this.#keep([piece], kept => ({ kind: 'backup', ...kept, offset, ...(mac && { mac }) }));
  }

  /** A serial log that was saved. */
  async log({ name, bytes }: NamedBytes, mac: string | undefined): Promise<void> {
    await this.#keep([{ name, contents: blobOf(bytes) }], kept => ({
      kind: 'log',
      ...kept,
      ...(mac && { mac }),
    }));
  }

  /** A virtual board that was saved. */
  async board({ name, bytes }: NamedBytes, preset: string): Promise<void> {
    const piece = { name, contents: blobOf(bytes), what: 'flash' as const };
    await this.#keep([piece], kept => ({ kind: 'board', ...kept, preset }));
  }

  async #keep(
    pieces: readonly Piece[],
    make: (kept: Pick<NewEntry, 'files' | 'time'>) => NewEntry,
  ): Promise<void> {
    if (pieces.length === 0) return;
    // A file that changed meanwhile, or a page from an insecure address, which cannot hash: nothing is kept.
    const copies = await Promise.all(pieces.map(piece => this.#copy(piece))).catch(() => undefined);
    if (!copies) return;
    const files = copies.map(({ file }) => file);
    const entry = entryOf(make({ files, time: this.#parts.now() }));
    await this.#parts.locker.keep(
      entry,
      copies.map(({ contents }) => contents),
    );
  }

  /** What a database keeps of a file on the disk cannot be read any more once a build has replaced that file. */
  async #copy({ contents: given, ...piece }: Piece): Promise<{ file: LockerFile; contents: Blob }> {
    const contents = given instanceof File ? new Blob([await given.arrayBuffer()]) : given;
    const sha256 = await this.#parts.worker.call('hash', { contents });
    return { file: { ...piece, size: contents.size, sha256 }, contents };
  }
}

function isWorthKeeping(loaded: LoadedFile, workspace: Workspace): boolean {
  const { id, file, example, origin, kept } = loaded;
  if (example || origin || kept || file.size > MAX_FILE_SIZE) return false;
  const opened = workspace.files.find(f => f.source.id === id);
  return opened !== undefined && opened.kind !== 'refused';
}

/** The bytes come from our own buffers, which nobody shares between threads. */
const blobOf = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);

const WHAT_IMAGES_ARE: Readonly<Record<string, FileKind>> = {
  'user1.bin': 'user1',
  'user2.bin': 'user2',
  'boot.bin': 'boot-loader',
  'flash.bin': 'flash',
};

function kindOf(file: OpenedFile | undefined): FileKind | undefined {
  switch (file?.kind) {
    case 'elf':
    case 'image': {
      const { verdict } = file.judgement;
      if (verdict.kind === 'plain') return 'plain';
      if (verdict.kind !== 'slots') return 'no-slot';
      const [slot, other] = verdict.slots;
      return other ? 'either' : (slot ?? 'no-slot');
    }
    case 'boot-loader':
      return 'boot-loader';
    case 'dump':
      return 'flash';
    case 'recipe':
      return 'recipe';
    default:
      return undefined;
  }
}
