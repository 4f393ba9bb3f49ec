/** "Send at once" at a virtual board with its own update client. */
import { afterEach, describe, expect, it } from 'vitest';
import { AutoSend, type BuiltProgram } from '../../../src/app/folder/auto-send.ts';
import type { AutoNews } from '../../../src/app/folder/build-folder.ts';
import type { Shown } from '../../../src/app/state.ts';
import { exampleFiles } from '../../board/net/firmware.ts';
import { open } from '../../support/workspaces.ts';
import { type BenchOptions, CompanionBench, shownBuild, shownOf } from '../companion/bench.ts';

const LIMIT = { timeout: 120_000 };
const HOUR = 3_600_000;
let bench: CompanionBench | undefined;
afterEach(() => {
  bench?.close();
  bench = undefined;
});

interface Auto {
  readonly at: CompanionBench;
  readonly auto: AutoSend;
  readonly news: AutoNews[];
}

/** A board that runs build 1 from user1, and a page that has build 1. */
async function started(options: BenchOptions = {}): Promise<Auto> {
  const at = new CompanionBench(options);
  bench = at;
  at.companion.setShown(shownBuild(1));
  const news: AutoNews[] = [];
  const auto = new AutoSend(at.companion, each => news.push(each));
  auto.set(true);
  await at.start();
  return { at, auto, news };
}

const program = (modified: number, ...slots: ('user1' | 'user2')[]): BuiltProgram => ({ slots, modified });
/** One half of build 2 beside the other half of build 1. */
function half(slot: 'user1' | 'user2'): Shown {
  const name = `example-${slot}.elf`;
  const files = { ...exampleFiles('1MB', 1), [name]: exampleFiles('1MB', 2)[name] ?? new Uint8Array() };
  return shownOf(open(files, { map: '1MB' }));
}

describe('"send at once"', () => {
  it('updates the device when the image for its other slot has come', LIMIT, async () => {
    const { at, auto, news } = await started();
    at.companion.setShown(shownBuild(2));
    auto.built([program(HOUR, 'user1'), program(HOUR + 1, 'user2')]);
    await at.ended();
    expect(at.view.update).toMatchObject({ stage: 'done', slot: 'user2' });
    expect(news).toEqual([{ kind: 'sending', file: 'example-user2.elf' }]);
    await at.until(({ build }) => build === 2);
    await at.pass(5000);
    at.companion.setShown(shownBuild(3));
    auto.built([program(2 * HOUR, 'user1'), program(2 * HOUR, 'user2')]);
    await at.until(({ update }) => update?.stage === 'done' && update.slot === 'user1');
    expect(news).toHaveLength(2);
  });

  it('waits for the half that the device needs', LIMIT, async () => {
    const { at, auto, news } = await started();
    at.companion.setShown(half('user1'));
    auto.built([program(HOUR, 'user1')]);
    await at.pass(3000);
    expect(at.view.update).toBeUndefined();
    expect(news.at(-1)).toEqual({ kind: 'not-sent', why: 'other-slot' });
    at.companion.setShown(shownBuild(2));
    auto.built([program(HOUR + 9000, 'user2')]);
    await at.ended();
    expect(at.view.update).toMatchObject({ stage: 'done', slot: 'user2' });
  });

  it('does not send the other half of the build that was just sent', LIMIT, async () => {
    const { at, auto, news } = await started();
    at.companion.setShown(half('user2'));
    auto.built([program(HOUR, 'user2')]);
    await at.ended();
    expect(at.view.update).toMatchObject({ stage: 'done', slot: 'user2' });
    at.companion.setShown(shownBuild(2));
    auto.built([program(HOUR + 20_000, 'user1')]);
    expect(news.at(-1)).toEqual({ kind: 'not-sent', why: 'twin' });
    await at.pass(5000);
    expect(at.view.update).toMatchObject({ slot: 'user2' });
  });

  it('says that the device runs this build already', LIMIT, async () => {
    const { at, auto, news } = await started();
    auto.built([program(HOUR, 'user1'), program(HOUR, 'user2')]);
    await at.pass(2000);
    expect(at.view.update).toBeUndefined();
    expect(news).toMatchObject([{ kind: 'not-sent', why: { code: 'ota-same-build' } }]);
  });

  it('sends to a device without a cable, which knows its slot itself', LIMIT, async () => {
    const { at, auto } = await started({ cable: false });
    at.companion.setShown(shownBuild(2));
    auto.built([program(HOUR, 'user1'), program(HOUR, 'user2')]);
    await at.ended();
    expect(at.view.update).toMatchObject({ stage: 'done', slot: 'user2', proof: { by: 'page', build: 2 } });
  });

  it('sends nothing while it is off, nor what came before it was switched on', LIMIT, async () => {
    const { at, auto, news } = await started();
    auto.set(false);
    at.companion.setShown(shownBuild(2));
    auto.built([program(HOUR, 'user1', 'user2')]);
    auto.set(true);
    await at.pass(3000);
    expect([at.view.update, news]).toEqual([undefined, []]);
  });

  it('waits for the end of an update that is under way, then sends the newest build', LIMIT, async () => {
    const { at, auto } = await started();
    at.companion.setShown(shownBuild(2));
    at.companion.startUpdate();
    await at.until(({ update }) => update?.stage === 'erasing');
    at.companion.setShown(shownBuild(3));
    auto.built([program(HOUR, 'user1'), program(HOUR, 'user2')]);
    await at.until(({ build }) => build === 3);
    expect(at.view.device.running).toBe('user1');
  });
});
