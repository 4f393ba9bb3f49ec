/** The checks that the page offers for a real board, run on virtual ones in virtual time. */
import { describe, expect, it } from 'vitest';
import type { BoardConfig, BoardPreset } from '../../../src/board/config.ts';
import { boardConfig } from '../../../src/board/config.ts';
import {
  CHECKS,
  type CheckName,
  type CheckNews,
  type CheckResult,
} from '../../../src/core/device/board-check.ts';
import { runChecks } from '../../../src/jobs/check/run-checks.ts';
import { connect } from '../../../src/jobs/loader/connect.ts';
import { holds } from '../../support/flash-job.ts';
import { OWN_LOADER, planOf, startsFrom } from '../../support/flash-plans.ts';
import { createJobBoard, type JobBoard } from '../../support/job-board.ts';
import { stubImage } from '../../support/stub-image.ts';

const PLAN = planOf('1MB', ['user1', 'user2'], { iromLength: 0x8000 });
/** Virtual time: a check of everything takes a minute, somebody who never comes two more. */
const LIMIT = 600_000;

interface Run {
  readonly board: JobBoard;
  readonly results: ReadonlyMap<CheckName, CheckResult>;
  readonly news: readonly CheckNews[];
}

async function check(
  preset: BoardPreset,
  {
    wanted = CHECKS.filter(name => name !== 'unplug'),
    config = {},
    on = () => undefined,
    stub = true,
  }: {
    wanted?: readonly CheckName[];
    config?: Partial<BoardConfig>;
    on?: (news: CheckNews, board: JobBoard, skip: () => void) => void;
    stub?: boolean;
  } = {},
): Promise<Run> {
  const board = createJobBoard(boardConfig(preset, { bridge: 'ft232r', ...config }));
  const news: CheckNews[] = [];
  let skip = (): void => undefined;
  const tools = {
    link: board.link,
    clock: board.clock,
    deflate: board.deflate,
    ...(stub && { stub: stubImage() }),
  };
  const session = await board.run(connect(tools, { baud: 'auto', ...(stub && { stub: stubImage() }) }));
  const world = {
    ...tools,
    ...{ plan: PLAN, ownLoader: OWN_LOADER, tell: () => undefined, adopt: () => undefined },
    news: (each: CheckNews) => {
      news.push(each);
      on(each, board, skip);
    },
  };
  const job = runChecks(world, session, {
    ...{ wanted, signal: new AbortController().signal },
    onSkippable: act => {
      skip = act;
    },
  });
  const results = await board.run(job, LIMIT);
  return { board, results: new Map(results.map(result => [result.check, result])), news };
}

const verdicts = ({ results }: Run): string[] =>
  [...results].map(([name, { verdict }]) => `${name} ${verdict}`);
const factsOf = (run: Run, name: CheckName): unknown => {
  const result = run.results.get(name);
  return result?.verdict === 'passed' ? result.facts : result;
};

