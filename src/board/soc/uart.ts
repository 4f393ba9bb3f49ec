import type { Due, VirtualClock } from '../clock.ts';
import {
  type Frame,
  LineReceiver,
  LineSender,
  type ReceivedByte,
  type SerialFormat,
  type SerialWire,
} from '../wire/serial-line.ts';
import { PulseCounters } from './autobaud.ts';
import type { ChipClocks } from './clocks.ts';
import { INTERRUPT, type InterruptLines } from './interrupts.ts';
import { Device, field, inField, type ResetKind } from './registers.ts';
import { FIFO_SIZE, UART, UART_INT } from './uart-registers.ts';

/**
 * A UART: two FIFOs of 128 bytes, a divider of the bus clock, interrupts by fill level and by silence. Bytes leave
 * and arrive bit by bit on the wires. UART1 has no receive wire.
 */
const R = UART.registers;
const { CONF0, CONF1, STATUS, CLKDIV, AUTOBAUD } = R;
/** The receive time-out counts in steps of this many bit times. */
const TIMEOUT_STEP_BITS = 8;

export interface UartOptions {
  readonly clock: VirtualClock;
  readonly clocks: ChipClocks;
  readonly interrupts: InterruptLines;
  readonly tx: SerialWire;
  readonly rx?: SerialWire;
}

export class Uart extends Device {
  /** Bytes that a full FIFO lost. */
  readonly lost = { rx: 0, tx: 0 };
  /** Every byte that starts on its way out. */
  onSend: ((byte: number) => void) | undefined;
  readonly #options: UartOptions;
  readonly #rx: number[] = [];
  readonly #tx: number[] = [];
  readonly #sender: LineSender;
  readonly #receiver: LineReceiver | undefined;
  readonly #pulses = new PulseCounters();
  #raw = 0;
  #held = false;
  /** When the last byte came in, or the time-out was cleared; the silence counts from there. */
  #quietSince = 0;
  #timeout: Due | undefined;

  constructor(base: number, options: UartOptions) {
    super(UART, base);
    this.#options = options;
    const { clock, tx, rx } = options;
    const settings = { bitTime: () => this.bitTime, format: () => this.format };
    this.#sender = new LineSender(clock, tx, settings, () => this.#nextByte());
    if (!rx) return;
    this.#receiver = new LineReceiver(clock, rx, settings, byte => this.#receive(byte));
    rx.onWatch = frame => this.#watch(frame);
  }

  /** Nanoseconds per bit at the divider that is set. */
  get bitTime(): number {
    return Math.max(1, this.peek(CLKDIV.at)) * this.#options.clocks.busTick;
  }

  get format(): SerialFormat {
    const conf = this.peek(CONF0.at);
    const stop = field(conf, CONF0.bits.STOP_BITS);
    const odd = (conf & CONF0.bits.PARITY_ODD) !== 0;
    return {
      dataBits: (5 + field(conf, CONF0.bits.DATA_BITS)) as SerialFormat['dataBits'],
      parity: conf & CONF0.bits.PARITY_ENABLE ? (odd ? 'odd' : 'even') : 'none',
      stopBits: stop === 3 ? 2 : stop === 2 ? 1.5 : 1,
    };
  }

  get rxCount(): number {
    return this.#rx.length;
  }

  get txCount(): number {
    return this.#tx.length;
  }

  /** Nothing to send and nothing on the wire. */
  get txIdle(): boolean {
    return this.#tx.length === 0 && !this.#sender.busy;
  }

