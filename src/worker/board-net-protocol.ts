/**
 * The network of the page's virtual board. The page makes a MessageChannel and gives one end to the board's worker in
 * the order `network`; on the other end it plays the world: it connects to the board's ports and answers what the
 * board connects to. The first message that it gets says which ports are open now. A second order takes the place of
 * the first. One message is one event of TCP (see src/board/net/messages.ts for numbers and flow control).
 */
import type { BoardMessage, WorldMessage } from '../board/net/messages.ts';

/** Page → worker, over the channel. */
export type PageNetworkMessage = WorldMessage;
/** Worker → page, over the channel. */
export type BoardNetworkMessage = BoardMessage;

/** Page → worker: the board's network goes to this port; it is transferred. */
export interface NetworkOrder {
  readonly type: 'network';
  readonly port: MessagePort;
}

/** What the page has to know to play the world. */
export const BOARD_NETWORK = { pagePort: 80, triggerPort: 88, window: 5840 } as const;
