/** What is tried with the boot loader, as data: the same list runs in QEMU and on the virtual board. */

import { app, DRAM, loaderFor, nameBytes, plainApp, startCode } from '../support/bootloader-images.ts';
import { concat, le32 } from '../support/image-builder.ts';
import { patternBytes } from '../support/programs.ts';
import { layoutOf } from './model.ts';

/** Reset causes as the chip numbers them. */
export const CAUSE = { powerOn: 1, pin: 2, software: 3, watchdog: 4, deepSleep: 6 } as const;

export type Step =
  /** Power comes: RTC memory holds anything. */
  | { readonly do: 'power-on' }
  /** A reset of the chip; with `restart` software only started over, and the cause is that of the reset before. */
  | { readonly do: 'reset'; readonly cause: number; readonly restart?: boolean }
  | { readonly do: 'confirm' }
  | { readonly do: 'clear-mark' }
  /** Something else writes into RTC memory: two watchdog resets are in the mark now, and its check sum is wrong. */
  | { readonly do: 'spoil-mark' }
  | { readonly do: 'write'; readonly at: number; readonly bytes: Uint8Array };

export interface Scenario {
  readonly name: string;
  readonly map: number;
  readonly mode?: number;
  readonly frequency?: number;
  readonly user1?: Uint8Array;
  readonly user2?: Uint8Array;
  /** Parts of the flash besides. */
  readonly also?: readonly { readonly at: number; readonly bytes: Uint8Array }[];
  /** Boot bytes in both copies, and the first flag byte; nothing: erased. */
  readonly copyA?: readonly number[];
  readonly copyB?: readonly number[];
  readonly flag?: number;
  /** Power-on, unless something else is said. */
  readonly steps?: readonly Step[];
}

/** The flash before the first boot: FF but for the scenario's parts. */
export function flashOf(scenario: Scenario): Uint8Array {
  const layout = layoutOf(scenario.map);
  const flash = new Uint8Array(layout.size).fill(0xff);
  const put = (at: number, bytes: ArrayLike<number> | undefined): void => {
    if (bytes?.length) flash.set(bytes, at);
  };
  put(0, loaderFor(scenario.map, scenario.mode, scenario.frequency));
  put(layout.user1, scenario.user1);
  put(layout.user2, scenario.user2);
  for (const part of scenario.also ?? []) put(part.at, part.bytes);
  put(layout.copyA, scenario.copyA);
  put(layout.copyB, scenario.copyB);
  if (scenario.flag !== undefined) flash[layout.flag] = scenario.flag;
  return flash;
}

export const USER1 = app({ name: 'one', slot: 1, seed: 1 });
export const USER2 = app({ name: 'two', slot: 2, seed: 20 });
const FF6 = [255, 255, 255, 255, 255, 255];
export const bootBytes = (byte0: number, version = 7): number[] => [byte0, 0xe0 | version, ...FF6];
const hex = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');
const pin = { do: 'reset', cause: CAUSE.pin } as const;
const hang = { do: 'reset', cause: CAUSE.watchdog } as const;
const powerOn = { do: 'power-on' } as const;
/** A scenario on a board with two good apps on the 1 MB map, where it says nothing else. */
type Part = Partial<Scenario> & Pick<Scenario, 'name'>;
const TWO = { map: 2, user1: USER1, user2: USER2 } as const;
const change = (image: Uint8Array, at: number, bytes: ArrayLike<number>): Uint8Array => {
  const changed = image.slice();
  changed.set(bytes, at);
  return changed;
};

/** Every value of byte 0 that anybody writes, in either copy, and from the other one. */
const truthTable: Scenario[] = [0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff, 0x00, 0x05].flatMap(byte0 => [
  { name: `${hex(byte0)} in copy A`, ...TWO, copyA: bootBytes(byte0), copyB: bootBytes(0xfc), flag: 0 },
  { name: `${hex(byte0)} in copy B`, ...TWO, copyA: bootBytes(0xfd), copyB: bootBytes(byte0), flag: 1 },
  { name: `${hex(byte0)} in copy B, flag erased`, ...TWO, copyA: bootBytes(0xfd), copyB: bootBytes(byte0) },
]);

const versions: Scenario[] = [0, 3, 4, 5, 6, 7, 31].flatMap(version => [
  { name: `user2 chosen by version ${version}`, ...TWO, copyB: bootBytes(0xfd, version) },
  { name: `user2 failed under version ${version}`, ...TWO, copyA: bootBytes(0xf9, version), flag: 0 },
]);

