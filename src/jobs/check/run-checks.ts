import { CHECKS, type CheckFacts, type CheckName, type CheckResult } from '../../core/device/board-check.ts';
import { Problem } from '../../core/problem.ts';
import type { LoaderSession } from '../loader/session.ts';
import { CheckBench, CheckMiss, type CheckWorld } from './check-bench.ts';
import { BOARD_CHECKS, type BoardCheck } from './checks.ts';

export interface CheckChoices {
  readonly wanted: readonly CheckName[];
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Called at the beginning of each check with what skips it. */
  readonly onSkippable?: (skip: () => void) => void;
}

/** A check that somebody skipped. */
const SKIPPED = Symbol('skipped');

/**
 * Puts a connected board through the wanted checks, one after the other; each is told when it begins and when it is
 * over. A check that fails leaves the board as it is; those that build on it are skipped, the others go on.
 * @throws the signal's reason; nothing else: what fails is a result.
 */
export async function runChecks(
  world: CheckWorld,
  session: LoaderSession,
  { wanted, signal, onSkippable }: CheckChoices,
): Promise<readonly CheckResult[]> {
  const bench = new CheckBench(world, session, signal);
  const results = new Map<CheckName, CheckResult>();
  for (const name of CHECKS) {
    signal.throwIfAborted();
    const ready = BOARD_CHECKS[name].after.every(each => results.get(each)?.verdict === 'passed');
    const why = !wanted.includes(name)
      ? 'not-wanted'
      : !ready
        ? 'after-failure'
        : BOARD_CHECKS[name].skip?.(bench);
    const one = new AbortController();
    bench.signal = AbortSignal.any([signal, one.signal]);
    onSkippable?.(() => one.abort(SKIPPED));
    if (!why) world.news({ kind: 'begun', check: name });
    const result: CheckResult = why
      ? { check: name, verdict: 'skipped', why }
      : await perform(bench, name, BOARD_CHECKS[name]);
    signal.throwIfAborted();
    bench.signal = signal;
    results.set(name, result);
    world.news({ kind: 'result', result });
    if (!why && result.verdict !== 'passed') await regain(bench);
  }
  return [...results.values()];
}

async function perform<Name extends CheckName>(
  bench: CheckBench,
  check: Name,
  { run }: BoardCheck<Name>,
): Promise<CheckResult> {
  const { clock } = bench.world;
  const from = clock.now();
  const elapsed = (): number => Math.round(clock.now() - from);
  try {
    const facts: CheckFacts[Name] = await run(bench);
    return { check, verdict: 'passed', ms: elapsed(), facts } as CheckResult;
  } catch (error) {
    if (bench.signal.reason === SKIPPED) return { check, verdict: 'skipped', why: 'not-wanted' };
    if (error instanceof CheckMiss)
      return { check, verdict: 'failed', ms: elapsed(), why: { miss: error.miss } };
    if (!(error instanceof Problem)) throw error;
    return { check, verdict: 'failed', ms: elapsed(), why: { finding: error.finding } };
  }
}

/** The next check finds the board in its loader; where it cannot be reached, that check says so. */
async function regain(bench: CheckBench): Promise<void> {
  await bench.connect().catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
  });
}
