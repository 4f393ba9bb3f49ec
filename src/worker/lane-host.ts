import type { SerialLink } from '../jobs/ports.ts';
import { deflate } from '../platform/deflate.ts';
import { MessageLink } from '../platform/message-link.ts';
import { realClock } from '../platform/real-clock.ts';
import { HeldPort, webSerial } from '../platform/serial-port.ts';
import { WebSerialLink } from '../platform/web-serial-link.ts';
import { Lane } from './lane.ts';
import { laneJobs } from './lane-jobs.ts';
import type { LaneOrder, LanePort, LaneReport } from './lane-protocol.ts';
import { loadStub } from './stub.ts';

export type Obey = (order: LaneOrder) => void;

/** Puts a lane together; undefined when there are no serial ports in this realm. */
export function hostLane(port: LanePort, say: (report: LaneReport) => void): Obey | undefined {
  const end = endOf(port, plugged => say({ type: 'plugged', plugged }));
  if (!end) return undefined;
  const { link, moveTo } = end;
  const lane = new Lane({
    link,
    jobs: laneJobs({ link, clock: realClock, deflate, loadStub }),
    now: realClock.now,
    say,
  });
  return order => {
    if (order.type === 'port') moveTo(order.port);
    else lane.obey(order);
  };
}

interface End {
  readonly link: SerialLink;
  /** The same port is at another place among those that look the same. */
  readonly moveTo: (port: LanePort) => void;
}

function endOf(port: LanePort, onPlugged: (plugged: boolean) => void): End | undefined {
  if (port.kind === 'virtual') {
    const link = new MessageLink(port.channel);
    link.onPlugged(onPlugged);
    return { link, moveTo: () => undefined };
  }
  const serial = webSerial();
  if (!serial) return undefined;
  const held = new HeldPort(serial, port);
  let was: boolean | undefined;
  const look = async (): Promise<void> => {
    const is = (await held.find()) !== undefined;
    if (is !== was) onPlugged(is);
    was = is;
  };
  for (const event of ['connect', 'disconnect']) serial.addEventListener(event, () => void look());
  void look();
  const moveTo = (place: LanePort): void => {
    if (place.kind !== 'usb') return;
    held.moveTo(place);
    void look();
  };
  return { link: new WebSerialLink(port.identity, () => held.find()), moveTo };
}