/** All codes; on map 1 (256 KB) user2 would lie behind the end. */
const NO_APP = new Uint8Array(0);
const maps: Scenario[] = Array.from({ length: 16 }, (_, map) => map).flatMap(map => {
  const board = { map, user1: USER1, user2: map === 1 ? NO_APP : USER2 };
  return [
    { ...board, name: `map ${map}, nothing chosen` },
    { ...board, name: `map ${map}, user2 chosen`, copyB: bootBytes(0xfd) },
    { ...board, name: `map ${map}, user1 bad`, user1: NO_APP, copyB: bootBytes(0xfc) },
  ];
});

const headers: Scenario[] = [0, 1, 2, 3, 4, 15, 255].flatMap(mode =>
  [0, 1, 2, 3, 15].map(frequency => ({ name: `mode ${mode}, speed ${frequency}`, ...TWO, mode, frequency })),
);

const far = (address: number, length = 16) => ({ address, bytes: patternBytes(length, 77) });
const withSegment = (address: number, length = 16): Uint8Array =>
  app({ name: 'far', more: [far(address, length)] });
const crcAt = USER1.length - 4;
const innerAt = 16 + 0x1230;

/** Images in user1 that may not start; user2 is good. */
const badImages: readonly (readonly [name: string, image: Uint8Array])[] = [
  ['first byte wrong', change(USER1, 0, [0xe8])],
  ['EA byte 1 is the number of segments', app({ name: 'five', marker: 5 })],
  ['image of the other slot', USER2],
  ['length of the flash code is odd', change(USER1, 12, le32(0x1234))],
  ['flash code longer than the slot', change(USER1, 12, le32(0x7fff0))],
  ['flash code longer than memory', change(USER1, 12, le32(0xfffffff0))],
  ['second magic wrong', change(USER1, innerAt, [0xea])],
  ['no segments', change(USER1, innerAt + 1, [0])],
  ['255 segments', change(USER1, innerAt + 1, [255])],
  ['segment longer than the slot', change(USER1, innerAt + 12, le32(0x80000))],
  ['segment length wraps', change(USER1, innerAt + 12, le32(0xfffffffc))],
  ['segment length is no multiple of 4', change(USER1, innerAt + 12, le32(0x61))],
  ['segment onto the loader', withSegment(0x4010c000)],
  ['segment reaches into the loader', withSegment(0x4010bff8)],
  ['segment onto the data of the loader', withSegment(0x3fffeb40)],
  ['segment onto the data of the ROM', withSegment(0x3fffc000)],
  ['segment reaches into the data of the ROM', withSegment(0x3fffbff8)],
  ['segment below data RAM', withSegment(0x3ffe7ff8)],
  ['segment onto registers', withSegment(0x60000900)],
  ['segment onto the words of the SDK', withSegment(0x600011dc)],
  ['segment onto the mark', withSegment(0x600013d8)],
  ['segment into flash', withSegment(0x40210000)],
  ['segment at an odd place of IRAM', withSegment(0x40101002)],
  ['entry outside', app({ name: 'entry', entry: 0x40100800 })],
  ['entry in data RAM', app({ name: 'entry', entry: DRAM })],
  [
    'entry in RTC memory',
    app({ name: 'entry', entry: 0x60001204, more: [{ address: 0x60001200, bytes: startCode() }] }),
  ],
  ['CRC word missing', app({ name: 'nocrc', crc: false })],
  ['CRC word wrong', change(USER1, crcAt, [(USER1[crcAt] ?? 0) ^ 1])],
  ['flash code wrong by one bit', change(USER1, 0x777, [(USER1[0x777] ?? 0) ^ 0x10])],
  ['RAM part wrong by one bit', change(USER1, innerAt + 40, [(USER1[innerAt + 40] ?? 0) ^ 4])],
  ['only the first half', USER1.slice(0, USER1.length / 2)],
  ['plain image with a wrong checksum', change(plainApp({ name: 'plain' }), 40, [0])],
  ['nothing', NO_APP],
];
const bad: Scenario[] = badImages.flatMap(([name, image]) => [
  { name: `user1: ${name}`, map: 2, user1: image, user2: USER2, copyB: bootBytes(0xfc) },
  {
    name: `user1: ${name}, and it is the backup`,
    map: 2,
    user1: image,
    user2: USER2,
    copyB: bootBytes(0xf9),
  },
  { name: `both: ${name}`, map: 2, user1: image, user2: image, copyA: bootBytes(0xfd), flag: 0 },
]);