  /** Puts a byte into the transmit FIFO. */
  send(byte: number): void {
    if (this.#held) return;
    if (this.#tx.length < FIFO_SIZE) this.#tx.push(byte & 0xff);
    else this.lost.tx++;
    this.#sender.kick();
    this.#update();
  }

  /** Takes a byte out of the receive FIFO. */
  receive(): number | undefined {
    const byte = this.#rx.shift();
    this.#update();
    return byte;
  }

  override peek(offset: number): number {
    switch (offset) {
      case R.FIFO.at:
        return this.#rx[0] ?? 0;
      case R.INT_RAW.at:
        return this.#raw;
      case R.INT_ST.at:
        return this.#raw & super.peek(R.INT_ENA.at);
      case STATUS.at:
        return this.#statusWord();
      case R.LOWPULSE.at:
        return this.#pulses.shortestLow;
      case R.HIGHPULSE.at:
        return this.#pulses.shortestHigh;
      case R.RXD_CNT.at:
        return this.#pulses.edges;
      default:
        return super.peek(offset);
    }
  }

  override read(offset: number): number {
    return offset === R.FIFO.at ? (this.receive() ?? 0) : this.peek(offset);
  }

  override write(offset: number, value: number): void {
    switch (offset) {
      case R.FIFO.at:
        this.send(value);
        return;
      case R.INT_CLR.at:
        this.#clear(value);
        return;
      case R.INT_RAW.at:
      case R.INT_ST.at:
      case STATUS.at:
        return;
      case CLKDIV.at:
        super.write(offset, value & CLKDIV.bits.DIVIDER);
        return;
      case AUTOBAUD.at:
        if (value & ~super.peek(offset) & AUTOBAUD.bits.ENABLE) this.#pulses.restart();
        break;
      case CONF0.at:
        if (value & CONF0.bits.RX_RESET) this.#rx.length = 0;
        if (value & CONF0.bits.TX_RESET) this.#tx.length = 0;
        break;
    }
    super.write(offset, value);
    this.#update();
  }

  override hold(): void {
    this.#held = true;
    this.#sender.abort();
    this.#receiver?.reset();
    this.#options.clock.cancel(this.#timeout);
    this.#timeout = undefined;
    this.#rx.length = 0;
    this.#tx.length = 0;
    this.#raw = 0;
    this.words[R.INT_ENA.at >> 2] = 0;
    this.#update();
  }

  override reset(kind: ResetKind): void {
    this.hold();
    super.reset(kind);
    this.#pulses.restart();
    this.#raw = 0;
    this.#held = false;
  }

  #nextByte(): number | undefined {
    const byte = this.#tx.shift();
    if (byte !== undefined) this.onSend?.(byte);
    this.#update();
    return byte;
  }

  #receive({ value, framingError, parityError, isBreak }: ReceivedByte): void {
    if (this.#held) return;
    if (this.#rx.length < FIFO_SIZE) this.#rx.push(value);
    else {
      this.lost.rx++;
      this.#raw |= UART_INT.rxOverflow;
    }
    if (framingError) this.#raw |= UART_INT.framingError;
    if (parityError) this.#raw |= UART_INT.parityError;
    if (isBreak) this.#raw |= UART_INT.breakDetected;
    this.#quietSince = this.#options.clock.now;
    this.#update();
  }

  #statusWord(): number {
    return (
      this.#rx.length +
      inField(this.#tx.length, STATUS.bits.TX_COUNT) +
      (this.#sender.busy ? STATUS.bits.TX_BUSY : 0) +
      (this.#options.rx?.level(this.#options.clock.now) === 0 ? 0 : STATUS.bits.RX_LEVEL)
    );
  }

  #clear(mask: number): void {
    this.#raw &= ~mask;
    if (mask & UART_INT.rxTimeout) this.#quietSince = this.#options.clock.now;
    this.#update();
  }

  /** Brings interrupt bits, line and time-out in line with the FIFOs. Fill levels fire again while they last. */
  #update(): void {
    const conf = this.words[CONF1.at >> 2] ?? 0;
    if (this.#rx.length > 0 && this.#rx.length >= (conf & CONF1.bits.RX_FULL_AT))
      this.#raw |= UART_INT.rxFull;
    if (!this.#held && this.#tx.length <= field(conf, CONF1.bits.TX_EMPTY_AT)) this.#raw |= UART_INT.txEmpty;
    if (conf & CONF1.bits.RX_TIMEOUT_ENABLE && this.#rx.length > 0) this.#watchSilence();
    const status = this.#raw & (this.words[R.INT_ENA.at >> 2] ?? 0);
    this.#options.interrupts.set(INTERRUPT.uart, this, status !== 0);
  }

  /** One event looks at the silence; while bytes go on coming it moves on instead of being planned anew each time. */
  #watchSilence(): void {
    if (this.#timeout || this.#raw & UART_INT.rxTimeout) return;
    const steps = field(this.words[CONF1.at >> 2] ?? 0, CONF1.bits.RX_TIMEOUT);
    const due = this.#quietSince + steps * TIMEOUT_STEP_BITS * this.bitTime;
    this.#timeout = this.#options.clock.at(due, () => this.#silence(due));
  }

  #silence(due: number): void {
    this.#timeout = undefined;
    const steps = field(this.words[CONF1.at >> 2] ?? 0, CONF1.bits.RX_TIMEOUT);
    const enabled = ((this.words[CONF1.at >> 2] ?? 0) & CONF1.bits.RX_TIMEOUT_ENABLE) !== 0;
    const quietFrom = this.#quietSince + steps * TIMEOUT_STEP_BITS * this.bitTime;
    if (enabled && this.#rx.length > 0 && quietFrom <= due) this.#raw |= UART_INT.rxTimeout;
    this.#update();
  }

  #watch(frame: Frame): void {
    if (this.#held || !(super.peek(AUTOBAUD.at) & AUTOBAUD.bits.ENABLE)) return;
    this.#options.clock.at(frame.end, () => this.#pulses.count(frame, this.#options.clocks.busHz));
  }
}
