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
export const linkKeyOf = (identity: PortIdentity, index: number): string => `${idsOf(identity)} ${index}`;

const idsOf = ({ usbVendorId, usbProductId, virtual }: PortIdentity): string => {
  if (virtual) return 'virtual';
  // Ports that are no USB devices (built-in ones, Bluetooth) have no ids.
  return usbVendorId === undefined || usbProductId === undefined ? 'other' : usbId(usbVendorId, usbProductId);
};

/** The granted ports that are plugged in, each with its place among those that look the same. */
export async function foundPorts(serial: WebSerial): Promise<readonly FoundPort[]> {
  const ports = await serial.getPorts();
  return ports.map(port => {
    const identity = port.getInfo();
    const alike = ports.filter(other => sameIdentity(other.getInfo(), identity));
    const index = alike.indexOf(port);
    const id = linkKeyOf(identity, index);
    const { usbVendorId, usbProductId } = identity;
    const bridge =
      usbVendorId === undefined || usbProductId === undefined
        ? undefined
        : bridgeName(usbVendorId, usbProductId);
    return {
      id,
      port,
      place: {
        kind: 'usb',
        identity: {
          ...(usbVendorId !== undefined && { usbVendorId }),
          ...(usbProductId !== undefined && { usbProductId }),
        },
        index,
      },
      choice: { id, identity, ...(bridge && { bridge }), ...(alike.length > 1 && { number: index + 1 }) },
    };
  });
}
