/**
 * The SDK's upgrade client (libupgrade.a of SDK 3.0.4, ota.md sections 2 to 5), with its strictness and its gaps:
 * HEAD for the length, erase, GET, check. It fails loudly in few cases; in most it stalls until `check_times`.
 * Assumptions: a request that is refused leaves the 10 s timer to end everything; a check always runs 10 ms behind
 * its cause, as a failure does.
 */
import { crc32 } from '../../core/bytes/crc32.ts';
import { readLittleEndian } from '../../core/bytes/struct.ts';
import type { Slot } from '../../core/esp8266/flash-map.ts';
import type { Due } from '../clock.ts';
import { readHeader, textOf } from './http-answer.ts';
import type { SdkCpu, SdkTask } from './sdk-cpu.ts';
import { type SdkFlash, SECTOR } from './sdk-flash.ts';
import type { Connection, ConnectionEvents } from './tcp.ts';

/** What the application hands to system_upgrade_start, and where the image goes. */
export interface UpgradeOptions {
  /** The whole text of the GET request. */
  readonly request: string;
  /** ms */
  readonly checkTimes: number;
  /** Whether a header that comes in pieces is recognised. */
  readonly knowsBegunHeader: boolean;
  readonly target: Slot;
  readonly firstSector: number;
  /** Bytes. */
  readonly partition: number;
}

export interface UpgradeSystem {
  readonly cpu: SdkCpu;
  readonly flash: SdkFlash;
  /** Opens a connection to the server. */
  connect(events: ConnectionEvents): Connection;
  /** The client's check callback; the connection is closed behind it. */
  checked(good: boolean): void;
  /** The client is gone without having called back. */
  forgotten(): void;
}

const CONNECT_LIMIT_MS = 10_000;
const CHECK_DELAY_MS = 10;
/** Between two sectors the program gets the CPU, ms: 45 ms of erasing make the 50 ms per sector that were seen. */
const ERASE_GAP_MS = 5;
const MOST_SECTORS = 240;
/** What system_get_free_heap_size gives: the order of magnitude of an application with little in it. */
const FREE_HEAP = 45_000;
const MAGICS = [
  [0xe9, 0x03],
  [0xea, 0x04],
] as const;

type Phase =
  /** Waits for the length, then erases. */
  | 'head'
  | 'erase'
  | 'get'
  /** Nothing that comes matters any more: the check is near, or the time-out. */
  | 'over';

export class UpgradeClient {
  readonly #options: UpgradeOptions;
  readonly #system: UpgradeSystem;
  #phase: Phase = 'head';
  #connection: Connection | undefined;
  #connectTimer: Due | undefined;
  #deadline: Due | undefined;
  /** Content-Length as the client has understood it last. */
  #length = 0;
  /** Body bytes that came. */
  #total = 0;
  /** Bytes behind the last whole group of four. */
  #carry: Uint8Array = new Uint8Array(0);
  #good = false;

  constructor(options: UpgradeOptions, system: UpgradeSystem) {
    this.#options = options;
    this.#system = system;
  }

  /** system_upgrade_start. */
  *start(): SdkTask {
    const { cpu } = this.#system;
    const { checkTimes, partition } = this.#options;
    yield* cpu.print(`system_upgrade_start\nupgrade_connect ${FREE_HEAP}\n`);
    yield* cpu.print(`max sec:${Math.ceil(partition / SECTOR)}\n`);
    this.#connectTimer = cpu.timer(CONNECT_LIMIT_MS, () => this.#giveUpConnecting());
    this.#deadline = cpu.timer(checkTimes, () => this.#check());
    this.#connect(this.#headRequest);
  }