/** Images that start although they are unusual. */
const goodImages: readonly (readonly [name: string, image: Uint8Array])[] = [
  ['plain image', plainApp({ name: 'plain' })],
  ['made by esptool: settings instead of the slot', app({ name: 'tool', reserved: 2, slot: 0x22 })],
  ['esptool, QIO, 512 KB and 26 MHz: looks like slot 1', app({ name: 'tool', reserved: 0, slot: 1 })],
  ['segment at an odd place of data RAM', withSegment(0x3ffe9002)],
  ['segment to the end of data RAM', withSegment(0x3fffbff0)],
  ['segment to the end of app IRAM', withSegment(0x4010bff0)],
  ['segment in RTC memory of the user', withSegment(0x600013d0)],
  [
    'empty segment anywhere',
    app({ name: 'empty', more: [{ address: 0x50000000, bytes: new Uint8Array(0) }] }),
  ],
  ['one large segment', app({ name: 'large', more: [far(0x3ffe9000, 0x3000)] })],
  ['more code than a piece', app({ name: 'code', codeLength: 0x7ff0 })],
  [
    'later data over earlier',
    app({ name: 'twice', more: [{ address: DRAM, bytes: concat(nameBytes('over'), startCode()) }] }),
  ],
];
const good: Scenario[] = goodImages.map(([name, image]) => ({ name, map: 2, user1: image, user2: USER2 }));

const address = (value: number): number[] => [value & 255, (value >> 8) & 255, value >> 16];
const enhanced = (byte0: number, a: number, b: number): number[] => [
  byte0,
  0x67,
  ...address(a),
  ...address(b),
];
const BIN = app({ name: 'bin', slot: 2, seed: 40 });
/** One sector is left for an image here: RF calibration follows. */
const LAST = 0xfa000;
const endingAt = (length: number): Uint8Array =>
  app({ name: 'last', codeLength: length - app({ name: 'last', codeLength: 0 }).length });
const plainEndingAt = (length: number): Uint8Array => {
  const rest = length - plainApp({ name: 'last' }).length;
  return plainApp({ name: 'last', more: [far(0x3ffe9000, Math.max(0, rest - 8))] });
};
/** Its segments fill the place to the last byte: the row of the checksum lies behind it. */
const FULL = plainApp({ name: 'last', more: [far(0x3ffe9000, 0x1000 - 8 - 3 * 8 - 96 - 132)] });
interface Enhanced {
  readonly name: string;
  readonly copyB: number[];
  readonly last?: Uint8Array;
}
const ENHANCED: readonly Enhanced[] = [
  { name: 'first address', copyB: enhanced(0xfc, 0x20000, 0x30000) },
  { name: 'backup address', copyB: enhanced(0xf8, 0x20000, 0x30000) },
  { name: 'error value of use_bin is not looked at', copyB: enhanced(0xfe, 0x20000, 0x30000) },
  { name: 'first address bad', copyB: enhanced(0xfd, 0x20000, 0x50000) },
  { name: 'backup address bad', copyB: enhanced(0xf9, 0x50000, 0x30000) },
  { name: 'address of the loader', copyB: enhanced(0xfc, 0x20000, 0) },
  { name: 'erased addresses', copyB: enhanced(0xfc, 0xffffff, 0xffffff) },
  { name: 'address behind the slots', copyB: enhanced(0xfc, 0x20000, 0xfb000) },
  {
    name: 'image to the end of its place',
    copyB: enhanced(0xfc, 0x20000, LAST),
    last: endingAt(0x1000 - 12),
  },
  { name: 'CRC word behind the end', copyB: enhanced(0xfc, 0x20000, LAST), last: endingAt(0x1000 + 4) },
  { name: 'plain image to the end', copyB: enhanced(0xfc, 0x20000, LAST), last: plainEndingAt(0x1000) },
  { name: 'checksum behind the end', copyB: enhanced(0xfc, 0x20000, LAST), last: FULL },
  { name: 'segment header behind the end', copyB: enhanced(0xfc, 0x20000, LAST), last: change(FULL, 1, [4]) },
  { name: 'another version', copyB: enhanced(0xfc, 0x20000, 0x30000).with(1, 0x66) },
];
const enhance = ENHANCED.map(
  ({ name, copyB, last = NO_APP }): Scenario => ({
    ...TWO,
    copyB,
    name: `enhance mode: ${name}`,
    also: [
      { at: LAST, bytes: last },
      { at: 0x20000, bytes: BIN },
      { at: 0x30000, bytes: app({ name: 'bin2', slot: 1, seed: 50 }) },
    ],
  }),
);

