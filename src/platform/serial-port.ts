import type { PortIdentity } from '../jobs/ports.ts';

/** The part of Web Serial that is used: TypeScript knows nothing of it. In windows and in dedicated workers. */
export interface WebSerialPort extends EventTarget {
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  /** Not in every browser that has Web Serial. */
  readonly connected?: boolean;
  open(options: { readonly baudRate: number; readonly bufferSize: number }): Promise<void>;
  close(): Promise<void>;
  setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void>;
  getInfo(): PortIdentity;
  /** Takes the permission back. */
  forget?(): Promise<void>;
}

/** `connect` and `disconnect` come here for every granted port. */
export interface WebSerial extends EventTarget {
  /** The ports that this page may use and that are plugged in. */
  getPorts(): Promise<WebSerialPort[]>;
  /** Opens the chooser; in windows only, and only in a click. @throws DOMException `NotFoundError` when nothing was chosen. */
  requestPort?(): Promise<WebSerialPort>;
}

/** Web Serial, where this browser has it in this realm. */
export const webSerial = (): WebSerial | undefined =>
  (globalThis.navigator as unknown as { readonly serial?: WebSerial }).serial;

export const sameIdentity = (a: PortIdentity, b: PortIdentity): boolean =>
  a.usbVendorId === b.usbVendorId && a.usbProductId === b.usbProductId && a.virtual === b.virtual;

/** How one realm finds a port that another one means: ports cannot be passed on, their order is the same everywhere. */
export interface PortPlace {
  readonly identity: PortIdentity;
  /** Among the granted ports with this identity. */
  readonly index: number;
  /** So many with this identity there are; with another number of them, the index means nothing. */
  readonly of?: number;
}

/** The port at this place; undefined while it is not plugged in. */
export async function portAt(
  serial: WebSerial,
  { identity, index, of }: PortPlace,
): Promise<WebSerialPort | undefined> {
  const ports = await serial.getPorts();
  const alike = ports.filter(port => sameIdentity(port.getInfo(), identity));
  return of === undefined || alike.length === of ? alike[index] : undefined;
}

/**
 * One port, followed by its object from when it was found: of several that look the same, the places of the others
 * change whenever a cable comes out.
 */
export class HeldPort {
  readonly #serial: WebSerial;
  #place: PortPlace | undefined;
  #port: WebSerialPort | undefined;
  #foundAt: PortPlace | undefined;

  constructor(serial: WebSerial, place: PortPlace) {
    this.#serial = serial;
    this.#place = place;
  }

  /** Where it is now; while the port that was found is there, that one stays. */
  moveTo(place: PortPlace): void {
    this.#place = place;
  }

  /** The port; undefined while it is not plugged in. */
  async find(): Promise<WebSerialPort | undefined> {
    if (this.#port && (await this.#serial.getPorts()).includes(this.#port)) return this.#port;
    // Where it was, another one of the same kind may be by now; who gave the place says where it is next.
    if (this.#port && this.#foundAt === this.#place && (this.#place?.of ?? 1) > 1) this.#place = undefined;
    this.#port = undefined;
    this.#foundAt = this.#place;
    this.#port = this.#place && (await portAt(this.#serial, this.#place));
    return this.#port;
  }
}
