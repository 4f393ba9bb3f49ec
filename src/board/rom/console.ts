/** UART0 as the ROM uses it: byte after byte at line speed, through the registers. */
import { REGISTER } from './addresses.ts';
import type { RomMachine } from './machine.ts';
import { wireBytes } from './printf.ts';
import { NEXT_EVENT, type Task } from './task.ts';

const TX_RESET = 1 << 18;
const RX_RESET = 1 << 17;
/** Baud of the ROM on a board with a 40 MHz crystal; with 26 MHz the same divider gives 74880. */
const ROM_DIVIDER = 694;

export class RomConsole {
  readonly #machine: RomMachine;

  constructor(machine: RomMachine) {
    this.#machine = machine;
  }

  /** What the ROM sets up first: 80 MHz / 115200, whatever crystal there is. */
  begin(): void {
    this.setDivider(ROM_DIVIDER);
  }

  /** uart_div_modify: also empties both FIFOs. */
  setDivider(divider: number): void {
    const machine = this.#machine;
    machine.store(REGISTER.uartDivider, divider);
    const config = machine.load(REGISTER.uartConfig0) & ~(TX_RESET | RX_RESET);
    machine.store(REGISTER.uartConfig0, config | TX_RESET | RX_RESET);
    machine.store(REGISTER.uartConfig0, config);
  }

  /** uart_tx_one_char: waits until the FIFO is empty, then puts the byte there. */
  *send(byte: number): Task {
    while (((this.#machine.load(REGISTER.uartStatus) >>> 16) & 0xff) > 0) yield NEXT_EVENT;
    this.#machine.store(REGISTER.uartFifo, byte);
  }

  *sendAll(bytes: Uint8Array): Task {
    for (const byte of bytes) yield* this.send(byte);
  }

  /** ets_printf of a finished text. */
  *print(text: string): Task {
    yield* this.sendAll(wireBytes(text));
  }

  /** The next byte that came in. */
  receive(): number | undefined {
    const machine = this.#machine;
    const waiting = machine.load(REGISTER.uartStatus) & 0xff;
    return waiting > 0 ? machine.load(REGISTER.uartFifo) & 0xff : undefined;
  }
}
