import { csvOf } from '../../core/csv.ts';
import { download } from '../../platform/save.ts';
import { deviceCells, ROOM } from '../../words/room.ts';
import { RelaySocket } from '../companion/relay-socket.ts';
import type { Running } from '../companion/running.ts';
import { every } from '../timing.ts';
import { RoomHolder } from './room-holder.ts';

const rooms = new WeakMap<Running, RoomHolder>();

/** The relay notices a moment later that the room has left it, ms. */
const LEAVES_MS = 300;

/** The one room of a page; it stays open when its page is left. The relay has one page at a time: room or step 5. */
export function roomOf(running: Running): RoomHolder {
  const there = rooms.get(running);
  if (there) return there;
  let lent: Running['relayKey'];
  const room = new RoomHolder({
    open: (listener, onLoss) => {
      const key = running.relayKey ?? lent;
      if (!key) return undefined;
      lent = key;
      running.useProgram(undefined);
      let tries = 1;
      const socket: RelaySocket = new RelaySocket({
        ...{ ...key, listener },
        onLoss: loss => {
          // It was step 5 of this page that had the relay: it has just let go.
          if (loss === 'busy' && tries-- > 0) socket.takeOver();
          else onLoss(loss);
        },
      });
      return socket;
    },
    onClosed: () => setTimeout(() => running.useProgram(lent), LEAVES_MS),
    now: () => performance.now(),
    every,
    soon: action => setTimeout(action, 50),
  });
  rooms.set(running, room);
  return room;
}

/** All devices as a table for spreadsheet programs. */
export function saveRoom({ view }: RoomHolder, buildName: (address: string) => string): void {
  const rows = view.room.devices.map(device => deviceCells(device, buildName(device.address)));
  const bytes = new TextEncoder().encode(csvOf([ROOM.columns, ...rows]));
  download([{ name: ROOM.fileName, bytes }]);
}
