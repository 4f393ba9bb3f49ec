import { LoaderFailure } from '../../core/loader/failure.ts';
import { isGreeting, words } from '../../core/loader/packets.ts';
import type { StubImage } from '../../core/loader/stub-image.ts';
import type { Loader } from './loader.ts';

/** From MEM_END to the greeting; the stub waits 10 ms before it speaks. */
const GREETING = 500;

/** Loads the stub into the RAM of a chip in its ROM loader and starts it. */
export async function startStub(loader: Loader, stub: StubImage, signal?: AbortSignal): Promise<void> {
  const { commander, kind } = loader;
  for (const { address, bytes } of stub.parts) await loader.writeMemory(address, bytes, signal);
  let greeted = false;
  commander.line.onLoose = frame => {
    greeted ||= isGreeting(frame);
  };
  try {
    await commander.command('MEM_END', words(0, stub.entry), { signal });
  } catch (error) {
    // Its answer may get lost while the stub sets up the line.
    if (!(error instanceof LoaderFailure) || error.trouble.kind !== 'silent') throw error;
  } finally {
    commander.line.onLoose = undefined;
  }
  greeted ||= (await commander.line.wait(frame => isGreeting(frame) || undefined, GREETING, signal)) ?? false;
  // A greeting can get lost like everything else: a stub that answers has started.
  if (!greeted && (await commander.sync(undefined, signal)) !== 'stub') {
    throw new LoaderFailure('MEM_END', kind, { kind: 'silent' });
  }
  commander.kind = 'stub';
}
