/** What is measured of the virtual board, in Node and in the browser alike: nothing here knows where it runs. */
import { createVirtualBoard, type VirtualBoard } from '../../src/board/board.ts';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import type { Costs } from '../../src/board/costs.ts';
import { standInBootLoader } from '../../src/board/second-stage/stand-in.ts';
import { LoaderClient, words } from '../board/board/loader-client.ts';

/** The flasher stub as esptool-js ships it: base64 bodies and their addresses. */
export interface StubFile {
  readonly entry: number;
  readonly text: string;
  readonly text_start: number;
  readonly data: string;
  readonly data_start: number;
}

export interface BoardJob {
  readonly stub: StubFile;
  /** Flashed by the stub. */
  readonly image: Uint8Array;
  /** The same as a zlib stream. */
  readonly deflated: Uint8Array;
  /** A slot image whose program says `firstLine`. */
  readonly application: Uint8Array;
  readonly firstLine: string;
}

export interface BoardFigures {
  /** Instructions that the CPU executed while the image was inflated; skipped idle rounds are not among them. */
  readonly instructions: number;
  /** Real time spent in the CPU's `run` meanwhile, ms: its devices and ROM functions included. */
  readonly cpuTime: number;
  /** Real time of writing the image as fast as the stub takes it, ms; nothing is counted meanwhile. */
  readonly writeTime: number;
  /** Real time from the release of reset to the last byte of the application's first line, ms. */
  readonly bootTime: number;
}

const MS = 1_000_000;
const MEM_PACKET = 0x1800;
const FLASH_PACKET = 0x4000;
const LONG = 60_000;

/** @throws when the flash does not hold the image afterwards, or the application stays silent. */
export const measureBoard = (job: BoardJob): BoardFigures => {
  const begin = performance.now();
  write(withStub(job), job);
  const writeTime = performance.now() - begin;
  const client = withStub(job, FAST_FLASH);
  const meter = new Meter(client.board);
  write(client, job, () => meter.count(() => waitUntilInflated(client)));
  const { instructions, cpuTime } = meter;
  return { instructions, cpuTime, writeTime, bootTime: measureBoot(job) };
};

/** Every instruction costs one cycle and nothing else does, so that cycles count instructions. */
const COUNTING = { instruction: 1, takenBranch: 1 };
/** A flash that is ready at once, ns: waiting for it is no work. */
const FAST_FLASH = {
  flashProgramFirstByte: 1,
  flashProgramByte: 0,
  flashEraseSector: 1,
  flashEraseBlock64: 1,
};

/** The stub answers a packet before it inflates it, and the next command after that. */
const waitUntilInflated = (client: LoaderClient): void => {
  client.must(0x0a, words(0x40001000), 0, LONG);
};

const withStub = ({ stub }: BoardJob, costs: Partial<Costs> = {}): LoaderClient => {
  const flash = flashOfSize(0x200000);
  const config = boardConfig('nodemcu', { flash, bridge: 'ideal', costs: { ...COUNTING, ...costs } });
  const board = createVirtualBoard(config);
  board.power(true);
  const client = new LoaderClient(board);
  client.connect(921_600);
  startStub(client, stub);
  return client;
};

const write = (client: LoaderClient, { image, deflated }: BoardJob, afterPacket = () => {}): void => {
  const packets = Math.ceil(deflated.length / FLASH_PACKET);
  client.must(0x10, words(image.length, packets, FLASH_PACKET, 0), 0, LONG);
  for (let i = 0; i < packets; i++) {
    const packet = deflated.subarray(i * FLASH_PACKET, (i + 1) * FLASH_PACKET);
    const { status } = client.data(0x11, i, packet, LONG);
    if (status !== 0) throw new Error(`packet ${i} was refused with ${status.toString(16)}`);
    afterPacket();
  }
  waitUntilInflated(client);
  const flash = client.board.saveFlash();
  if (!image.every((byte, i) => flash[i] === byte)) throw new Error('the flash does not hold the image');
};

const startStub = (client: LoaderClient, stub: StubFile): void => {
  const bodies = [
    { start: stub.text_start, base64: stub.text },
    { start: stub.data_start, base64: stub.data },
  ];
  for (const { start, base64 } of bodies) {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    const packets = Math.ceil(bytes.length / MEM_PACKET);
    client.must(0x05, words(bytes.length, packets, MEM_PACKET, start));
    for (let i = 0; i < packets; i++)
      client.data(0x07, i, bytes.subarray(i * MEM_PACKET, (i + 1) * MEM_PACKET));
  }
  client.must(0x06, words(0, stub.entry));
  client.frame(500);
  client.sync();
};

/** Counts what the CPU executes, and how long that takes. */
class Meter {
  instructions = 0;
  /** Milliseconds. */
  cpuTime = 0;
  #counting = false;
  /** Cycles that passed without instructions: ROM functions and skipped rounds. */
  #spent = 0;

  constructor({ chip: { cpu } }: VirtualBoard) {
    const [run, spend] = [cpu.run.bind(cpu), cpu.spend.bind(cpu)];
    cpu.spend = cycles => {
      this.#spent += cycles;
      spend(cycles);
    };
    cpu.run = budget => {
      if (!this.#counting) return run(budget);
      const [cycles, spent, begin] = [cpu.cycles, this.#spent, performance.now()];
      const stop = run(budget);
      this.cpuTime += performance.now() - begin;
      this.instructions += cpu.cycles - cycles - (this.#spent - spent);
      return stop;
    };
  }

  count(work: () => void): void {
    this.#counting = true;
    work();
    this.#counting = false;
  }
}

const measureBoot = ({ application, firstLine }: BoardJob): number => {
  const board = createVirtualBoard(boardConfig('nodemcu', { flash: flashOfSize(0x100000), bridge: 'ideal' }));
  const sizeCode = 0x20; // 1 MB, 512+512, 40 MHz
  board.loadFlash(standInBootLoader('1.7', 0, sizeCode));
  board.loadFlash(application, 0x1000);
  let text = '';
  board.serial.setBaud(74880);
  board.serial.onBytes(bytes => {
    text += String.fromCharCode(...bytes);
  });
  board.power(true);
  board.serial.setSignals({ rts: true });
  board.run(board.clock.now + 100 * MS);
  text = '';
  const begin = performance.now();
  board.serial.setSignals({ rts: false });
  if (!board.run({ until: () => text.includes(firstLine), limitNs: 5000 * MS }))
    throw new Error(`the application said nothing: ${JSON.stringify(text)}`);
  return performance.now() - begin;
};
