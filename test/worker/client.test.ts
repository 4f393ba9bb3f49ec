import { describe, expect, it } from 'vitest';
import { finding } from '../../src/core/findings.ts';
import { Problem } from '../../src/core/problem.ts';
import { isAbort, WorkerClient, type WorkerLike } from '../../src/worker/client.ts';
import type { CallMessage, Failure, ReplyMessage } from '../../src/worker/protocol.ts';

/** A worker that does nothing until the test lets it answer. */
class SilentWorker implements WorkerLike {
  readonly posted: CallMessage[] = [];
  terminated = false;
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;

  postMessage(message: CallMessage): void {
    // What cannot be cloned must not get this far.
    this.posted.push(structuredClone(message));
  }

  terminate(): void {
    this.terminated = true;
  }

  answer(index: number, value: unknown): void {
    this.#send({ id: this.posted[index]?.id ?? -1, ok: true, value } as ReplyMessage);
  }

  fail(index: number, failure: Failure): void {
    this.#send({ id: this.posted[index]?.id ?? -1, ok: false, failure });
  }

  crash(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }

  #send(data: ReplyMessage): void {
    this.onmessage?.({ data } as MessageEvent<ReplyMessage>);
  }
}

function setUp() {
  const workers: SilentWorker[] = [];
  const client = new WorkerClient(() => {
    const worker = new SilentWorker();
    workers.push(worker);
    return worker;
  });
  const worker = (index: number): SilentWorker => {
    const found = workers[index];
    if (!found) throw new Error(`worker ${index} of ${workers.length} was never started`);
    return found;
  };
  return { client, workers, worker };
}

const hash = (client: WorkerClient, text = 'abc', signal?: AbortSignal) =>
  client.call('hash', { contents: new Blob([text]) }, signal ? { signal } : {});
const evaluate = (client: WorkerClient) => client.call('evaluate', { files: [], settings: {} });

describe('a call', () => {
  it('starts the worker before the first call, so that it is warm', () => {
    expect(setUp().workers).toHaveLength(1);
  });

  it('resolves with its own reply, whatever the order of the replies', async () => {
    const { client, worker } = setUp();
    const [first, second] = [hash(client, 'one'), hash(client, 'two')];
    worker(0).answer(1, 'second');
    worker(0).answer(0, 'first');
    expect([await first, await second]).toEqual(['first', 'second']);
  });

  it('rejects with a Problem that keeps code and facts', async () => {
    const { client, worker } = setUp();
    const call = hash(client);
    const found = finding('file-unreadable', { reason: 'gone' }, { offset: 52 });
    worker(0).fail(0, { kind: 'problem', finding: structuredClone(found) });
    const error = await call.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).finding).toEqual(found);
  });

  it('rejects with the message of a fault', async () => {
    const { client, worker } = setUp();
    const call = hash(client);
    worker(0).fail(0, { kind: 'fault', message: 'read of 4 bytes at 9 in 8' });
    await expect(call).rejects.toThrow('read of 4 bytes at 9 in 8');
  });
});

describe('outdated calls', () => {
  it('drops an older evaluation when a newer one comes, and its late reply with it', async () => {
    const { client, worker } = setUp();
    const old = evaluate(client).catch((e: unknown) => e);
    const fresh = evaluate(client);
    worker(0).answer(0, 'stale');
    worker(0).answer(1, 'fresh');
    expect(isAbort(await old)).toBe(true);
    expect(await fresh).toBe('fresh');
    expect(worker(0).terminated).toBe(false);
  });

  it('leaves calls of other names alone', async () => {
    const { client, worker } = setUp();
    const hashes = [hash(client), hash(client)];
    void evaluate(client);
    worker(0).answer(0, 'a');
    worker(0).answer(1, 'b');
    expect(await Promise.all(hashes)).toEqual(['a', 'b']);
  });
});

describe('aborting', () => {
  it('ends the worker, rejects the call, and hands the other calls to a new worker', async () => {
    const { client, workers, worker } = setUp();
    const controller = new AbortController();
    const kept = evaluate(client);
    const aborted = hash(client, 'abc', controller.signal).catch((e: unknown) => e);
    controller.abort();
    expect(isAbort(await aborted)).toBe(true);
    expect(worker(0).terminated).toBe(true);
    expect(workers).toHaveLength(2);
    expect(worker(1).posted.map(m => m.name)).toEqual(['evaluate']);
    worker(1).answer(0, 'kept');
    expect(await kept).toBe('kept');
  });

  it('asks nothing of the worker when the signal says so already', async () => {
    const { client, worker } = setUp();
    const error = await hash(client, 'abc', AbortSignal.abort()).catch((e: unknown) => e);
    expect(isAbort(error)).toBe(true);
    expect(worker(0).posted).toEqual([]);
  });

  it('lets the worker live when the call is over', async () => {
    const { client, workers, worker } = setUp();
    const controller = new AbortController();
    const call = hash(client, 'abc', controller.signal);
    worker(0).answer(0, 'done');
    expect(await call).toBe('done');
    controller.abort();
    expect(workers).toHaveLength(1);
    expect(worker(0).terminated).toBe(false);
  });
});

describe('a crash', () => {
  it('fails every call and starts a worker for the next one only', async () => {
    const { client, workers, worker } = setUp();
    const calls = [hash(client), evaluate(client)].map(call => call.catch((e: unknown) => String(e)));
    worker(0).crash('out of memory');
    expect(await Promise.all(calls)).toEqual(['Error: out of memory', 'Error: out of memory']);
    expect(worker(0).terminated).toBe(true);
    expect(workers).toHaveLength(1);
    const next = hash(client);
    worker(1).answer(0, 'again');
    expect(await next).toBe('again');
  });
});
