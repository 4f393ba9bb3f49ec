import { roundUp } from '../bytes/address.ts';
import { readStruct } from '../bytes/struct.ts';
import { isFilledWith } from '../bytes/text.ts';
import type { FlashRange, Slot } from '../esp8266/flash-map.ts';
import { decodeSettings } from '../esp8266/settings.ts';
import { type Finding, finding } from '../findings.ts';
import { SEGMENT_HEADER, V1_HEADER, V1_MAGIC, V2_HEADER, V2_MAGIC, V2_MARKER } from '../image/layout.ts';
import type { SlotOnFlash } from './flash-contents.ts';
import { bytesAt, type Look } from './look-query.ts';

/** More segments than any image of the SDK has: a header that claims more is noise, and would cost a second to walk. */
const SENSIBLE_SEGMENTS = 16;

/** What is in a slot, by a few small reads: outer header, inner header, and the header of each segment. */
export function* lookAtSlot(slot: Slot, range: FlashRange): Look<SlotOnFlash> {
  const outer = yield* bytesAt(range.start, V2_HEADER.size);
  const base = { slot, range };
  if (isFilledWith(outer, 0xff)) return { ...base, blank: true, findings: [] };
  const image = yield* imageAt(outer, range);
  if (image) return { ...base, blank: false, image, findings: [] };
  const broken: Finding = finding('dump-slot-broken', { slot }, { offset: range.start });
  return { ...base, blank: false, findings: [broken] };
}

type Image = NonNullable<SlotOnFlash['image']>;

function* imageAt(outer: Uint8Array, { start, end }: FlashRange): Look<Image | undefined> {
  const v2 = outer[0] === V2_MAGIC;
  if (!v2 && outer[0] !== V1_MAGIC) return undefined;
  const { marker, slot, iromLength: irom } = readStruct(V2_HEADER, outer);
  const iromLength = v2 ? irom : 0;
  if (v2 && (marker !== V2_MARKER || iromLength % 16 !== 0)) return undefined;
  const headAt = v2 ? V2_HEADER.size + iromLength : 0;
  const room = end - start - V1_HEADER.size;
  if (headAt > room) return undefined;
  const head = readStruct(V1_HEADER, v2 ? yield* bytesAt(start + headAt, V1_HEADER.size) : outer);
  if (head.magic !== V1_MAGIC || head.segmentCount === 0 || head.segmentCount > SENSIBLE_SEGMENTS)
    return undefined;
  let at = headAt + V1_HEADER.size;
  for (let i = 0; i < head.segmentCount; i++) {
    if (at > room) return undefined;
    const { length } = readStruct(SEGMENT_HEADER, yield* bytesAt(start + at, SEGMENT_HEADER.size));
    at += SEGMENT_HEADER.size + length;
  }
  // The checksum ends a row of 16; behind it is the CRC word of an OTA image.
  const length = headAt + roundUp(at + 1 - headAt, 16) + (v2 ? 4 : 0);
  if (length > end - start) return undefined;
  const claims = v2 && slot === 1 ? 'user1' : v2 && slot === 2 ? 'user2' : undefined;
  const settings = decodeSettings(head.mode, head.map, head.frequency);
  return { ...(claims && { claims }), iromLength, length, settings };
}
