/** Changing the boot loader and nothing else: the slot that starts stays the same, or the plan says why not. */
import { describe, expect, it } from 'vitest';
import { bootChoice } from '../../src/core/esp8266/boot-bytes.ts';
import { BOOT_LOADERS, type BootLoaderFacts, TWINSLOT_BOOT } from '../../src/core/esp8266/boot-loaders.ts';
import { FLASH_MAPS, type FlashMap, flashMap, systemSectors } from '../../src/core/esp8266/flash-map.ts';
import { type LoaderOnFlash, planLoaderChange } from '../../src/core/plan/loader-change.ts';

const WIFI = Uint8Array.from({ length: 0xff8 }, (_, i) => (i * 13) & 0xff);
const LOADERS = [...BOOT_LOADERS, TWINSLOT_BOOT];
const loader = (version: string): BootLoaderFacts => {
  const found = LOADERS.find(l => l.version === version);
  if (!found) throw new RangeError(`no loader ${version}`);
  return found;
};
const fileOf = (facts: BootLoaderFacts): Uint8Array =>
  new Uint8Array(facts.length).fill(facts.segments[0]?.[1] ?? 0);

const copyOf = (...bootBytes: number[]): Uint8Array => {
  const copy = new Uint8Array(0x1000).fill(0xff);
  copy.set(WIFI, 8);
  copy.set(bootBytes);
  return copy;
};

interface Now {
  readonly has?: string;
  readonly map?: FlashMap;
  readonly flag?: number;
  readonly a?: Uint8Array;
  readonly b?: Uint8Array;
}
const now = ({ has, map = flashMap('1MB'), flag = 0xff, a, b }: Now): LoaderOnFlash => ({
  ...{ map, current: flag === 0 ? 'A' : 'B', copy: (flag === 0 ? a : b) ?? copyOf() },
  sector0: has ? fileOf(loader(has)) : new Uint8Array(0x1000).fill(0x11),
  ...(has && { loader: loader(has) }),
});
const change = (state: Now, to: string, map = state.map ?? flashMap('1MB')) => {
  const facts = loader(to);
  return planLoaderChange(now(state), { map, facts, bytes: fileOf(facts), name: 'boot.bin' });
};

/** What the wanted loader starts from the flash that the plan leaves, by the sectors that are written. */
function startsAfterwards(state: Now, to: string): ReturnType<typeof bootChoice> {
  const plan = change(state, to);
  if (plan.kind !== 'write') throw new Error(plan.kind);
  const map = state.map ?? flashMap('1MB');
  const at = systemSectors(map);
  const flash = new Map<number, Uint8Array>([
    [at.parametersA, state.a ?? copyOf()],
    [at.parametersB, state.b ?? copyOf()],
    [at.flag, Uint8Array.of(state.flag ?? 0xff)],
  ]);
  for (const write of plan.writes) flash.set(write.offset, write.bytes);
  expect(flash.get(0)?.length).toBe(loader(to).length);
  const current = flash.get(at.flag)?.[0] === 0 ? at.parametersA : at.parametersB;
  const copy = flash.get(current) ?? new Uint8Array(0);
  expect(Buffer.compare(copy.subarray(8), WIFI)).toBe(0);
  return bootChoice(copy, loader(to));
}

const OLD = ['1.3', '1.4', '1.5', '1.6', '1.7'];
const NEW = [...OLD, 'twinslot 1.0'];
const PAIRS = OLD.flatMap(from => NEW.filter(to => to !== from).map(to => ({ from, to })));

