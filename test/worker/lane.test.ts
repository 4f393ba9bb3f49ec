/** What a lane's worker makes of orders, with jobs that do as a test says. */
import { describe, expect, it, vi } from 'vitest';
import type { FlashContents } from '../../src/core/device/flash-contents.ts';
import { finding } from '../../src/core/findings.ts';
import type { BoardPlan } from '../../src/core/plan/board-plan.ts';
import { Problem } from '../../src/core/problem.ts';
import type { LoaderSession } from '../../src/jobs/loader/session.ts';
import type { SerialLink } from '../../src/jobs/ports.ts';
import { Lane, type LaneJobs } from '../../src/worker/lane.ts';
import type { LaneOrder, LaneReport } from '../../src/worker/lane-protocol.ts';

const lost = (): Problem => new Problem(finding('port-lost', {}));
const silent = (): Problem => new Problem(finding('loader-silent', { command: 'MD5', loader: 'stub' }));
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

function setup(change: Partial<LaneJobs> = {}) {
  const reports: LaneReport[] = [];
  const calls: string[] = [];
  let baud: number | undefined;
  let pull = (): void => undefined;
  const resync = vi.fn(async () => undefined);
  const session = {
    ...{ chip: { mac: 'A' }, memory: { baud: 921600 }, resync, detach: () => calls.push('detach') },
  } as unknown as LoaderSession;
  let looks = 0;
  const link = {
    get baud() {
      return baud;
    },
    close: async () => {
      calls.push('close');
      baud = undefined;
    },
    write: async (bytes: Uint8Array) => void calls.push(`write ${bytes.join()}`),
    onLost: (listener: () => void) => {
      pull = () => {
        baud = undefined;
        listener();
      };
      return () => undefined;
    },
  } as unknown as SerialLink;
  const jobs = {
    connect: async () => {
      baud = 115200;
      return session;
    },
    look: async () => ({ look: ++looks }) as unknown as FlashContents,
    write: async () => ({ ok: true }),
    ...change,
  } as unknown as LaneJobs;
  const lane = new Lane({ link, jobs, now: () => 5, say: report => reports.push(report) });
  const ended = (): LaneReport[] => reports.filter(({ type }) => type !== 'event' && type !== 'serial');
  const next = async (count: number): Promise<LaneReport | undefined> => {
    await vi.waitFor(() => expect(ended().length).toBeGreaterThanOrEqual(count));
    return ended()[count - 1];
  };
  return { lane, next, reports, calls, resync, isOpen: () => baud !== undefined, pull: () => pull() };
}

const CONNECT: Extract<LaneOrder, { type: 'connect' }> = {
  type: 'connect',
  choices: { baud: 'auto', stub: true },
};
const WRITE: Extract<LaneOrder, { type: 'write' }> = { type: 'write', plan: {} as BoardPlan };

