import { Problem } from '../core/problem.ts';
import {
  type CallMessage,
  type CallName,
  type Failure,
  LATEST_WINS,
  type Reply,
  type ReplyMessage,
  type Request,
} from './protocol.ts';

/** As much of a Worker as is needed; tests bring their own. */
export interface WorkerLike {
  postMessage(message: CallMessage): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ReplyMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Pending {
  readonly message: CallMessage;
  resolve(value: Reply<CallName>): void;
  reject(reason: unknown): void;
}

/**
 * Calls into the worker. Aborting ends the worker, because nothing else stops synchronous work; a new one takes over
 * the calls that nobody aborted. Cancelled and outdated calls reject with an AbortError, which is not a failure.
 */
export class WorkerClient {
  readonly #start: () => WorkerLike;
  readonly #pending = new Map<number, Pending>();
  #worker: WorkerLike | undefined;
  #lastId = 0;

  /** @param start makes a fresh worker: now, so that it is warm when files come, and after each abort or crash. */
  constructor(start: () => WorkerLike) {
    this.#start = start;
    this.#running();
  }

  /** @throws Problem, AbortError, or Error for a fault of the program. */
  call<Name extends CallName>(
    name: Name,
    request: Request<Name>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Reply<Name>> {
    const { signal } = options;
    return new Promise<Reply<CallName>>((resolve, reject) => {
      if (signal?.aborted) return reject(aborted());
      if (LATEST_WINS.has(name)) this.#dropOlder(name);
      const message: CallMessage = { id: ++this.#lastId, name, request };
      this.#pending.set(message.id, { message, resolve, reject });
      signal?.addEventListener('abort', () => this.#abort(message.id), { once: true });
      this.#running().postMessage(message);
    }) as Promise<Reply<Name>>;
  }

  #running(): WorkerLike {
    if (this.#worker) return this.#worker;
    const worker = this.#start();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = event => this.#crash(event.message);
    this.#worker = worker;
    return worker;
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** A reply to a call that is no longer waited for comes too late and is dropped. */
  #receive(reply: ReplyMessage): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    if (reply.ok) pending.resolve(reply.value);
    else pending.reject(errorOf(reply.failure));
  }

  #dropOlder(name: CallName): void {
    for (const [id, { message, reject }] of this.#pending) {
      if (message.name !== name) continue;
      this.#pending.delete(id);
      reject(aborted());
    }
  }

  #abort(id: number): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.#end();
    for (const { message } of this.#pending.values()) this.#running().postMessage(message);
    pending.reject(aborted());
  }

  /** What crashed one worker would crash the next: all calls fail, the next one starts afresh. */
  #crash(message: string): void {
    const failed = [...this.#pending.values()];
    this.#pending.clear();
    this.#end();
    for (const { reject } of failed) reject(new Error(message || 'the worker did not start'));
  }
}

/** Whether an error only says that a call was cancelled or outdated. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

const aborted = (): DOMException => new DOMException('The call is no longer wanted.', 'AbortError');

const errorOf = (failure: Failure): Error =>
  failure.kind === 'problem' ? new Problem(failure.finding) : new Error(failure.message);
