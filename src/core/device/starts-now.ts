import { otherSlot } from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';
import type { FlashContents } from './flash-contents.ts';

/** What starts after a reset, in words for somebody who stopped in the middle. Headers tell it, not digests. */
export function startsNow({ boots, slots, loader }: FlashContents): Finding {
  const has = (slot: string): boolean => slots.some(s => s.slot === slot && s.image !== undefined);
  if (boots?.kind !== 'slot') return finding('flash-starts-nothing', {});
  if (has(boots.slot)) return finding('flash-starts', { slot: boots.slot, chosen: true });
  const other = otherSlot(boots.slot);
  if (has(other) && (loader?.fallsBack ?? false))
    return finding('flash-starts', { slot: other, chosen: false });
  return finding('flash-starts-nothing', {});
}
