import { hostLane, type Obey } from './lane-host.ts';
import type { LaneOrder, LaneReport } from './lane-protocol.ts';

/** The worker of one lane. */

const say = (report: LaneReport): void => {
  const transfer = report.type === 'done' && report.job === 'read' ? [report.bytes.buffer] : [];
  postMessage(report, { transfer });
};

let obey: Obey | undefined;

addEventListener('message', ({ data: order }: MessageEvent<LaneOrder>) => {
  if (obey || order.type !== 'port') {
    obey?.(order);
    return;
  }
  obey = hostLane(order.port, say);
  if (!obey) say({ type: 'no-serial' });
});
