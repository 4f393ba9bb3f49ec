import type { BoardNetwork } from '../board/net/network.ts';
import type { BoardNetworkMessage, PageNetworkMessage } from './board-net-protocol.ts';

/** Joins a board's network to a message port. `catchUp` brings the board to the present first. */
export function joinNetwork(network: BoardNetwork, port: MessagePort, catchUp: () => void): void {
  const post = (message: BoardNetworkMessage): void => port.postMessage(message);
  network.onMessage = post;
  port.onmessage = ({ data }: MessageEvent<PageNetworkMessage>) => {
    catchUp();
    network.receive(data);
  };
  post({ type: 'listen', ports: network.ports });
}
