/** The update client of the SDK, as the virtual board has it, against every way in which TCP may cut the answers. */
import { describe, expect, it } from 'vitest';
import { Bench } from '../../board/net/bench.ts';
import { otaImage } from '../../support/ota-images.ts';
import { random } from '../../support/random.ts';
import { relayOver, type TcpHabits } from '../../support/relay-tcp.ts';

const HTTP = 'HTTP/1.0 200 OK\r\nContent-type: text/html\r\n\r\n';
/** With everything that could trip the client: the mark near natural cuts, twice in a row, and far from any NUL. */
const image = otaImage('user2', {
  code: 60_000,
  texts: [
    [1400, HTTP],
    [2901, HTTP],
    [20_003, '200 OK\r\n200 OK\r\n'],
    [30_000, `${'a'.repeat(4000)}${HTTP}`],
    [59_900, HTTP],
  ],
});

const fixed = (size: number) => () => size;

const HABITS: readonly (readonly [name: string, habits: TcpHabits])[] = [
  ['of a normal network', { segment: fixed(1460), window: 5840, buffer: 16_384 }],
  [
    'with a buffer that swallows the image at once',
    { segment: fixed(1460), window: 5840, buffer: 4_194_304 },
  ],
  ['with time stamps', { segment: fixed(1448), window: 5840, buffer: 87_380 }],
  [
    'of the smallest segments that every network carries',
    { segment: fixed(536), window: 2144, buffer: 16_384 },
  ],
  ['with a window of one segment', { segment: fixed(1460), window: 1460, buffer: 16_384 }],
  [
    'with a window that is no multiple of a segment',
    { segment: fixed(1460), window: 5000, buffer: 16_384, silly: true },
  ],
  ['with a window of 256 bytes', { segment: fixed(1460), window: 256, buffer: 4096, silly: true }],
];

/** Any lengths: a network that cuts anew at every hop, below what the tail has. */
function anyLengths(seed: number): () => number {
  const chance = random(seed);
  return () => 256 + chance.below(1205);
}

describe('the update client takes the image', () => {
  const both = HABITS.flatMap(([name, habits]) =>
    [true, false].map(tells => [name, tells ? 'tells' : 'does not tell', { ...habits, tells }] as const),
  );
  it.each(both)('over a TCP %s, which %s what has arrived', (_, __, habits) => {
    const bench = new Bench();
    const { server, events } = relayOver(bench.world, habits, { user2: image });
    expect(bench.update(server)).toBe('good');
    expect(bench.written(image.bytes.length)).toEqual(image.bytes);
    expect(events.at(-1)).toMatchObject({ kind: 'finished', slot: 'user2' });
  });

  const count = process.env.TWINSLOT_LONG ? 500 : 20;
  it(`over ${count} TCPs with segments of changing lengths`, () => {
    for (let seed = 1; seed <= count; seed++) {
      const bench = new Bench();
      const habits = { segment: anyLengths(seed), window: 5840, buffer: 65_536, tells: true };
      expect(bench.update(relayOver(bench.world, habits, { user2: image }).server), `seed ${seed}`).toBe(
        'good',
      );
    }
  });

  it('also when SDK 2.2.1 or older asks, which knows no header in two segments', () => {
    const bench = new Bench({ knowsBegunHeader: false });
    expect(
      bench.update(
        relayOver(bench.world, { segment: fixed(1460), window: 5840, buffer: 16_384 }, { user2: image })
          .server,
      ),
    ).toBe('good');
  });
});

describe('what is not served', () => {
  const habits = { segment: fixed(1460), window: 5840, buffer: 16_384 };

  it.each([
    ['no image', {}, {}, 'ota-image-missing'],
    ['the slot that runs', { user2: image }, { running: 'user2' }, 'ota-slot-running'],
  ] as const)('%s: the client gives up and has erased nothing', (_, images, device, code) => {
    const bench = new Bench();
    bench.flash.load(0x81000, Uint8Array.of(0xea, 4, 0, 2));
    const { server, events } = relayOver(bench.world, habits, images, device);
    expect(bench.update(server)).not.toBe('good');
    expect(bench.written(4)).toEqual(Uint8Array.of(0xea, 4, 0, 2));
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'refused', why: expect.objectContaining({ code }) }),
    );
  });
});