describe('changing only the boot loader', () => {
  it.each(PAIRS)('from $from to $to keeps every choice in every copy', ({ from, to }) => {
    const version = loader(from).bootByteVersion ?? 0;
    for (const byte0 of [0xf8, 0xf9, 0xfc, 0xfd]) {
      const bytes = copyOf(byte0, 0xe0 | version, 255, 255, 255, 255, 255, 255);
      const states: Now[] = [
        { has: from, a: bytes, flag: 0 },
        { has: from, b: bytes, flag: 1 },
        { has: from, b: bytes },
      ];
      for (const state of states) {
        const before = bootChoice(bytes, loader(from));
        const after = startsAfterwards(state, to);
        expect([before?.kind, after?.kind]).toEqual(['slot', 'slot']);
        if (before?.kind === 'slot' && after?.kind === 'slot') expect(after.slot).toBe(before.slot);
      }
    }
  });

  it('writes only the loader when the version number is the same', () => {
    const state = { has: '1.7', b: copyOf(0xfd, 0xe7) };
    const plan = change(state, 'twinslot 1.0');
    expect(plan).toMatchObject({ kind: 'write', choice: 'kept', after: { slot: 'user2' } });
    expect(plan.kind === 'write' && plan.writes.map(w => w.role)).toEqual(['boot-loader']);
  });

  it('rewrites the choice in the copy that does not count, then the loader, then the flag', () => {
    const plan = change({ has: '1.6', a: copyOf(0xfd, 0xe6), flag: 0 }, '1.7');
    expect(plan).toMatchObject({ choice: 'rewritten', forgetsFailure: false });
    const writes = plan.kind === 'write' ? plan.writes : [];
    expect(writes.map(w => w.offset)).toEqual([0xfe000, 0, 0xff000]);
    expect([...(writes[0]?.bytes.subarray(0, 8) ?? [])]).toEqual([0xfd, 0xe7, 255, 255, 255, 255, 255, 255]);
    expect([...(writes[2]?.bytes ?? [])]).toEqual([1, 255, 255, 255]);
  });

  it('says that a note about a failed slot goes', () => {
    const plan = change({ has: '1.6', b: copyOf(0xf8, 0xe6) }, 'twinslot 1.0');
    expect(plan).toMatchObject({ choice: 'rewritten', forgetsFailure: true, after: { slot: 'user2' } });
  });

  it('writes only the loader when nothing was chosen', () => {
    const erased = new Uint8Array(0x1000).fill(0xff);
    expect(change({ has: '1.6', b: erased }, 'twinslot 1.0')).toMatchObject({
      ...{ choice: 'kept', before: { because: 'blank' }, after: { slot: 'user1' } },
    });
  });

  it('believes the bytes when the loader is not known', () => {
    expect(change({ b: copyOf(0xfd, 0xe5) }, 'twinslot 1.0')).toMatchObject({
      ...{ choice: 'rewritten', before: { slot: 'user2' }, after: { slot: 'user2' } },
    });
  });

  it('has nothing to do when the same loader is there', () => {
    expect(change({ has: '1.7', b: copyOf(0xfd, 0xe7) }, '1.7')).toEqual({
      ...{ kind: 'nothing', boots: { kind: 'slot', slot: 'user2', because: 'chosen' } },
    });
  });

  it('refuses another map, a map without slots and loaders that are too old', () => {
    expect(change({ has: '1.7' }, 'twinslot 1.0', flashMap('4MB'))).toEqual({
      ...{ kind: 'refused', why: 'map-changes' },
    });
    expect(change({ has: '1.7', map: flashMap('256KB') }, 'twinslot 1.0')).toEqual({
      ...{ kind: 'refused', why: 'no-slots' },
    });
    for (const old of ['1.1', '1.2']) {
      expect(change({ has: '1.7' }, old)).toEqual({ kind: 'refused', why: 'too-old' });
    }
  });

  it.each(FLASH_MAPS.filter(m => m.size > 0x400000))(
    'on $name the SDK loaders start user1 whatever is stored',
    map => {
      const b = copyOf(0xfd, 0xe7);
      // Ours would follow bytes that nobody followed before: it gets user1.
      expect(change({ has: '1.7', map, b }, 'twinslot 1.0')).toMatchObject({
        ...{ choice: 'rewritten', before: { because: 'unreadable' }, after: { slot: 'user1' } },
      });
      expect(change({ has: 'twinslot 1.0', map, b }, '1.7')).toMatchObject({
        ...{ choice: 'lost', before: { slot: 'user2' }, after: { slot: 'user1', because: 'unreadable' } },
      });
      expect(change({ has: '1.6', map, b }, '1.7')).toMatchObject({
        choice: 'kept',
        after: { slot: 'user1' },
      });
    },
  );

  it.each([
    { what: 'enhance mode', bytes: [0xfc, 0x67, 0, 0, 2, 0, 0, 3], after: undefined },
    { what: 'error value', bytes: [0xfe, 0xe7], after: { kind: 'error', byte0: 0xfe } },
  ])('leaves alone what starts no slot: $what', ({ bytes, after }) => {
    const plan = change({ has: '1.7', b: copyOf(...bytes) }, 'twinslot 1.0');
    expect(plan).toMatchObject({ kind: 'write', choice: 'unclear' });
    expect(plan.kind === 'write' && plan.after).toEqual(after);
    expect(plan.kind === 'write' && plan.writes.length).toBe(1);
  });

  it('warns that such bytes of another version end in user1', () => {
    const plan = change({ has: '1.6', b: copyOf(0xfc, 0x66, 0, 0, 2) }, 'twinslot 1.0');
    expect(plan).toMatchObject({ choice: 'unclear', after: { slot: 'user1', because: 'other-version' } });
  });
});
