import bootLoaderUrl from '../bootloader/built/twinslot-boot.bin?url&no-inline';
import { flashOffset } from '../core/bytes/address.ts';
import { bytesReader } from '../core/bytes/range-reader.ts';
import type { FlashSettings } from '../core/esp8266/settings.ts';
import { patchImage } from '../core/image/patch.ts';
import { readImage } from '../core/image/read.ts';
import type { FlashPlan, FlashWrite } from '../core/plan/flash-plan.ts';
import { mergeFlash } from '../core/plan/merge.ts';
import { planFlash } from '../core/plan/plan.ts';
import { Problem } from '../core/problem.ts';
import type { BoardFlash } from '../words/bench.ts';
import type { Shown } from './state.ts';

/** What the virtual board gets on its flash, and where its boot loader comes from. */
export interface PreparedFlash {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly about: BoardFlash;
}

/** The smallest flash that boards have. */
const SMALLEST = 512 * 1024;

/** The images at hand as the plan puts them on the flash, with our own boot loader where none is among the files. */
export async function flashFor({ workspace, inputs }: Shown): Promise<PreparedFlash> {
  const { plan } = workspace;
  if (plan.writes.length === 0) {
    const dump = workspace.files.find(file => file.kind === 'dump')?.source;
    const file = inputs.files.find(({ id }) => id === dump?.id)?.file;
    if (!file) throw new TypeError('a board without anything for its flash');
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { bytes, about: { kind: 'dump', name: file.name } };
  }
  const given = plan.writes.find(write => write.role === 'boot-loader');
  if (given) return { bytes: flashOf(plan), about: { kind: 'own-loader', name: given.from ?? given.name } };
  if (plan.writes.some(write => write.role === 'plain-head')) {
    return { bytes: flashOf(plan), about: { kind: 'no-loader' } };
  }
  const { write, facts } = await twinslotLoader(plan.settings);
  const images = plan.writes.filter(({ role }) => role !== 'boot-choice');
  const bootLoader = { write, ...(facts && { facts }) };
  const whole = planFlash({ settings: plan.settings, images, bootLoader, wish: workspace.wish });
  return { bytes: flashOf(whole), about: { kind: 'twinslot-loader' } };
}

function flashOf(plan: FlashPlan): Uint8Array<ArrayBuffer> {
  const merged = mergeFlash(plan);
  const bytes = new Uint8Array(Math.max(SMALLEST, merged.length)).fill(0xff);
  bytes.set(merged);
  return bytes;
}

/** Our boot loader, with its header made right for the map. */
async function twinslotLoader(settings: FlashSettings) {
  const original = await ownBootLoader();
  const source = { id: 'boot-loader', name: OWN_LOADER_NAME, size: original.length };
  const read = readImage(bytesReader(original), source);
  if (!read.ok) {
    const [reason] = read.findings;
    throw reason ? new Problem(reason) : new TypeError('the boot loader cannot be read');
  }
  const bytes = patchImage(original, read.value, { settings });
  const write: FlashWrite = { role: 'boot-loader', offset: flashOffset(0), bytes, name: OWN_LOADER_NAME };
  return { write, facts: read.value.bootLoader };
}

/** What our own boot loader is called among the files. */
export const OWN_LOADER_NAME = 'twinslot-boot.bin';

/** Our own boot loader as it was built. */
export async function ownBootLoader(): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(bootLoaderUrl);
  if (!response.ok) throw new Error(`the boot loader: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