  /** Every GET becomes HEAD and every keep-alive becomes close, wherever they stand. */
  get #headRequest(): string {
    return this.#options.request.replaceAll('GET', 'HEAD').replaceAll('keep-alive', 'close');
  }

  #connect(request: string): void {
    const { cpu } = this.#system;
    const connection = this.#system.connect({
      connected: () => cpu.post(() => this.#connected(connection, request)),
      segment: (bytes, taken) => cpu.post(() => this.#segment(connection, bytes, taken)),
      ended: () => cpu.post(() => this.#closed(connection)),
      gone: () => cpu.post(() => this.#closed(connection)),
    });
    this.#connection = connection;
  }

  *#connected(connection: Connection, request: string): SdkTask {
    const { cpu } = this.#system;
    if (connection !== this.#connection) return;
    cpu.cancel(this.#connectTimer);
    yield* cpu.print('upgrade_connect_cb\n');
    connection.send(bytesOf(request));
  }

  *#segment(connection: Connection, bytes: Uint8Array, taken: () => void): SdkTask {
    if (connection === this.#connection) {
      if (!connection.open) this.#fail();
      else if (this.#phase === 'head') yield* this.#readHead(connection, bytes);
      else if (this.#phase === 'get') yield* this.#download(connection, bytes);
    }
    taken();
  }

  /** Before the length is known this is the end of the update; later the client does not notice. */
  #closed(connection: Connection): void {
    if (connection === this.#connection && this.#phase === 'head') this.#phase = 'over';
  }

  *#readHead(connection: Connection, bytes: Uint8Array): SdkTask {
    const { cpu } = this.#system;
    yield* cpu.print(`pusrdata = ${textOf(bytes)}\n`);
    const header = readHeader(bytes);
    if (header.kind === 'length') yield* this.#takeLength(connection, header.length);
    else yield* this.#noLength(header.kind, connection);
  }

  *#noLength(kind: Exclude<ReturnType<typeof readHeader>['kind'], 'length'>, to: Connection): SdkTask {
    const { cpu } = this.#system;
    if (kind === 'no-name') yield* cpu.print('Content-Length: failed\n');
    if (kind === 'no-value') yield* cpu.print('sumlength failed\n');
    if (kind === 'begun' && this.#options.knowsBegunHeader) {
      yield* cpu.print('http head in process.\n');
    } else if (kind === 'other' && this.#options.knowsBegunHeader) {
      yield* cpu.print('server do not support HEAD method now send GET message\n');
      to.send(bytesOf(this.#options.request));
    } else this.#phase = 'over';
  }

  *#takeLength(connection: Connection, length: number): SdkTask {
    yield* this.#system.cpu.print(`sumlength = ${length} \n`);
    this.#length = length;
    if (!this.#fits) {
      this.#fail();
      return;
    }
    this.#phase = 'erase';
    connection.end();
    this.#connection = undefined; // whatever else comes from there is not heard
    this.#system.cpu.post(() => this.#beginErase());
  }

  get #fits(): boolean {
    return this.#length > 0 && this.#length <= this.#options.partition;
  }

  *#beginErase(): SdkTask {
    const { cpu } = this.#system;
    const count = Math.ceil(this.#length / SECTOR);
    if (count > MOST_SECTORS) {
      yield* cpu.print(`num max=${MOST_SECTORS}\n`);
      this.#phase = 'over';
      return;
    }
    yield* cpu.print(`sec_block ${count}\n`);
    cpu.post(() => this.#erase(0, count));
  }

  /** One sector, one task. */
  *#erase(index: number, count: number): SdkTask {
    const { cpu, flash } = this.#system;
    if (this.#phase !== 'erase') return;
    const sector = this.#options.firstSector + index;
    const error = yield* flash.eraseSector(sector);
    yield* cpu.print('.');
    yield* cpu.print(`erase sector=${sector} ${error ? `err=${error}` : 'ok'}\n`);
    if (error) this.#phase = 'over';
    else if (index + 1 < count) cpu.timer(ERASE_GAP_MS, () => this.#erase(index + 1, count));
    else {
      yield* cpu.print(`ALL=${count} sectors erase ok!\n`);
      this.#phase = 'get';
      this.#connect(this.#options.request);
    }
  }

  *#download(connection: Connection, bytes: Uint8Array): SdkTask {
    const { cpu } = this.#system;
    const header = readHeader(bytes);
    if (this.#total === 0 && header.kind === 'length') {
      yield* cpu.print(`sumlength = ${header.length} \nupgrade file download start.\n`);
      this.#length = header.length;
      yield* this.#firstBody(bytes, header.body);
    } else if (this.#total === 0 && (header.kind === 'no-name' || header.kind === 'no-value')) {
      yield* this.#noLength(header.kind, connection);
    } else if (this.#options.knowsBegunHeader && textOf(bytes).includes('200 OK\r\n')) {
      yield* cpu.print('http head in process..\n');
    } else {
      this.#total += bytes.length;
      yield* cpu.print(`totallen = ${this.#total}\n`);
      yield* this.#write(bytes);
      yield* this.#finish(bytes);
    }
  }

  /** Magic and slot are looked at only where they share a segment with the header. */
  *#firstBody(segment: Uint8Array, from: number): SdkTask {
    const { cpu } = this.#system;
    const body = segment.subarray(from);
    const wrong = !this.#fits ? '' : body.length > 0 ? this.#refusal(body) : undefined;
    if (wrong !== undefined) {
      yield* cpu.print(wrong);
      this.#fail();
      return;
    }
    this.#total = body.length;
    yield* this.#write(body);
    yield* this.#finish(segment);
  }

  #refusal(body: Uint8Array): string | undefined {
    if (!MAGICS.some(([first, second]) => body[0] === first && body[1] === second)) return 'error bin file\n';
    const slot = this.#options.target === 'user1' ? 1 : 2;
    return body[3] === slot ? undefined : 'please check the bin file\n';
  }

  /** Whole groups of four; what is left waits for the next segment, and at the end for ever. */
  *#write(bytes: Uint8Array): SdkTask {
    const data = new Uint8Array(this.#carry.length + bytes.length);
    data.set(this.#carry);
    data.set(bytes, this.#carry.length);
    const whole = data.length & ~3;
    this.#carry = data.slice(whole);
    const at = this.#options.firstSector * SECTOR + ((this.#total & ~3) - whole);
    yield* this.#system.flash.write(at, data.subarray(0, whole));
  }

  /** Compares when the count fits exactly, and only then. The CRC word is the end of the last segment. */
  *#finish(segment: Uint8Array): SdkTask {
    if (this.#total !== this.#length) return;
    const { cpu, flash } = this.#system;
    yield* cpu.print('upgrade file download finished.\n');
    const checked = Math.max(0, this.#length - 4);
    const image = yield* flash.read(this.#options.firstSector * SECTOR, checked);
    const flashCrc = Math.abs(~crc32(image) | 0) >>> 0;
    const imageCrc = readLittleEndian(lastWord(segment), 0, 4);
    yield* cpu.print(`flash_crc = ${flashCrc} \nimg_crc = ${imageCrc}\n`);
    this.#good = flashCrc === imageCrc;
    this.#fail();
  }

  /** The check comes soon; it finds what `#good` says. */
  #fail(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    this.#system.cpu.timer(CHECK_DELAY_MS, () => this.#check());
  }

  /** upgrade_check: by the client, or by the time-out at any moment. */
  *#check(): SdkTask {
    const { cpu } = this.#system;
    this.#phase = 'over';
    cpu.cancel(this.#deadline);
    cpu.cancel(this.#connectTimer);
    yield* cpu.print('upgrade_check\n');
    this.#system.checked(this.#good);
    this.#connection?.end();
    this.#connection = undefined;
  }

  /** Nobody answered within 10 s: everything is freed, nothing is said. */
  #giveUpConnecting(): void {
    this.#phase = 'over';
    this.#system.cpu.cancel(this.#deadline);
    this.#connection?.reset();
    this.#connection = undefined;
    this.#system.forgotten();
  }
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0));

/** The last four bytes; zeros where the segment is shorter (on a chip: whatever lies before it). */
function lastWord(segment: Uint8Array): Uint8Array {
  const word = new Uint8Array(4);
  const tail = segment.subarray(-4);
  word.set(tail, 4 - tail.length);
  return word;
}
