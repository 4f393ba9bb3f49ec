/**
 * The device's own servers, as the demo firmware has them: a connection to port 88 starts the update, and port 80
 * sends a page with the build number before it has read a request. Source: ota.md section 7.
 */
import { connect, type Socket } from 'node:net';
import { type Finding, finding } from '../core/findings.ts';
import { buildOn } from '../core/ota/device-page.ts';
import type { OwnAddress } from '../core/ota/relay-messages.ts';
import { Problem, refuse } from '../core/problem.ts';
import { isDeviceAddress, ownAddresses, ownAddressFor } from './networks.ts';

export interface DevicePorts {
  readonly trigger: number;
  readonly page: number;
}
export const DEVICE_PORTS: DevicePorts = { trigger: 88, page: 80 };

/** Seconds to connect, and for a page to come. */
const PATIENCE = 5;
/** Milliseconds in which a device that sends by itself has begun; others want a request. */
const SPEAKS_FIRST = 500;
/** Milliseconds for the device to close after a knock. */
const AFTER_KNOCK = 2000;
const PAGE_LIMIT = 64 * 1024;

/**
 * Connects to the device, which starts its update, and waits for it to close.
 * @returns the address of this computer that the device will call back. @throws Problem that says why not.
 */
export async function knock(address: string, port: number, own = ownAddresses()): Promise<string> {
  const socket = await reach(address, port, own);
  const self = socket.localAddress ?? '';
  await received(socket, { limit: PAGE_LIMIT, ms: AFTER_KNOCK });
  return self;
}

/** The number behind "build" on the page of a device; none on pages without. @throws Problem that says why not. */
export async function readBuild(
  address: string,
  port: number,
  own = ownAddresses(),
): Promise<number | undefined> {
  const socket = await reach(address, port, own);
  const ask = setTimeout(() => socket.write('GET / HTTP/1.0\r\n\r\n'), SPEAKS_FIRST);
  socket.once('data', () => clearTimeout(ask));
  socket.once('close', () => clearTimeout(ask));
  const text = await received(socket, { limit: PAGE_LIMIT, ms: PATIENCE * 1000 });
  return buildOn(text);
}

async function reach(address: string, port: number, own: readonly OwnAddress[]): Promise<Socket> {
  if (!isDeviceAddress(address)) refuse('device-address-bad', { address: address.slice(0, 64) });
  // Only into networks of this computer: a device elsewhere could not call back, and it would be somebody else's.
  if (!ownAddressFor(address, own)) {
    const networks = own.filter(({ prefix }) => prefix > 8).map(o => `${o.address}/${o.prefix}`);
    refuse('device-not-here', { address, networks });
  }
  const socket = connect({ host: address, port, noDelay: true });
  socket.on('error', () => {});
  return new Promise((resolve, reject) => {
    const fail = (why: Finding): void => {
      socket.destroy();
      reject(new Problem(why));
    };
    const silent = finding('device-silent', { address, port, seconds: PATIENCE });
    const timer = setTimeout(() => fail(silent), PATIENCE * 1000);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code === 'ECONNREFUSED') fail(finding('device-port-closed', { address, port }));
      else if (error.code === 'ETIMEDOUT') fail(silent);
      else fail(finding('device-unreachable', { address, reason: error.code ?? error.message }));
    });
  });
}

/** What comes until the other side closes, the time is over, or it is enough. */
const received = (socket: Socket, { limit, ms }: { limit: number; ms: number }): Promise<string> =>
  new Promise(resolve => {
    let text = '';
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on('data', bytes => {
      text = (text + bytes.toString('latin1')).slice(0, limit);
      if (text.length === limit) socket.destroy();
    });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
