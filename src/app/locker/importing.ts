import type { Finding } from '../../core/findings.ts';
import { finding } from '../../core/findings.ts';
import { type Archive, type ArchiveContent, wholeEntries } from '../../core/locker/archive.ts';
import { contentsOf, type MergeOutlook, mergeOutlook } from '../../core/locker/catalogue.ts';
import { Problem } from '../../core/problem.ts';
import type { WorkerClient } from '../../worker/client.ts';
import type { Locker } from './locker.ts';

/** What becomes of a locker that somebody brought as a file. */
export type ImportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  /** Nothing happens before somebody says yes. */
  | {
      readonly kind: 'asking';
      readonly name: string;
      readonly archive: Archive;
      readonly outlook: MergeOutlook;
    }
  /** Every content against its hash; bytes. */
  | { readonly kind: 'checking'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly outlook: MergeOutlook; readonly damage?: Finding }
  | { readonly kind: 'refused'; readonly finding: Finding }
  | { readonly kind: 'stopped' };

/**
 * Reads another locker: its catalogue, then a question, then one content after the other. Contents stay slices of the
 * file until the browser stores them, so a large locker needs no more memory than its largest content.
 */
export class Importing {
  state: ImportState = { kind: 'idle' };
  readonly #locker: Locker;
  readonly #worker: WorkerClient;
  readonly #onChange: () => void;
  #file: File | undefined;
  #controller: AbortController | undefined;

  constructor(locker: Locker, worker: WorkerClient, onChange: () => void) {
    this.#locker = locker;
    this.#worker = worker;
    this.#onChange = onChange;
  }

  /** Looks into the file; the question follows. */
  async open(file: File): Promise<void> {
    this.#file = file;
    this.#set({ kind: 'reading' });
    try {
      const archive = await this.#worker.call('locker', { file });
      if (this.#file !== file) return;
      const outlook = mergeOutlook(this.#locker.view.entries, archive.entries);
      this.#set({ kind: 'asking', name: file.name, archive, outlook });
    } catch (error) {
      if (this.#file === file) this.#refuse(error);
    }
  }

  /** Checks everything, and adds what is whole. */
  async accept(): Promise<void> {
    const { state } = this;
    if (state.kind !== 'asking') return;
    const { archive } = state;
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const here = new Set(contentsOf(this.#locker.view.entries).keys());
      const coming = archive.contents.filter(({ sha256 }) => !here.has(sha256));
      const proven = await this.#prove(coming, controller.signal);
      const { entries, damaged } = wholeEntries(archive, new Set([...here, ...proven.keys()]));
      const outlook = mergeOutlook(this.#locker.view.entries, entries);
      // Why they are not in when they are not: the locker says it.
      if (!(await this.#locker.add(entries, proven))) return this.#set({ kind: 'idle' });
      const damage = damaged > 0 && finding('locker-entries-damaged', { damaged, whole: entries.length });
      this.#set({ kind: 'done', outlook, ...(damage && { damage }) });
    } catch (error) {
      if (controller.signal.aborted) this.#set({ kind: 'stopped' });
      else this.#refuse(error);
    } finally {
      this.#controller = undefined;
    }
  }

  /** Stops the check, or says no to the question. */
  stop(): void {
    this.#controller?.abort();
    if (!this.#controller) this.#set({ kind: 'idle' });
  }

  /** The contents whose hashes are right. */
  async #prove(contents: readonly ArchiveContent[], signal: AbortSignal): Promise<ReadonlyMap<string, Blob>> {
    const proven = new Map<string, Blob>();
    const total = contents.reduce((sum, { size }) => sum + size, 0);
    let done = 0;
    for (const { sha256, offset, size } of contents) {
      this.#set({ kind: 'checking', done, total });
      const slice = (this.#file ?? new Blob()).slice(offset, offset + size);
      if ((await this.#worker.call('hash', { contents: slice }, { signal })) === sha256)
        proven.set(sha256, slice);
      done += size;
    }
    return proven;
  }

  #refuse(error: unknown): void {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const found = error instanceof Problem ? error.finding : finding('file-unreadable', { reason });
    this.#set({ kind: 'refused', finding: found });
  }

  #set(state: ImportState): void {
    this.state = state;
    if (state.kind !== 'asking' && state.kind !== 'checking' && state.kind !== 'reading')
      this.#file = undefined;
    this.#onChange();
  }
}
