import { bridgeName, usbId } from '../../core/device/bridges.ts';
import type { PortIdentity } from '../../jobs/ports.ts';
import { sameIdentity, type WebSerial, type WebSerialPort } from '../../platform/serial-port.ts';
import type { LanePort } from '../../worker/lane-protocol.ts';
import type { PortChoice } from './lane-view.ts';

/** A port of the browser, by what a worker can find again. */
export interface FoundPort {
  readonly id: string;
  readonly place: Extract<LanePort, { readonly kind: 'usb' }>;
  readonly port: WebSerialPort;
  readonly choice: PortChoice;
}

/** `10c4:ea60 0`: one for each bridge and port. */
const linkKeyOf = (identity: PortIdentity, number: number): string => `${idsOf(identity)} ${number}`;

const idsOf = ({ usbVendorId, usbProductId, virtual }: PortIdentity): string => {
  if (virtual) return 'virtual';
  // Ports that are no USB devices (built-in ones, Bluetooth) have no ids.
  return usbVendorId === undefined || usbProductId === undefined ? 'other' : usbId(usbVendorId, usbProductId);
};

/**
 * The granted ports that are plugged in. Each keeps its number among those that look the same as long as it is in,
 * whatever becomes of the others; the next one to come takes the lowest free number, so that a cable that was out is
 * in its old lane again.
 */
export class PortDirectory {
  readonly #serial: WebSerial;
  readonly #numbers = new Map<WebSerialPort, number>();

  constructor(serial: WebSerial) {
    this.#serial = serial;
  }

  async found(): Promise<readonly FoundPort[]> {
    const ports = await this.#serial.getPorts();
    for (const port of this.#numbers.keys()) if (!ports.includes(port)) this.#numbers.delete(port);
    return ports.map(port => this.#describe(port, ports));
  }

  #describe(port: WebSerialPort, ports: readonly WebSerialPort[]): FoundPort {
    const { usbVendorId, usbProductId, virtual } = port.getInfo();
    const identity: PortIdentity = {
      ...(usbVendorId !== undefined && { usbVendorId }),
      ...(usbProductId !== undefined && { usbProductId }),
      ...(virtual && { virtual }),
    };
    const alike = ports.filter(other => sameIdentity(other.getInfo(), identity));
    const number = this.#numberOf(port, alike);
    const id = linkKeyOf(identity, number);
    const bridge =
      usbVendorId === undefined || usbProductId === undefined
        ? undefined
        : bridgeName(usbVendorId, usbProductId);
    return {
      ...{ id, port },
      place: { kind: 'usb', identity, index: alike.indexOf(port), of: alike.length },
      choice: {
        ...{ id, identity },
        ...(bridge && { bridge }),
        ...((alike.length > 1 || number > 0) && { number: number + 1 }),
      },
    };
  }

  #numberOf(port: WebSerialPort, alike: readonly WebSerialPort[]): number {
    const known = this.#numbers.get(port);
    if (known !== undefined) return known;
    const taken = new Set(alike.map(other => this.#numbers.get(other)));
    let number = 0;
    while (taken.has(number)) number++;
    this.#numbers.set(port, number);
    return number;
  }
}
