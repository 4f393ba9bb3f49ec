import type { VirtualBoard } from '../../board/board.ts';
import { DEMO } from '../../board/net/settings.ts';
import { BOARD_CLI } from '../../words/board-cli.ts';
import { reasonOf } from '../reasons.ts';
import type { LiveBoard } from './live-board.ts';
import { TcpNetwork } from './net/tcp-network.ts';

/** Where the network of the board is found on this computer. */
export interface WifiOptions {
  readonly host: string;
  /** TCP ports for the board's ports 80 and 88. */
  readonly page: number;
  readonly trigger: number;
}

/** Opens the board's network and tells the person what it does. Gives what closes it. */
export function openWifi(live: LiveBoard, options: WifiOptions, say: (text: string) => void): () => void {
  const { board } = live;
  const { host, page, trigger } = options;
  const { pagePort, triggerPort, window } = { ...DEMO, ...board.config.network };
  let open = false;
  say(BOARD_CLI.wifiWaits(host));
  const network = new TcpNetwork(board.network, {
    ...{ host, window, portOf: { [pagePort]: page, [triggerPort]: trigger } },
    catchUp: () => live.catchUp(),
    onPorts: ports => {
      const [first, second] = [ports.get(pagePort), ports.get(triggerPort)];
      const both = first !== undefined && second !== undefined;
      if (both && !open) say(openSentence(board, host, first, second));
      if (!both && open) say(BOARD_CLI.wifiSilent);
      open = both;
    },
    onError: (port, error) => {
      const [wanted, other] =
        port === pagePort ? [page, '--page-port 8080'] : [trigger, '--trigger-port 8088'];
      say(BOARD_CLI.wifiPort(wanted, host, reasonOf(error), other));
    },
  });
  return () => network.close();
}

function openSentence(
  { network, config }: VirtualBoard,
  host: string,
  page: number,
  trigger: number,
): string {
  const { slot, build } = network.application ?? { slot: 'user1', build: 0 };
  const callback = config.network?.callbackPort ?? DEMO.callbackPort;
  return BOARD_CLI.wifiOpen({ host, page, trigger, callback, slot, build });
}
