/**
 * The network side of a virtual board, for whoever connects it to a network.
 *
 * A board has no radio. What its network does once an application runs is a model: the update client of the SDK and
 * the demo firmware around it (ota.md). Ports 80 (a page with the build number) and 88 (a connection starts the
 * update) are open while the CPU runs a program that announces itself through the host register (announcement.ts),
 * and answer for the slot and build that are in that program's own memory. A crash, a hang, a reset or power-off
 * closes them at once, and open connections die.
 *
 * To use it, hand over messages (messages.ts) in both directions; both sides may be called at any moment:
 *
 *     board.network.onMessage = message => …;   // board → world: listen, connect, segment, taken, end, reset
 *     board.network.receive(message);           // world → board: connect, connected, segment, end, reset
 *
 * All time is the board's virtual time: who connects it to real sockets lets the board run at the pace of the clock on
 * the wall (src/cli/board/net does), who scripts the other side may run it as fast as it goes. Ports, request text,
 * time-outs and SDK version are settings (`network` in the board's configuration, settings.ts).
 */
import type { VirtualClock } from '../clock.ts';
import type { Costs } from '../costs.ts';
import type { NorFlash } from '../flash/nor-flash.ts';
import type { Uart } from '../soc/uart.ts';
import { type Identity, identityAt, LEASE } from './announcement.ts';
import { DemoFirmware } from './demo-firmware.ts';
import type { BoardMessage, WorldMessage } from './messages.ts';
import { SdkCpu } from './sdk-cpu.ts';
import { SdkFlash } from './sdk-flash.ts';
import type { NetworkSettings } from './settings.ts';
import { BoardTcp } from './tcp.ts';

export interface NetworkOptions {
  readonly settings: NetworkSettings;
  readonly clock: VirtualClock;
  readonly costs: Costs;
  readonly flash: NorFlash;
  readonly uart: Uart;
  /** The CPU's memory. */
  readonly read: (address: number, length: number) => Uint8Array;
  /** Stops the program, or lets it go on. */
  readonly pause: (paused: boolean) => void;
  /** Resets the chip by software. */
  readonly restart: () => void;
}

export class BoardNetwork {
  /** Board → world. */
  onMessage: ((message: BoardMessage) => void) | undefined;
  readonly #options: NetworkOptions;
  readonly #cpu: SdkCpu;
  readonly #flash: SdkFlash;
  readonly #tcp: BoardTcp;
  #firmware: DemoFirmware | undefined;
  /** When the announcement runs out. */
  #leaseEnd = 0;
  #watching = false;

  constructor(options: NetworkOptions) {
    this.#options = options;
    const { clock, uart, costs, flash, pause, settings } = options;
    this.#cpu = new SdkCpu({ clock, uart, pause });
    this.#flash = new SdkFlash({ clock, costs, flash });
    this.#tcp = new BoardTcp({
      window: settings.window,
      segment: settings.segment,
      send: message => this.onMessage?.(message),
      accept: (connection, port, from) => this.#firmware?.accept(connection, port, from),
    });
  }

  /** The application that has announced itself. */
  get application(): Identity | undefined {
    return this.#firmware?.identity;
  }

  /** Ports that take connections now. */
  get ports(): readonly number[] {
    return this.#tcp.ports;
  }

  /** World → board. */
  receive(message: WorldMessage): void {
    this.#tcp.receive(message);
  }

  /** The program wrote to the host register. */
  announce(address: number): void {
    const identity = identityAt(address, this.#options.read);
    if (!identity) {
      this.silence();
      return;
    }
    const { settings, clock } = this.#options;
    this.#leaseEnd = clock.now + LEASE;
    if (!this.#watching) this.#watch();
    if (this.#firmware) this.#firmware.identity = identity;
    else this.#firmware = this.#start(identity);
    this.#tcp.listen([settings.pagePort, settings.triggerPort]);
  }

  /** No application runs (any more): reset, power-off, crash, hang. */
  silence(): void {
    this.#firmware = undefined;
    this.#cpu.stop();
    this.#tcp.silence();
  }

  #start(identity: Identity): DemoFirmware {
    const { settings, restart } = this.#options;
    return new DemoFirmware(
      { settings, restart, cpu: this.#cpu, flash: this.#flash, tcp: this.#tcp, address: DEVICE_ADDRESS },
      identity,
    );
  }

  /** A program that has not announced itself for LEASE hangs; while the SDK has the CPU it cannot. */
  #watch(): void {
    const { clock } = this.#options;
    this.#watching = true;
    clock.at(this.#leaseEnd, () => {
      this.#watching = false;
      if (!this.#firmware) return;
      if (this.#cpu.busy) this.#leaseEnd = Math.max(this.#leaseEnd, clock.now + LEASE);
      if (clock.now < this.#leaseEnd) this.#watch();
      else this.silence();
    });
  }
}

/** Of the demo firmware's access point. */
const DEVICE_ADDRESS = '192.168.123.1';
