/** What the page knows, as lessons see it: real files, lanes of both kinds of boards, and every end of an update. */
import { describe, expect, it } from 'vitest';
import type { LaneView } from '../../../src/app/lanes/lane-view.ts';
import { type SnapshotParts, snapshotOf } from '../../../src/app/lessons/snapshot.ts';
import type { Shown } from '../../../src/app/state.ts';
import type { RunState } from '../../../src/core/bootlog/run-state.ts';
import { type Finding, type FindingCode, finding } from '../../../src/core/findings.ts';
import type { UpdateReport } from '../../../src/core/ota/update.ts';
import { exampleFiles } from '../../board/net/firmware.ts';
import { open } from '../../support/workspaces.ts';
import { SAMPLES } from '../../words/samples.ts';

type Running = SnapshotParts['running'];

const running = (parts: Partial<Running> = {}, view: Running['companion']['view'] = {}): Running => ({
  ...{ state: { kind: 'not-known' }, boot: undefined },
  ...parts,
  companion: { view },
});
const parts = (changes: Partial<SnapshotParts> = {}): SnapshotParts => ({
  ...{ shown: undefined, lanes: [], inspected: [], running: running() },
  ...changes,
});
const lane = (change: object): LaneView =>
  ({ port: { identity: {} }, phase: 'connected', chip: {}, ...change }) as unknown as LaneView;
const update = (change: Partial<UpdateReport>): UpdateReport =>
  ({ stage: 'done', slot: 'user2', target: { boots: 1, cable: true }, sent: 0, ...change }) as UpdateReport;
const why = (code: FindingCode): Finding => finding(code, SAMPLES[code][0] as never);

it('knows files by slot and by the build that they say', () => {
  const workspace = open(exampleFiles('1MB', 3));
  const shown = { workspace, inputs: { files: [], chosen: {} }, hashes: {} } as Shown;
  expect(snapshotOf(parts({ shown })).files).toEqual([
    { name: 'example-user1.elf', slot: 'user1', build: 3 },
    { name: 'example-user2.elf', slot: 'user2', build: 3 },
  ]);
});

describe('boards', () => {
  it('are virtual or real, and connected while they answer', () => {
    const lanes = [
      lane({ port: { identity: { virtual: true } } }),
      lane({ phase: 'watching' }),
      lane({ phase: 'closed' }),
      lane({ phase: 'connecting', chip: undefined }),
    ];
    expect(snapshotOf(parts({ lanes })).boards).toMatchObject([
      { virtual: true, connected: true },
      { virtual: false, connected: true },
      { connected: false },
      { connected: false },
    ]);
  });

  it('have what the last write verified, of slots', () => {
    const writes = [{ role: 'boot-loader' }, { role: 'user1' }, { role: 'boot-choice' }, { role: 'user2' }];
    const [board] = snapshotOf(parts({ lanes: [lane({ report: { writes } })] })).boards;
    expect(board?.verified).toEqual(['user1', 'user2']);
  });
});

describe('what runs', () => {
  const claim = { slot: 'user1', line: 17, confidence: 'strong' } as const;

  it.each<[RunState, boolean]>([
    [{ kind: 'running', claim }, true],
    [{ kind: 'started', claim, waitMs: 900 }, false],
    [{ kind: 'crashed', claim }, false],
    [{ kind: 'not-known' }, false],
  ])('is a slot that has been quiet, and no other: $kind', (state, expected) => {
    const seen = snapshotOf(parts({ running: running({ state }, { build: 4 }) }));
    expect(seen.running).toEqual(expected ? { slot: 'user1', line: 17, build: 4 } : undefined);
  });

  it('was started by power-on when the ROM says so', () => {
    const boot = (cause: string) => ({ reset: { cause, number: 1, line: 2 } }) as unknown as Running['boot'];
    expect(snapshotOf(parts({ running: running({ boot: boot('power-on') }) })).afterPowerOn).toBe(true);
    expect(snapshotOf(parts({ running: running({ boot: boot('software') }) })).afterPowerOn).toBe(false);
  });
});

describe('an update', () => {
  it.each<[string, Partial<UpdateReport>]>([
    ['under-way', { stage: 'erasing' }],
    ['under-way', { stage: 'restarting' }],
    ['broken', { stage: 'stayed', why: why('ota-broken-off') }],
    ['broken', { stage: 'failed', why: why('ota-restarted-early') }],
    ['broken', { stage: 'failed', why: why('ota-never-came-back') }],
    ['failed', { stage: 'failed', why: why('ota-no-request') }],
    ['failed', { stage: 'stayed', why: why('ota-fell-back') }],
    ['failed', { stage: 'unproven', why: why('ota-unproven') }],
  ])('is %s', (outcome, change) => {
    const seen = snapshotOf(parts({ running: running({}, { update: update(change) }) }));
    expect(seen.update).toMatchObject({ outcome, slot: 'user2' });
  });

  it('that is done has its proof: a line of the log, or the page of the device', () => {
    const bySerial = update({ proof: { by: 'serial', slot: 'user2', line: 40 } });
    expect(snapshotOf(parts({ running: running({}, { update: bySerial, build: 2 }) })).update).toEqual({
      ...{ outcome: 'done', slot: 'user2', build: 2, line: 40 },
    });
    const byPage = update({ proof: { by: 'page', build: 5 } });
    expect(snapshotOf(parts({ running: running({}, { update: byPage, build: 1 }) })).update).toEqual({
      ...{ outcome: 'done', slot: 'user2', build: 5 },
    });
  });
});
