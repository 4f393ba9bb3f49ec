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

/** Milliseconds between two looks: soon for who has just come, seldom for slow devices. */
const PAUSE = { least: 1, most: 50 } as const;

/** Connections that somebody waits for, by their place in the table; one look serves them all. */
const waiting = new Map<string, () => void>();
let pause: number = PAUSE.least;

/** Until everything written to the socket is acknowledged, or the connection is gone. IPv4 only. */
export function acknowledged(socket: Socket): Promise<void> {
  const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = socket;
  pause = PAUSE.least;
  return new Promise(resolve => {
    waiting.set(` ${place(localAddress, localPort)} ${place(remoteAddress, remotePort)} `, resolve);
    if (waiting.size === 1) void look();
  });
}

async function look(): Promise<void> {
  while (waiting.size > 0) {
    // Nothing can be read while a flood holds every file descriptor: then it is looked at again.
    const table = await readFile(TABLE, 'latin1').catch(() => undefined);
    for (const [key, resolve] of waiting) {
      if (table === undefined || unacknowledged(table, key) > 0) continue;
      waiting.delete(key);
      resolve();
    }
    if (waiting.size === 0) return;
    await new Promise(resolve => setTimeout(resolve, pause));
    pause = Math.min(2 * pause, PAUSE.most);
  }
}

/** Bytes on their way; 0 also for a connection that the table does not have any more. */
function unacknowledged(table: string, key: string): number {
  const at = table.indexOf(key);
  const [, bytes = '0'] = /^\w\w (\w{8}):/.exec(table.slice(at + key.length, at + key.length + 12)) ?? [];
  return at < 0 ? 0 : Number.parseInt(bytes, 16);
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
