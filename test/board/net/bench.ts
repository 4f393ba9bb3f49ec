/** The update client alone: clock, flash, serial line and TCP, no CPU. The running slot and the map are given. */
import type { RunUntil } from '../../../src/board/board.ts';
import { VirtualClock } from '../../../src/board/clock.ts';
import { type Costs, costsOf } from '../../../src/board/costs.ts';
import { NorFlash } from '../../../src/board/flash/nor-flash.ts';
import type { BoardMessage } from '../../../src/board/net/messages.ts';
import { SdkCpu, type SdkTask } from '../../../src/board/net/sdk-cpu.ts';
import { SdkFlash } from '../../../src/board/net/sdk-flash.ts';
import { BoardTcp } from '../../../src/board/net/tcp.ts';
import { UpgradeClient, type UpgradeOptions } from '../../../src/board/net/upgrade-client.ts';
import { ChipClocks } from '../../../src/board/soc/clocks.ts';
import { InterruptLines } from '../../../src/board/soc/interrupts.ts';
import { Uart } from '../../../src/board/soc/uart.ts';
import { UART } from '../../../src/board/soc/uart-registers.ts';
import { SerialWire } from '../../../src/board/wire/serial-line.ts';
import { MS } from '../board/test-board.ts';
import { type Answer, type Device, HOST, header, pieces, World } from './world.ts';

export const CHECK_TIMES = 60_000;

const OPTIONS: UpgradeOptions = {
  request: 'GET /user2.bin HTTP/1.0\r\nConnection: close\r\n\r\n\r',
  checkTimes: CHECK_TIMES,
  knowsBegunHeader: true,
  target: 'user2',
  firstSector: 0x81,
  partition: 0x7a000,
};

export type Verdict =
  /** The check callback said yes, or no, shortly after the cause. */
  | 'good'
  | 'bad'
  /** It said no when the time was up. */
  | 'timed out'
  /** Nothing was said at all. */
  | 'forgotten';

export class Bench implements Device {
  readonly clock = new VirtualClock();
  readonly flash: NorFlash;
  readonly network: Device['network'];
  readonly world: World;
  readonly cpu: SdkCpu;
  readonly sdkFlash: SdkFlash;
  /** What the application does about a good update. */
  onGood: (() => SdkTask) | undefined;
  /** What came out of the serial port, line ends as they are on the wire. */
  serial = '';
  verdict: Verdict | undefined;
  readonly #client: UpgradeClient;

  constructor(
    changes: Partial<UpgradeOptions> = {},
    costs: Costs = costsOf(),
    from: NorFlash | number = 0x100000,
  ) {
    const { clock } = this;
    if (typeof from === 'number') {
      this.flash = new NorFlash({ size: from, jedecId: 0x1440ef, costs, clock });
      this.flash.load(0, Uint8Array.of(0xe9, 0, 0, from === 0x200000 ? 0x50 : 0x20));
    } else this.flash = from.fork({ costs, clock });
    this.sdkFlash = new SdkFlash({ clock, costs, flash: this.flash });
    const uart = this.#uart(costs);
    this.cpu = new SdkCpu({ clock, uart, pause: () => {} });
    const tcp = new BoardTcp({
      ...{ window: 5840, segment: 1460, accept: () => {} },
      send: message => this.network.onMessage?.(message),
    });
    this.network = {
      onMessage: undefined as ((message: BoardMessage) => void) | undefined,
      receive: m => tcp.receive(m),
    };
    this.world = new World(this);
    this.#client = new UpgradeClient(
      { ...OPTIONS, ...changes },
      {
        cpu: this.cpu,
        flash: this.sdkFlash,
        connect: events => tcp.connect(HOST, 8888, events),
        checked: good => {
          const { onGood } = this;
          if (good && onGood) this.cpu.post(onGood);
          this.verdict = good ? 'good' : clock.now >= CHECK_TIMES * MS ? 'timed out' : 'bad';
        },
        forgotten: () => {
          this.verdict = 'forgotten';
        },
      },
    );
  }

  #uart(costs: Costs): Uart {
    const { clock } = this;
    const interrupts = new InterruptLines();
    const clocks = new ChipClocks(26_000_000, costs);
    const uart = new Uart(0x60000000, { clock, clocks, interrupts, tx: new SerialWire() });
    uart.write(UART.registers.CLKDIV.at, 451); // 115200
    uart.onSend = byte => {
      this.serial += String.fromCharCode(byte);
    };
    return uart;
  }

  run(target: number | RunUntil): boolean {
    const end = typeof target === 'number' ? target : this.clock.now + target.limitNs;
    const done = typeof target === 'number' ? () => false : target.until;
    while (!done()) {
      if (this.clock.nextAt > end) {
        this.clock.advanceTo(end);
        return done();
      }
      this.clock.advanceTo(this.clock.nextAt);
    }
    return true;
  }

  /** A whole update; gives how it ended, or undefined when the client says nothing for longer than it may. */
  update(server: World['server']): Verdict | undefined {
    this.world.server = server;
    this.cpu.post(() => this.#client.start());
    this.run({ until: () => this.verdict !== undefined, limitNs: 2 * CHECK_TIMES * MS });
    this.run(this.clock.now + 100 * MS);
    return this.verdict;
  }

  /** Lines on the serial port. */
  get lines(): string[] {
    return this.serial.split('\r\n');
  }

  /** What the target holds. */
  written(length: number, sector = 0x81): Uint8Array {
    return this.flash.peek(sector * 0x1000, length);
  }
}

/** Answers HEAD with these segments, and GET as it should be. */
export const head =
  (image: Uint8Array, ...segments: readonly (string | Uint8Array)[]): Answer =>
  (peer, request) => {
    if (request.startsWith('HEAD')) peer.send(...segments);
    else peer.send(header(image.length), ...pieces(image));
  };

/** Answers HEAD as it should be, and GET with these segments. */
export const get =
  (length: number, ...segments: readonly (string | Uint8Array)[]): Answer =>
  (peer, request) => {
    if (request.startsWith('HEAD')) peer.send(header(length));
    else peer.send(...segments);
  };

/** CRC word as images.md says it: zlib's CRC-32 without the last inversion, its absolute value as int32. */
export function crcWord(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++)
      register = register & 1 ? (register >>> 1) ^ 0xedb88320 : register >>> 1;
  }
  return Math.abs(register | 0) >>> 0;
}

/** Bytes that the client takes for an image: magic, slot, and the CRC word at the end. */
export function fakeImage(length: number, { slot = 2, magic = [0xea, 0x04], seed = 1 } = {}): Uint8Array {
  const bytes = Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 0x9e3779b1) >>> 24) & 0xff);
  bytes.set([...magic, 0, slot]);
  new DataView(bytes.buffer).setUint32(length - 4, crcWord(bytes.subarray(0, -4)), true);
  return bytes;
}
