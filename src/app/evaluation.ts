import { Problem } from '../core/problem.ts';
import type { Notice } from '../words/page-notices.ts';
import { isAbort, type WorkerClient } from '../worker/client.ts';
import type { FileRef } from '../worker/protocol.ts';
import { withoutReplaced } from './files.ts';
import { type Inputs, inputsOf, type LoadedFile } from './state.ts';
import type { StateHolder } from './state-holder.ts';

/** Work that takes longer says so and can be cancelled; shorter work would only flicker. */
const SHOW_WORK_AFTER_MS = 200;

export const refOf = ({ id, name, file, role, origin }: LoadedFile): FileRef => ({
  id,
  name,
  file,
  ...(role && { role }),
  ...(origin && { origin }),
});

/** Keeps what is on the screen in step with files and settings; the newest inputs win. */
export class Evaluation {
  readonly #holder: StateHolder;
  readonly #worker: WorkerClient;
  #controller: AbortController | undefined;
  /** Files that no evaluation has shown yet; they may replace older ones of their name. */
  #fresh: ReadonlySet<string> = new Set();

  constructor(holder: StateHolder, worker: WorkerClient) {
    this.#holder = holder;
    this.#worker = worker;
  }

  /** Stops the work at hand; everything goes back to what is on the screen. */
  cancel(): boolean {
    if (!this.#controller) return false;
    this.#controller.abort();
    return true;
  }

  /** Shows the inputs with this change as soon as the worker has understood them. */
  async run(change: Partial<Inputs>): Promise<void> {
    const before = inputsOf(this.#holder.state);
    const inputs = { ...before, ...change };
    const known = new Set(before.files.map(file => file.id));
    const fresh = inputs.files.filter(file => !known.has(file.id)).map(file => file.id);
    this.#fresh = new Set([...this.#fresh, ...fresh]);
    this.#holder.dispatch({ type: 'inputs', inputs });
    const controller = new AbortController();
    this.#controller = controller;
    const timer = setTimeout(
      () => this.#holder.dispatch({ type: 'working', working: true }),
      SHOW_WORK_AFTER_MS,
    );
    try {
      await this.#evaluate(inputs, controller.signal);
    } catch (error) {
      this.#fail(error, controller);
    } finally {
      clearTimeout(timer);
      if (this.#controller === controller) {
        this.#controller = undefined;
        this.#holder.dispatch({ type: 'working', working: false });
      }
    }
  }

  async #evaluate(inputs: Inputs, signal: AbortSignal): Promise<void> {
    const { files, chosen } = inputs;
    const request = { files: files.map(refOf), settings: chosen };
    const workspace = await this.#worker.call('evaluate', request, { signal });
    const kept = withoutReplaced(files, this.#fresh, workspace);
    this.#fresh = new Set();
    if (kept !== files) return this.#evaluate({ files: kept, chosen }, signal);
    this.#holder.dispatch({ type: 'evaluated', inputs, workspace });
  }

  #fail(error: unknown, controller: AbortController): void {
    const outdated = isAbort(error) && !controller.signal.aborted;
    if (outdated) return;
    this.#fresh = new Set();
    this.#holder.dispatch({ type: 'reverted' });
    const say = (notice: Notice): void => this.#holder.dispatch({ type: 'notice', notice });
    if (isAbort(error)) say({ kind: 'stopped' });
    else if (error instanceof Problem) void noticeOf(error).then(say);
    else say({ kind: 'fault', message: String(error) });
  }
}

/** The catalogue is too large for the first load of the page, and this hardly ever happens. */
async function noticeOf({ finding }: Problem): Promise<Notice> {
  const { wordsFor } = await import('../words/findings.ts');
  const { title, text, advice } = wordsFor(finding);
  return { kind: 'problem', title, text: `${text} ${advice}` };
}