describe('the checks', () => {
  it('all pass at a board as it should be, which then holds the programs and starts user1', async () => {
    const run = await check('nodemcu');
    if (process.env.SHOW) console.log(JSON.stringify([...run.results.values()], null, 1));
    expect(verdicts(run).filter(line => !line.endsWith(' passed'))).toEqual(['unplug skipped']);
    expect(factsOf(run, 'identify')).toMatchObject({
      ...{ loader: 'stub', baud: 921600, reset: 'classic' },
      chip: { chip: 'esp8266', flash: { jedecId: 0x1640ef } },
    });
    expect(factsOf(run, 'look')).toEqual({ blank: true });
    expect(factsOf(run, 'rates')).toMatchObject({
      rates: [115200, 230400, 460800, 921600].map(rate => ({ asked: rate, got: rate })),
    });
    expect(factsOf(run, 'unchanged')).toMatchObject({ sent: 0 });
    expect(factsOf(run, 'boots-user2')).toEqual({ line: expect.stringContaining('jump to run user2') });
    expect(factsOf(run, 'resets')).toEqual({ works: ['classic', 'slow', 'two-calls'], fails: ['swapped'] });
    expect(holds(run.board.board.saveFlash(), PLAN)).toBe(true);
    expect(startsFrom(run.board.board.saveFlash())).toBe('user1');
  });

  it('change nothing when nobody wants them to', async () => {
    const run = await check('nodemcu', { wanted: ['identify', 'look', 'rates', 'resets'] });
    expect(run.board.board.saveFlash().every(byte => byte === 0xff)).toBe(true);
    expect(verdicts(run)).toContain('write skipped');
  });

  it.each([
    ['swapped-lines', { works: ['swapped'], fails: ['classic', 'slow', 'two-calls'] }],
    ['slow-reset', { works: ['slow'], fails: ['classic', 'two-calls', 'swapped'] }],
  ] as const)('find out which reset works: %s', async (preset, resets) => {
    const run = await check(preset, { wanted: ['identify', 'write', 'look', 'boots-user2', 'resets'] });
    expect(factsOf(run, 'resets')).toEqual(resets);
    expect(run.results.get('boots-user2')?.verdict).toBe('passed');
  });

  it('say where a bridge stops', async () => {
    const faults = [{ kind: 'bridge-limit', baud: 230400 }] as const;
    const run = await check('nodemcu', { config: { faults }, wanted: ['identify', 'rates'] });
    const { rates } = factsOf(run, 'rates') as { rates: { asked: number; got: number }[] };
    expect(rates.find(({ asked }) => asked === 230400)?.got).toBe(230400);
    expect(rates.find(({ asked }) => asked === 921600)?.got).toBeLessThanOrEqual(230400);
  });

  it('do what the ROM can without the stub, and say what they leave out', async () => {
    const run = await check('nodemcu', { stub: false });
    expect(run.results.get('unchanged')).toEqual({
      check: 'unchanged',
      verdict: 'skipped',
      why: 'needs-stub',
    });
    expect(verdicts(run)).toEqual(
      expect.arrayContaining(['write passed', 'boots-user2 passed', 'resets passed']),
    );
  });

  it('fail with the reason at a flash that does not take what is written, and skip what builds on it', async () => {
    const faults = [{ kind: 'write-protected', locked: true }] as const;
    const run = await check('nodemcu', { config: { faults } });
    expect(run.results.get('write')).toMatchObject({
      ...{ verdict: 'failed', why: { finding: { code: 'flash-protected' } } },
    });
    expect(run.results.get('boots-user1')).toMatchObject({ verdict: 'skipped', why: 'after-failure' });
    expect(run.results.get('resets')?.verdict).toBe('passed');
  });

  it('find a sector that is worn out', async () => {
    const faults = [{ kind: 'stuck-bit', offset: 0x83123, bit: 2, value: 0 }] as const;
    const run = await check('nodemcu', { config: { faults } });
    expect(run.results.get('write')).toMatchObject({
      verdict: 'failed',
      why: { finding: { code: /^flash-/ } },
    });
  });

  it('go on where they were after the cable was pulled', async () => {
    const run = await check('nodemcu', {
      wanted: ['identify', 'look', 'write', 'unplug'],
      on: (news, bench) => {
        if (news.kind !== 'asks') return;
        if (news.what === 'unplug') bench.after(900, () => bench.board.serial.unplug());
        else bench.after(3000, () => bench.board.serial.plug());
      },
    });
    expect(run.news.flatMap(news => (news.kind === 'asks' ? [news.what] : []))).toEqual(['unplug', 'plug']);
    const { sent, bytes } = factsOf(run, 'unplug') as { sent: number; bytes: number };
    expect(sent).toBeLessThan(bytes);
    expect(holds(run.board.board.saveFlash(), PLAN)).toBe(true);
  });

  it('are skipped one by one when somebody says so', async () => {
    const run = await check('nodemcu', {
      wanted: ['identify', 'look', 'write', 'unplug', 'resets'],
      on: (news, bench, skip) => {
        if (news.kind === 'asks') bench.after(700, skip);
      },
    });
    expect(run.results.get('unplug')).toEqual({ check: 'unplug', verdict: 'skipped', why: 'not-wanted' });
    expect(run.results.get('resets')?.verdict).toBe('passed');
  });
});
