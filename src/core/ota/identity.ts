/**
 * Which build a file is, where it says so itself: `struct identity` of src/example/example.c, which any program may
 * carry. 36 bytes: magic `TWINSLOT`, version 1, slot, build, name of 16 bytes.
 */
import { readStruct, structLayout } from '../bytes/struct.ts';
import { SLOTS, type Slot } from '../esp8266/flash-map.ts';

const SOURCE = 'src/example/example.c';
const MAGIC = [...'TWINSLOT'].map(letter => letter.charCodeAt(0));
const VERSION = 1;
const NAME_AT = 20;

const IDENTITY = structLayout('identity', 36, {
  version: { offset: 8, size: 4, source: SOURCE },
  slot: { offset: 12, size: 4, source: SOURCE },
  build: { offset: 16, size: 4, source: SOURCE },
});

export interface Identity {
  readonly slot: Slot;
  readonly build: number;
  readonly name: string;
}

/** The first identity in these bytes, an ELF file or an image; undefined when none is there. */
export function identityIn(bytes: Uint8Array): Identity | undefined {
  const [first = 0] = MAGIC;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + IDENTITY.size > bytes.length) return undefined;
    if (!MAGIC.every((byte, i) => bytes[at + i] === byte)) continue;
    const found = bytes.subarray(at, at + IDENTITY.size);
    const { version, slot, build } = readStruct(IDENTITY, found);
    const name = SLOTS[slot - 1];
    if (version !== VERSION || name === undefined) continue;
    const text = String.fromCharCode(...found.subarray(NAME_AT)).replace(/\0.*$/s, '');
    return { slot: name, build, name: text };
  }
  return undefined;
}
