import type { SerialLink } from '../jobs/ports.ts';
import { deflate } from '../platform/deflate.ts';
import { MessageLink } from '../platform/message-link.ts';
import { realClock } from '../platform/real-clock.ts';
import { portAt, webSerial } from '../platform/serial-port.ts';
import { WebSerialLink } from '../platform/web-serial-link.ts';
import { Lane } from './lane.ts';
import { laneJobs } from './lane-jobs.ts';
import type { LaneOrder, LanePort, LaneReport } from './lane-protocol.ts';
import { loadStub } from './stub.ts';

export type Obey = (order: LaneOrder) => void;

/** Puts a lane together; undefined when there are no serial ports in this realm. */
export function hostLane(port: LanePort, say: (report: LaneReport) => void): Obey | undefined {
  const link = linkOf(port, plugged => say({ type: 'plugged', plugged }));
  if (!link) return undefined;
  const lane = new Lane({
    link,
    jobs: laneJobs({ link, clock: realClock, deflate, loadStub }),
    now: realClock.now,
    say,
  });
  return order => {
    if (order.type !== 'port') lane.obey(order);
  };
}

function linkOf(port: LanePort, onPlugged: (plugged: boolean) => void): SerialLink | undefined {
  if (port.kind === 'virtual') {
    const link = new MessageLink(port.channel);
    link.onPlugged(onPlugged);
    return link;
  }
  const serial = webSerial();
  if (!serial) return undefined;
  let was: boolean | undefined;
  const look = async (): Promise<void> => {
    const is = (await portAt(serial, port)) !== undefined;
    if (is !== was) onPlugged(is);
    was = is;
  };
  for (const event of ['connect', 'disconnect']) serial.addEventListener(event, () => void look());
  void look();
  return new WebSerialLink(port.identity, () => portAt(serial, port));
}
