import type { NamedBytes } from '../platform/save.ts';
import type { WorkerClient } from '../worker/client.ts';
import type { AppState } from './state.ts';
import type { StateHolder } from './state-holder.ts';
import { afterPaint } from './timing.ts';

/** SHA-256 of everything that can be saved, worked out when the workspace is on the screen already. */
export function hashOutputs(holder: StateHolder, worker: WorkerClient): void {
  let seen = holder.state.work.shown?.workspace;
  const hash = async ({ work: { shown } }: AppState): Promise<void> => {
    const workspace = shown?.workspace;
    if (!workspace) return;
    const pairs = workspace.plan.writes.map(async ({ name, bytes }: NamedBytes) => {
      const contents = new Blob([bytes as Uint8Array<ArrayBuffer>]);
      return [name, await worker.call('hash', { contents })] as const;
    });
    holder.dispatch({ type: 'hashed', workspace, hashes: Object.fromEntries(await Promise.all(pairs)) });
  };
  holder.subscribe(state => {
    const workspace = state.work.shown?.workspace;
    if (workspace === seen) return;
    seen = workspace;
    // Pages from insecure addresses have no SHA-256: they show the images without it.
    afterPaint(() => hash(holder.state).catch(() => undefined));
  });
}
