/**
 * A USB serial port that is not there, for an unmodified Chromium on Linux: builds the two C programs beside this file,
 * publishes ports and prepares a profile in which a page may use them already. Needs gcc; no root, no policy file.
 *
 * Limits: opening a port does not touch DTR and RTS as real drivers do; bytes travel at the speed of whoever is at the
 * far end; the port keeps its last settings when it is closed.
 */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findTool } from '../lx106.ts';

export const C_COMPILER = findTool('gcc', 'gcc libc6-dev');

const SOURCES = 'test/support/vserial';
const BUILD = 'test-results/vserial';

export interface PortTools {
  /** Goes into the browser by LD_PRELOAD: answers for libudev and for the modem lines. */
  readonly shim: string;
  /** One process for each port. */
  readonly host: string;
}

/** Compiles what is older than its source. @throws with the way to install gcc when it is missing. */
export const buildPortTools = (): PortTools => {
  mkdirSync(BUILD, { recursive: true });
  const shim = resolve(BUILD, 'vserial_preload.so');
  const host = resolve(BUILD, 'vserial-host');
  compile(shim, 'vserial_preload.c', ['-shared', '-fPIC'], ['-ldl', '-lpthread']);
  compile(host, 'vserial_host.c', [], []);
  return { shim, host };
};

const compile = (out: string, source: string, flags: readonly string[], libraries: readonly string[]) => {
  const path = join(SOURCES, source);
  if (existsSync(out) && statSync(out).mtimeMs > statSync(path).mtimeMs) return;
  const words = ['-O2', '-Wall', '-Wextra', '-Werror', ...flags, '-o', out, path, ...libraries];
  execFileSync(C_COMPILER.path(), words, { stdio: ['ignore', 'inherit', 'inherit'] });
};

/** How the port looks to the system. */
export interface PortIdentity {
  /** Shorter than 16 characters, beginning with `tty`; also the serial number of the device. */
  readonly name: string;
  readonly vendorId: number;
  readonly productId: number;
}

/** What the browser does with the port, in the order in which it does it. */
export type PortEvent =
  | { readonly kind: 'open' | 'close' }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'baud'; readonly rate: number }
  | { readonly kind: 'signals'; readonly dtr: boolean; readonly rts: boolean }
  | { readonly kind: 'break'; readonly on: boolean };

/** Type byte and a 32-bit length before every payload. */
const FRAME_HEAD = 5;

/** One pluggable port; it is plugged in from the moment it is made. */
export class VirtualPort {
  onEvent: ((event: PortEvent) => void) | undefined;
  /** The host process has ended: the port has left the system. */
  readonly gone: Promise<void>;
  readonly #process: ChildProcessWithoutNullStreams;
  #rest = Buffer.alloc(0);

  constructor(tools: PortTools, folder: string, { name, vendorId, productId }: PortIdentity) {
    this.#process = spawn(tools.host, [folder, name, hexId(vendorId), hexId(productId)]);
    this.#process.stderr.pipe(process.stderr);
    this.#process.stdin.on('error', () => undefined); // unplugged while bytes were on their way
    this.#process.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    this.gone = new Promise(done => this.#process.once('exit', () => done()));
  }

  /** Sends bytes to the browser; they are dropped while nobody has the port open. */
  write(bytes: Uint8Array): void {
    if (this.#process.stdin.writable) this.#process.stdin.write(bytes);
  }

  /** Pulls the cable out. */
  async unplug(): Promise<void> {
    this.#process.stdin.end();
    await this.gone;
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= FRAME_HEAD) {
      const end = FRAME_HEAD + this.#rest.readUInt32LE(1);
      if (this.#rest.length < end) return;
      const type = String.fromCharCode(this.#rest.readUInt8(0));
      const event = eventOf(type, this.#rest.subarray(FRAME_HEAD, end));
      this.#rest = this.#rest.subarray(end);
      this.onEvent?.(event);
    }
  }
}

const hexId = (id: number): string => id.toString(16).padStart(4, '0');

/** The frames of vserial_host.c. */
const eventOf = (type: string, payload: Buffer): PortEvent => {
  switch (type) {
    case 'O':
      return { kind: 'open' };
    case 'C':
      return { kind: 'close' };
    case 'D':
      return { kind: 'data', bytes: payload };
    case 'S':
      return { kind: 'baud', rate: payload.readUInt32LE(0) };
    case 'M':
      return {
        kind: 'signals',
        dtr: (payload.readUInt8(0) & 1) !== 0,
        rts: (payload.readUInt8(0) & 2) !== 0,
      };
    case 'B':
      return { kind: 'break', on: payload.readUInt8(0) !== 0 };
    default:
      throw new Error(`vserial-host sent a frame of type ${JSON.stringify(type)}`);
  }
};

/** Environment of the browser that is to see the ports published in `folder`. */
export const portEnvironment = (tools: PortTools, folder: string): Record<string, string> => {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), VSERIAL_DIR: folder, LD_PRELOAD: tools.shim };
};

export const temporaryFolder = (purpose: string): { path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), `twinslot-${purpose}-`));
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  };
};

/** Puts into a fresh profile folder that pages of `origin` may use these ports, as if a person had chosen them. */
export const grantPorts = (profile: string, origin: string, ports: readonly PortIdentity[]): void => {
  const devices = ports.map(({ name, vendorId, productId }) => ({
    name: 'Virtual ESP8266', // ID_MODEL_ENC of vserial_host.c
    vendor_id: vendorId,
    product_id: productId,
    serial_number: name,
  }));
  const grant = { last_modified: '13400000000000000', setting: { 'chosen-objects': devices } };
  const exceptions = { serial_chooser_data: { [`${origin},*`]: grant } };
  mkdirSync(join(profile, 'Default'));
  const preferences = JSON.stringify({ profile: { content_settings: { exceptions } } });
  writeFileSync(join(profile, 'Default', 'Preferences'), preferences);
};
