/** The networks of this computer, and whether a device is on one of them. */
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { OwnAddress } from '../core/ota/relay-messages.ts';

/** Every IPv4 address of this computer; those of the computer itself (127.0.0.1) last. */
export function ownAddresses(): OwnAddress[] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, infos = []]) =>
    infos.filter(info => info.family === 'IPv4').map(info => ({ ...info, name })),
  );
  return [...found.filter(info => !info.internal), ...found.filter(info => info.internal)].map(
    ({ address, cidr, name }) => ({ address, prefix: Number(cidr?.split('/')[1] ?? 32), name }),
  );
}

/** The address of this computer in the network of `device`. */
export const ownAddressFor = (device: string, own: readonly OwnAddress[]): OwnAddress | undefined =>
  own.find(({ address, prefix }) => networkOf(address, prefix) === networkOf(device, prefix));

/** Whether somebody can have such an address: no broadcast to all, no group. */
export const isDeviceAddress = (text: string): boolean =>
  isIPv4(text) && numberOf(text) >>> 24 !== 0 && numberOf(text) >>> 24 < 224;

const networkOf = (address: string, prefix: number): number =>
  prefix === 0 ? 0 : (numberOf(address) >>> (32 - prefix)) >>> 0;

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0);
