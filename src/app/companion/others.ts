import type { Slot } from '../../core/esp8266/flash-map.ts';
import type { OtaEvent } from '../../core/ota/connection.ts';

/** A device that is served beside the one that the companion follows. */
export interface OtherDevice {
  /** Its address. */
  readonly device: string;
  readonly state: 'asks' | 'erases' | 'fetches' | 'has-all' | 'stopped' | 'refused';
  readonly slot?: Slot;
  readonly sent: number;
  readonly length: number;
}

/** Devices that are shown; of more those go that were heard of the longest time ago. */
const MOST = 32;

/** The devices after one more event; the one that was heard of last is the first. */
export function withOther(
  others: readonly OtherDevice[],
  device: string,
  event: OtaEvent,
): readonly OtherDevice[] {
  const before = others.find(other => other.device === device);
  const after = next(before ?? { device, state: 'asks', sent: 0, length: 0 }, event);
  // Progress does not change the order, or the list would not stand still.
  if (before && event.kind === 'sending') return others.map(other => (other === before ? after : other));
  return [after, ...others.filter(other => other !== before)].slice(0, MOST);
}

function next(before: OtherDevice, event: OtaEvent): OtherDevice {
  switch (event.kind) {
    case 'asked':
      // Between HEAD and GET it erases, and comes back for the same.
      return { ...before, state: 'asks', slot: event.slot, sent: 0 };
    case 'head-answered':
      return { ...before, state: 'erases', slot: event.slot, length: event.length };
    case 'sending':
      return { ...before, state: 'fetches', slot: event.slot, sent: event.sent, length: event.length };
    case 'finished':
      return { ...before, state: 'has-all', slot: event.slot, sent: event.length, length: event.length };
    case 'stopped':
      return { ...before, state: 'stopped', slot: event.slot, sent: event.sent, length: event.length };
    case 'refused':
      return { ...before, state: 'refused' };
  }
}
