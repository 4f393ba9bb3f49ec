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
}

/** The port at this place; undefined while it is not plugged in. */
export async function portAt(
  serial: WebSerial,
  { identity, index }: PortPlace,
): Promise<WebSerialPort | undefined> {
  const ports = await serial.getPorts();
  return ports.filter(port => sameIdentity(port.getInfo(), identity))[index];
}
