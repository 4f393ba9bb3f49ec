/** The UART download mode: the loop of download.ts on the real line, with the ROM's way to find the host's rate. */
import { REGISTER } from './addresses.ts';
import { RomChip } from './chip.ts';
import type { RomContext } from './context.ts';
import { DownloadLoop } from './download.ts';
import { SlipReceiver, slipFrame } from './slip.ts';
import { NEXT_EVENT, type Task } from './task.ts';

/** Start of the measurement, with the ROM's glitch filter. */
const AUTOBAUD_ON = 0x801;
const ENOUGH_EDGES = 29;
/** What the filter swallows of every pulse, in bus clocks. */
const FILTER_CLOCKS = 12;
const RECEIVE_BUFFER = 0x2000;

/** Runs until a command leaves the loop; gives the code to call, or 0 to boot from flash. */
export function* download(rom: RomContext): Task<number> {
  yield* findRate(rom);
  const loop = new DownloadLoop(new RomChip(rom));
  const line = new ReceiveBuffer(rom);
  for (;;) {
    const frame = line.next();
    if (!frame) {
      yield NEXT_EVENT;
      continue;
    }
    const answer = yield* receiving(line, loop.execute(frame));
    if (!answer) continue;
    for (let i = 0; i < answer.times; i++) {
      yield* receiving(line, rom.console.sendAll(slipFrame(answer.body)));
    }
    if (answer.leave !== undefined) return answer.leave;
  }
}

/**
 * Measures the pulses of what the host sends until there were enough edges, which a SYNC gives. The bytes by which
 * it measures are lost, so the first SYNC after a reset gets no answer.
 */
function* findRate(rom: RomContext): Task {
  const { machine } = rom;
  machine.store(REGISTER.uartAutobaud, AUTOBAUD_ON);
  while (machine.load(REGISTER.uartEdges) <= ENOUGH_EDGES) yield NEXT_EVENT;
  const [low, high] = [machine.load(REGISTER.uartLowPulse), machine.load(REGISTER.uartHighPulse)];
  machine.store(REGISTER.uartAutobaud, 0);
  rom.console.setDivider(((low + high) >>> 1) + FILTER_CLOCKS);
}

/** The ROM's interrupt handler empties the FIFO whatever its main program does: nothing overflows while it erases. */
class ReceiveBuffer {
  readonly #rom: RomContext;
  readonly #slip = new SlipReceiver(RECEIVE_BUFFER);
  readonly #frames: Uint8Array[] = [];

  constructor(rom: RomContext) {
    this.#rom = rom;
  }

  drain(): void {
    for (let byte = this.#rom.console.receive(); byte !== undefined; byte = this.#rom.console.receive()) {
      const frame = this.#slip.push(byte);
      if (frame) this.#frames.push(frame.slice());
    }
  }

  next(): Uint8Array | undefined {
    this.drain();
    return this.#frames.shift();
  }
}

/** Lets `task` run and keeps receiving whenever it waits. */
function* receiving<T>(line: ReceiveBuffer, task: Task<T>): Task<T> {
  for (;;) {
    const step = task.next();
    if (step.done) return step.value;
    yield step.value;
    line.drain();
  }
}
