/**
 * Whether the other end has acknowledged everything. Node has no call for it; Linux tells in a file how many bytes
 * of every connection are not acknowledged yet. Source: proc_net_tcp.txt of the Linux kernel.
 */
import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';

const TABLE = '/proc/net/tcp';

/** Whether this system tells. */
export const CAN_TELL = readable(TABLE);

/** Milliseconds between two looks, at most. */
const SLOWEST_LOOK = 20;

/** Until everything written to the socket is acknowledged, or the socket is closed. IPv4 only. */
export async function acknowledged(socket: Socket): Promise<void> {
  for (let pause = 1; !socket.closed; pause = Math.min(2 * pause, SLOWEST_LOOK)) {
    if ((await unacknowledged(socket)) === 0) return;
    await new Promise(resolve => setTimeout(resolve, pause));
  }
}

/** Bytes on their way; 0 also for a connection that the table does not have any more. */
async function unacknowledged(socket: Socket): Promise<number> {
  const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = socket;
  const key = ` ${place(localAddress, localPort)} ${place(remoteAddress, remotePort)} `;
  const table = await readFile(TABLE, 'latin1');
  const at = table.indexOf(key);
  const [, waiting = '0'] = /^\w\w (\w{8}):/.exec(table.slice(at + key.length, at + key.length + 12)) ?? [];
  return at < 0 ? 0 : Number.parseInt(waiting, 16);
}

/** `0100007F:1F90`: the address as a word of this machine, and the port. */
function place(address: string, port: number): string {
  const parts = address.split('.').map(part => hex(Number(part), 2));
  const word = endianness() === 'LE' ? parts.reverse() : parts;
  return `${word.join('')}:${hex(port, 4)}`;
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
