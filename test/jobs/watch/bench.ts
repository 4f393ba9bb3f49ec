/** A board with two talking apps, and somebody who listens to it. */
import { type BoardConfig, boardConfig, flashOfSize } from '../../../src/board/config.ts';
import { standInBootLoader } from '../../../src/board/second-stage/stand-in.ts';
import type { LogLine } from '../../../src/core/bootlog/events.ts';
import { BootWatch, type WatchEvent, type WatchOptions } from '../../../src/jobs/watch/watch-boot.ts';
import { createJobBoard, type JobBoard, type JobBoardOptions } from '../../support/job-board.ts';
import { talkingApp } from './talking-app.ts';

export interface Apps {
  readonly user1?: Uint8Array;
  readonly user2?: Uint8Array;
}

/** 1 MB, 512+512. */
export function flashWith({ user1, user2 }: Apps): Uint8Array {
  const flash = new Uint8Array(0x100000).fill(0xff);
  flash.set(standInBootLoader('1.7', 0, 0x20));
  if (user1) flash.set(user1, 0x1000);
  if (user2) flash.set(user2, 0x81000);
  // Init data: no test pin.
  flash.fill(0, 0xfc000, 0xfc080);
  return flash;
}

/** Says a line every now and then, at its own rate. */
export const chatter = (baud: number, name: string, crystal?: number): Uint8Array =>
  talkingApp(
    [
      { baud },
      { say: `Hello, this is ${name}\n` },
      { waitMs: 20 },
      { say: `${name} is alive, all is well\n` },
      { waitMs: 100 },
    ],
    3,
    crystal,
  );

export class Ear {
  readonly events: WatchEvent[] = [];
  readonly watch: BootWatch;
  readonly bench: JobBoard;
  readonly #stop = new AbortController();

  constructor(bench: JobBoard, options: Omit<WatchOptions, 'onEvent'> = {}) {
    this.bench = bench;
    this.watch = new BootWatch(bench.link, bench.clock, {
      ...options,
      onEvent: event => this.events.push(event),
    });
  }

  /** Listens for so many ms of virtual time. */
  async listen(ms: number): Promise<void> {
    this.bench.after(ms, () => this.#stop.abort(new Error('enough')));
    const run = this.watch.run(this.#stop.signal).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) throw error;
    });
    await this.bench.run(run, ms + 1000);
  }

  get lines(): readonly LogLine[] {
    return this.events.flatMap(event =>
      event.kind === 'log' ? event.events.flatMap(each => (each.kind === 'line' ? [each.line] : [])) : [],
    );
  }

  of<K extends WatchEvent['kind']>(kind: K): Extract<WatchEvent, { kind: K }>[] {
    return this.events.filter((event): event is Extract<WatchEvent, { kind: K }> => event.kind === kind);
  }

  get rates(): string[] {
    return this.of('rate').map(({ baud, why }) => `${why} ${baud}`);
  }
}

/** A board that is switched on when the listening begins. */
export function earAt(
  apps: Apps,
  options: Omit<WatchOptions, 'onEvent'> = {},
  { config = {}, ...port }: JobBoardOptions & { readonly config?: Partial<BoardConfig> } = {},
): Ear {
  const bench = createJobBoard(
    { ...boardConfig('nodemcu'), flash: flashOfSize(0x100000), bridge: 'ideal', ...config },
    { flash: flashWith(apps), warmUpMs: 0, ...port },
  );
  if (port.warmUpMs === undefined) bench.after(10, () => bench.board.power(true));
  return new Ear(bench, options);
}
