import { flashArgs } from '../core/interchange/flash-args.ts';
import { manifestJson } from '../core/interchange/manifest.ts';
import { RECIPE_NAMES, type RecipeFormat } from '../core/interchange/recipe.ts';
import { dragOut } from '../platform/drag-out.ts';
import { canSaveToFolder, download, type NamedBytes, saveToFolder } from '../platform/save.ts';
import type { Notice } from '../words/page-notices.ts';
import { isAbort, type WorkerClient } from '../worker/client.ts';
import { copyText } from './clipboard.ts';
import type { Keeping, PlacedBytes } from './locker/keeping.ts';
import type { Shown } from './state.ts';
import type { StateHolder } from './state-holder.ts';

/** The whole flash as one file. */
export const MERGED_NAME = 'flash.bin';

/** What can be saved, in the order of the flash. */
const savableFiles = (shown: Shown | undefined): readonly PlacedBytes[] => shown?.workspace.plan.writes ?? [];

/** Takes images from the page to the person: downloads, a folder, the clipboard. */
export class Saving {
  /** Whether this browser can write to a folder that somebody picks. */
  readonly folders = canSaveToFolder();
  readonly #holder: StateHolder;
  readonly #worker: WorkerClient;
  readonly #keeping: Keeping;
  #endDrag: (() => void) | undefined;

  constructor(holder: StateHolder, worker: WorkerClient, keeping: Keeping) {
    this.#keeping = keeping;
    this.#holder = holder;
    this.#worker = worker;
  }

  /** Downloads everything that the plan writes; the same as the primary button. */
  saveAll(): void {
    this.#download(this.#files);
    this.#keep(this.#files);
  }

  save(name: string): void {
    const files = this.#files.filter(file => file.name === name);
    this.#download(files);
    this.#keep(files);
  }

  /** Somebody drags an image out of the page; in `dragstart`. */
  startDrag({ dataTransfer }: DragEvent, name: string): void {
    const file = this.#files.find(each => each.name === name);
    if (dataTransfer && file) this.#endDrag = dragOut(dataTransfer, file);
  }

  /** It was dropped somewhere, or not; in `dragend`. */
  endDrag({ dataTransfer }: DragEvent, name: string): void {
    this.#endDrag?.();
    this.#endDrag = undefined;
    if (dataTransfer?.dropEffect !== 'none') this.#keep(this.#files.filter(each => each.name === name));
  }

  /** Saves what tells another tool where the files go. */
  saveRecipe(format: RecipeFormat): void {
    const plan = this.#holder.state.work.shown?.workspace.plan;
    if (!plan || plan.writes.length === 0) return;
    const text = format === 'manifest' ? manifestJson(plan) : flashArgs(plan);
    this.#download([{ name: RECIPE_NAMES[format], bytes: new TextEncoder().encode(text) }]);
  }

  async saveToFolder(): Promise<void> {
    const files = this.#files;
    try {
      const folder = await saveToFolder(files);
      this.#say({ kind: 'saved', names: files.map(f => f.name), folder });
      this.#keep(files);
    } catch (error) {
      if (!isAbort(error)) this.#say({ kind: 'not-saved', reason: String(error) });
    }
  }

  async saveMerged(): Promise<void> {
    const workspace = this.#holder.state.work.shown?.workspace;
    if (!workspace || workspace.mergeBlock) return;
    try {
      const bytes = await this.#worker.call('merge', { plan: workspace.plan });
      this.#download([{ name: MERGED_NAME, bytes }]);
      this.#keep([{ name: MERGED_NAME, bytes, offset: 0 }]);
    } catch (error) {
      this.#say({ kind: 'fault', message: String(error) });
    }
  }

  /** @param what names the text in words: `the SHA-256 of user1.bin`. */
  async copy(text: string, what: string): Promise<void> {
    this.#say((await copyText(text)) ? { kind: 'copied', what } : { kind: 'not-copied' });
  }

  get #files(): readonly PlacedBytes[] {
    return savableFiles(this.#holder.state.work.shown);
  }

  #download(files: readonly NamedBytes[]): void {
    if (files.length === 0) return;
    download(files);
    this.#say({ kind: 'saved', names: files.map(f => f.name) });
  }

  /** What was saved is in the locker too. */
  #keep(files: readonly PlacedBytes[]): void {
    const { shown } = this.#holder.state.work;
    if (shown) void this.#keeping.images(files, shown);
  }

  #say(notice: Notice): void {
    this.#holder.dispatch({ type: 'notice', notice });
  }
}
