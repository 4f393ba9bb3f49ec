import type { FlashPlan } from '../../core/plan/flash-plan.ts';
import type { WorkerClient } from '../../worker/client.ts';
import { exampleFiles } from '../example.ts';
import type { Shown } from '../state.ts';

const BOTH = ['user1', 'user2'] as const;
const SMALL_FLASH = 0x80000;

/** Programs for both slots to check a board with: those of the page where it has both, else the example firmware. */
export async function checkPlan(
  worker: () => WorkerClient,
  shown: Shown | undefined,
  flashSize: number | undefined,
): Promise<FlashPlan | undefined> {
  const own = shown?.workspace.plan;
  if (own && hasBoth(own)) return own;
  const small = flashSize !== undefined && flashSize <= SMALL_FLASH;
  const files = await exampleFiles(small);
  const refs = files.map(({ file }, i) => ({ id: `check-${i}`, name: file.name, file }));
  const settings = small ? ({ map: '512KB' } as const) : {};
  const { plan } = await worker().call('evaluate', { files: refs, settings });
  return hasBoth(plan) ? plan : undefined;
}

/** Whether the page brings the programs itself. */
export const hasBoth = ({ writes }: FlashPlan): boolean =>
  BOTH.every(slot => writes.some(({ role }) => role === slot));