describe('a lane', () => {
  it('connects and tells chip, contents and what it has learnt', async () => {
    const { lane, next, isOpen } = setup();
    lane.obey(CONNECT);
    expect(await next(1)).toEqual({
      ...{ type: 'done', job: 'connect', chip: { mac: 'A' } },
      ...{ contents: { look: 1 }, memory: { baud: 921600 } },
    });
    expect(isOpen()).toBe(true);
  });

  it('does one job after the other, and looks at the flash after each that changes it', async () => {
    const running: string[] = [];
    const job = (name: string) => async () => {
      running.push(`${name} begins`);
      await new Promise(done => setTimeout(done, 5));
      running.push(`${name} ends`);
      return {} as never;
    };
    const { lane, next } = setup({ write: job('write'), erase: job('erase') });
    lane.obey(CONNECT);
    lane.obey(WRITE);
    lane.obey({ type: 'erase', offset: 0, length: 4096 });
    expect(await next(3)).toEqual({ type: 'done', job: 'erase', contents: { look: 3 } });
    expect(running).toEqual(['write begins', 'write ends', 'erase begins', 'erase ends']);
  });

  it('closes the port when connecting fails', async () => {
    const { lane, next, isOpen } = setup({ connect: () => Promise.reject(silent()) });
    lane.obey(CONNECT);
    expect(await next(1)).toMatchObject({
      type: 'failed',
      job: 'connect',
      connected: false,
      resumable: false,
    });
    expect(isOpen()).toBe(false);
  });

  it('keeps a loader that answers again after a failure, with what the flash holds now', async () => {
    const { lane, next, isOpen, resync } = setup({ write: () => Promise.reject(silent()) });
    lane.obey(CONNECT);
    lane.obey(WRITE);
    expect(await next(2)).toMatchObject({
      ...{ type: 'failed', job: 'write', resumable: true, connected: true, contents: { look: 2 } },
      finding: { code: 'loader-silent' },
    });
    expect(resync).toHaveBeenCalledOnce();
    expect(isOpen()).toBe(true);
  });

  it('closes the port when the loader does not answer again', async () => {
    const { lane, next, isOpen, resync } = setup({ write: () => Promise.reject(silent()) });
    resync.mockRejectedValue(silent());
    lane.obey(CONNECT);
    lane.obey(WRITE);
    expect(await next(2)).toMatchObject({ type: 'failed', job: 'write', resumable: true, connected: false });
    expect(isOpen()).toBe(false);
  });

  it('can go on after the cable came out, and connects afresh', async () => {
    const { lane, next, pull } = setup({
      write: async () => {
        pull();
        throw lost();
      },
    });
    lane.obey(CONNECT);
    lane.obey(WRITE);
    expect(await next(2)).toMatchObject({
      ...{ type: 'failed', resumable: true, connected: false, finding: { code: 'port-lost' } },
    });
    lane.obey(CONNECT);
    expect(await next(3)).toMatchObject({ type: 'done', job: 'connect' });
  });

  it('does not offer to go on where the flash refuses its contents', async () => {
    const refused = new Problem(finding('flash-id-strange', { jedecId: 0 }));
    const { lane, next } = setup({ write: () => Promise.reject(refused) });
    lane.obey(CONNECT);
    lane.obey(WRITE);
    expect(await next(2)).toMatchObject({ type: 'failed', resumable: false, connected: true });
  });

  it('stops a job, whatever it fails with, once', async () => {
    const { lane, next, reports } = setup({
      write: ({ signal }) => aborted(signal).catch(() => Promise.reject(silent())),
    });
    lane.obey(CONNECT);
    lane.obey(WRITE);
    await next(1);
    lane.obey({ type: 'stop' });
    lane.obey({ type: 'stop' });
    expect(await next(2)).toEqual({ type: 'stopped', job: 'write', connected: true, contents: { look: 2 } });
    expect(reports.length).toBe(2);
  });

  it('stops orders that have not begun', async () => {
    const write = vi.fn();
    const { lane, next } = setup({ connect: (_choices, _tell, signal) => aborted(signal), write });
    lane.obey(CONNECT);
    lane.obey(WRITE);
    lane.obey({ type: 'stop' });
    expect(await next(1)).toEqual({ type: 'stopped', job: 'connect', connected: false });
    expect(await next(2)).toMatchObject({ type: 'stopped', job: 'write', connected: false });
    expect(write).not.toHaveBeenCalled();
  });

  it('reports a fault of the program and leaves no port open', async () => {
    const { lane, next, isOpen } = setup({ write: () => Promise.reject(new RangeError('a slip')) });
    lane.obey(CONNECT);
    lane.obey(WRITE);
    expect(await next(2)).toEqual({ type: 'fault', message: 'a slip' });
    expect(isOpen()).toBe(false);
  });

  it('watches until it is told to stop, then the port is closed', async () => {
    const { lane, next, reports, calls, isOpen } = setup({
      watch: (_order, { hear }, signal) => {
        hear(Uint8Array.of(65), 74880);
        return aborted(signal);
      },
    });
    lane.obey(CONNECT);
    lane.obey({ type: 'watch', reset: true, baud: 'auto' });
    await vi.waitFor(() =>
      expect(reports).toContainEqual({ type: 'serial', bytes: Uint8Array.of(65), baud: 74880, ms: 0 }),
    );
    lane.obey({ type: 'send', bytes: Uint8Array.of(1, 2) });
    lane.obey({ type: 'stop' });
    expect(await next(2)).toEqual({ type: 'stopped', job: 'watch', connected: false });
    expect(calls).toContain('write 1,2');
    expect(isOpen()).toBe(false);
  });

  it('gives the port back at the end of a running job', async () => {
    const { lane, next, isOpen } = setup({ write: ({ signal }) => aborted(signal) });
    lane.obey(CONNECT);
    lane.obey(WRITE);
    await next(1);
    lane.obey({ type: 'close' });
    expect(await next(3)).toEqual({ type: 'closed' });
    expect(isOpen()).toBe(false);
  });
});
