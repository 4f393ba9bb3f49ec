import type { BoardOrder, BoardReport } from './board-protocol.ts';
import { LiveBoard } from './live-board.ts';

/** The worker of one virtual board. */

const say = (report: BoardReport): void =>
  postMessage(report, report.type === 'saved' ? { transfer: [report.flash.buffer] } : {});

let live: LiveBoard | undefined;

function obey(order: BoardOrder): void {
  if (order.type === 'create') {
    live = new LiveBoard(order, say);
    return;
  }
  if (!live) throw new TypeError(`${order.type} before there is a board`);
  const { board } = live;
  switch (order.type) {
    case 'power':
      board.power(order.on);
      break;
    case 'press':
      live.press(order.button, order.down);
      break;
    case 'cable':
      if (order.plugged) board.serial.plug();
      else board.serial.unplug();
      break;
    case 'read-flash':
      live.tellFlash();
      break;
    case 'save-flash':
      say({ type: 'saved', flash: board.saveFlash().slice() });
      break;
    case 'serial':
      live.attach(order.port);
      break;
    case 'network':
      live.join(order.port);
  }
}

addEventListener('message', ({ data }: MessageEvent<BoardOrder>) => obey(data));
