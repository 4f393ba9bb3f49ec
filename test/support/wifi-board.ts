/** Boards whose update client has real TCP: their pages and triggers on addresses of this computer. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { VirtualBoard } from '../../src/board/board.ts';
import type { NetworkSettings } from '../../src/board/net/settings.ts';
import { TcpNetwork } from '../../src/cli/board/net/tcp-network.ts';
import { type UpdateBoard, updateBoard } from '../board/net/firmware.ts';

/** A port that was free a moment ago on every address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

/** TCP ports for the ports 80 and 88 of every board: ports below 1024 need rights. */
export interface WifiPorts {
  readonly page: number;
  readonly trigger: number;
}

export const wifiPorts = async (): Promise<WifiPorts> => ({
  page: await freePort(),
  trigger: await freePort(),
});

/** A board with build 1 in user1 that will call back to this port of whoever knocks. */
export const wifiBoard = (callbackPort: number, { changes, ...options }: UpdateBoard = {}): VirtualBoard => {
  const network: Partial<NetworkSettings> = { callbackPort };
  return updateBoard({ ...options, changes: { ...changes, network } });
};

/** Its network on one address of this computer; give `close` to the end of the test. */
export const joinWifi = (
  board: VirtualBoard,
  host: string,
  { page, trigger }: WifiPorts,
  catchUp: () => void,
): TcpNetwork =>
  new TcpNetwork(board.network, { host, portOf: { 80: page, 88: trigger }, window: 5840, catchUp });
