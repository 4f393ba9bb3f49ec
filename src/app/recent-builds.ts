import type { Workspace } from '../core/workspace/workspace.ts';
import { MAX_FILE_SIZE, type Store, type StoredBuild, type StoredFile } from '../platform/store.ts';
import { fileSummary } from '../words/page-files.ts';
import type { WorkerClient } from '../worker/client.ts';
import { afterPaint } from './after-paint.ts';
import type { NewFile } from './files.ts';
import type { LoadedFile, Shown } from './state.ts';
import type { StateHolder } from './state-holder.ts';

/** Keeps what was dropped, so that it is there again after a reload; and brings it back. */
export class RecentBuilds {
  readonly #holder: StateHolder;
  readonly #worker: WorkerClient;
  readonly #store: Store;

  constructor(holder: StateHolder, worker: WorkerClient, store: Store) {
    this.#holder = holder;
    this.#worker = worker;
    this.#store = store;
    let seen = holder.state.work.shown?.inputs.files;
    holder.subscribe(({ work: { shown } }) => {
      const before = seen;
      seen = shown?.inputs.files;
      const added = shown?.inputs.files.some(file => !before?.some(b => b.file === file.file));
      if (shown && added) afterPaint(() => this.#keep(shown));
    });
  }

  async load(): Promise<void> {
    await this.#ask(store => store.builds());
  }

  async remove(id: string): Promise<void> {
    await this.#ask(store => store.removeBuild(id));
  }

  /** The files of a build, as if they had been dropped again. */
  async files(build: StoredBuild): Promise<readonly NewFile[]> {
    const contents = await this.#store.contents(build);
    return build.files.map(({ name, role }, i) => ({
      file: new File([contents[i] ?? new Blob()], name),
      ...(role && { role }),
    }));
  }

  async #keep({ inputs, workspace }: Shown): Promise<void> {
    const files = inputs.files.filter(file => isWorthKeeping(file, workspace));
    if (files.length === 0) return;
    const hashed = await Promise.all(files.map(file => this.#describe(file, workspace))).catch(
      () => undefined,
    );
    // A file that changed meanwhile, or a page from an insecure address, which cannot hash: nothing is kept.
    if (!hashed) return;
    const id = hashed
      .map(file => file.sha256)
      .sort()
      .join('+');
    const build = { id, files: hashed, time: Date.now() };
    await this.#ask(store =>
      store.putBuild(
        build,
        files.map(({ file }) => file),
      ),
    );
  }

  async #describe({ id, file, role }: LoadedFile, workspace: Workspace): Promise<StoredFile> {
    const sha256 = await this.#worker.call('hash', { contents: file });
    const opened = workspace.files.find(f => f.source.id === id);
    const summary = opened ? fileSummary(opened) : '';
    return { name: file.name, size: file.size, sha256, summary, ...(role && { role }) };
  }

  async #ask(question: (store: Store) => Promise<readonly StoredBuild[]>): Promise<void> {
    try {
      this.#holder.dispatch({ type: 'builds', builds: await question(this.#store) });
    } catch {
      this.#holder.dispatch({ type: 'storage-denied' });
    }
  }
}

function isWorthKeeping({ id, file, example, origin }: LoadedFile, workspace: Workspace): boolean {
  const opened = workspace.files.find(f => f.source.id === id);
  return (
    !example && !origin && file.size <= MAX_FILE_SIZE && opened !== undefined && opened.kind !== 'refused'
  );
}