/** Where a byte of the flash code of USER1 or USER2 lies, which only a full check sees. */
const CODE_BYTE = 0x800;
const spoil = (slot: number): Step => ({ do: 'write', at: slot + CODE_BYTE, bytes: Uint8Array.of(0) });
/** As esptool makes it: nothing says which slot it is for. */
const SLOTLESS = app({ name: 'tool', reserved: 2, slot: 0x22 });
const NEXT = app({ name: 'next', seed: 60 });
const renew: Step = { do: 'write', at: 0x1000, bytes: NEXT };
const memory: Part[] = [
  { name: 'plain resets trust the mark', steps: [powerOn, spoil(0x1000), pin] },
  { name: 'power-on checks again', steps: [powerOn, spoil(0x1000), powerOn] },
  { name: 'a cleared mark checks again', steps: [powerOn, { do: 'clear-mark' }, spoil(0x1000), pin] },
  {
    name: 'the mark is for one slot',
    steps: [
      powerOn,
      { do: 'write', at: 0xfe000, bytes: Uint8Array.from(bootBytes(0xf8)) },
      spoil(0x81000),
      pin,
    ],
    copyB: bootBytes(0xfc),
  },
  {
    name: 'the mark is for one slot, also if both hold the same image',
    ...{ user1: SLOTLESS, user2: SLOTLESS, copyB: bootBytes(0xfc) },
    steps: [powerOn, spoil(0x81000), { do: 'write', at: 0xfe000, bytes: Uint8Array.of(0xfd) }, pin],
  },
  {
    name: 'a mark with a wrong check sum is none',
    steps: [powerOn, spoil(0x1000), { do: 'spoil-mark' }, pin],
  },
  {
    name: 'the mark is for one CRC word',
    steps: [
      powerOn,
      { do: 'write', at: 0x1000, bytes: app({ name: 'new', seed: 60 }) },
      pin,
      spoil(0x1000),
      pin,
    ],
  },
  {
    name: 'RAM part wrong under a good mark',
    steps: [powerOn, { do: 'write', at: 0x1000 + innerAt + 40, bytes: Uint8Array.of(1, 2, 3) }, pin, pin],
  },
];

const times = (count: number, ...steps: Step[]): Step[] => Array.from({ length: count }, () => steps).flat();
const PLAIN2 = plainApp({ name: 'plain2' });
const watchdog: Part[] = [
  { name: 'two resets are not enough', steps: [powerOn, hang, hang] },
  { name: 'three in a row fall back', steps: [powerOn, hang, hang, hang, pin] },
  { name: 'another cause between', steps: [powerOn, hang, hang, pin, hang, hang, pin] },
  { name: 'power off between', steps: [powerOn, hang, hang, powerOn, hang, hang] },
  { name: 'software resets are not counted', steps: [powerOn, ...times(10, { do: 'reset', cause: 3 })] },
  {
    name: 'wakes from deep sleep are not counted',
    steps: [powerOn, ...times(10, { do: 'reset', cause: 6 })],
  },
  {
    name: 'restarts that keep the cause of an old hang are not counted',
    steps: [powerOn, hang, ...times(6, { do: 'reset', cause: 4, restart: true })],
  },
  { name: 'a confirmed app may hang', steps: [powerOn, { do: 'confirm' }, ...times(6, hang)] },
  { name: 'confirmed later', steps: [powerOn, hang, hang, { do: 'confirm' }, ...times(4, hang)] },
  {
    name: 'a new image is not confirmed',
    steps: [powerOn, { do: 'confirm' }, hang, renew, pin, ...times(4, hang)],
  },
  { name: 'a new image begins without resets', steps: [powerOn, hang, hang, renew, ...times(3, hang)] },
  { name: 'resets out of a spoilt mark do not count', steps: [powerOn, { do: 'spoil-mark' }, hang, hang] },
  {
    name: "the loader's own reset does not count",
    ...{ user1: NO_APP, copyB: bootBytes(0xf9) },
    steps: [powerOn, { do: 'write', at: 0x1000, bytes: USER1 }, hang, hang],
  },
  { name: 'the backup may hang', copyB: bootBytes(0xf8), steps: [powerOn, ...times(8, hang)] },
  { name: 'no other app', user2: NO_APP, steps: [powerOn, ...times(8, hang)] },
  { name: 'the other app cannot be checked', user2: PLAIN2, steps: [powerOn, ...times(8, hang)] },
  { name: 'a plain app', user1: plainApp({ name: 'plain' }), steps: [powerOn, ...times(4, hang)] },
  { name: 'both hang', steps: [powerOn, ...times(12, hang)] },
  { name: 'user2 chosen', copyB: bootBytes(0xfd), steps: [powerOn, ...times(4, hang)] },
  { name: 'the first boot is no power-on', steps: [{ do: 'clear-mark' }, hang, hang, hang, hang] },
];

const group = (prefix: string, list: readonly Part[]): Scenario[] =>
  list.map(s => ({ ...TWO, ...s, name: `${prefix}: ${s.name}` }));

export const SCENARIOS: readonly Scenario[] = [
  ...group('boot bytes', truthTable),
  ...group('version', versions),
  ...maps.map(s => ({ ...s, name: `layout: ${s.name}` })),
  ...group('header', headers),
  ...bad.map(s => ({ ...s, name: `bad image, ${s.name}` })),
  ...group('good image', good),
  ...enhance,
  ...group('memory', memory),
  ...group('watchdog', watchdog),
];
