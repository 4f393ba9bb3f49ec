import type { Finding } from '../../core/findings.ts';
import { Problem } from '../../core/problem.ts';
import type { Comparison } from '../../core/workspace/compare.ts';
import type { WorkerClient } from '../../worker/client.ts';
import type { Comparable, ComparableFile, Pair } from './comparable.ts';

export type CompareState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working' }
  | { readonly kind: 'done'; readonly comparison: Comparison }
  | { readonly kind: 'refused'; readonly finding: Finding }
  | { readonly kind: 'failed'; readonly reason: string };

/** Compares two builds at a time; the newest wish counts. */
export class Comparing {
  state: CompareState = { kind: 'idle' };
  readonly #worker: WorkerClient;
  readonly #onChange: () => void;
  #run = 0;

  constructor(worker: WorkerClient, onChange: () => void) {
    this.#worker = worker;
    this.#onChange = onChange;
  }

  async compare({ older, newer }: Pair, { map }: Comparable): Promise<void> {
    const run = ++this.#run;
    const show = (state: CompareState): void => {
      if (run === this.#run) this.#set(state);
    };
    show({ kind: 'working' });
    try {
      const request = { older: await refOf('older', older), newer: await refOf('newer', newer) };
      const comparison = await this.#worker.call('difference', { ...request, ...(map && { map }) });
      show({ kind: 'done', comparison });
    } catch (error) {
      if (error instanceof Problem) show({ kind: 'refused', finding: error.finding });
      else show({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  clear(): void {
    this.#run++;
    this.#set({ kind: 'idle' });
  }

  #set(state: CompareState): void {
    this.state = state;
    this.#onChange();
  }
}

const refOf = async (id: string, { name, contents }: ComparableFile) => ({
  id,
  name,
  file: await contents(),
});
