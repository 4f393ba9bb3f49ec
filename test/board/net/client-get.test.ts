/** The update client and the answer to GET: ota.md, sections 4 and 5, rule by rule. */
import { describe, expect, it } from 'vitest';
import { costsOf } from '../../../src/board/costs.ts';
import { Bench, crcWord, fakeImage, get, type Verdict } from './bench.ts';
import { type Answer, bytesOf, header, pieces } from './world.ts';

const N = 9000;
const IMAGE = fakeImage(N);

const join = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(part => [...(typeof part === 'string' ? bytesOf(part) : part)]));

/** The header with the first bytes of the body in its segment, then the rest. */
const together = (image: Uint8Array, first = 500): Uint8Array[] => [
  join(header(image.length), image.subarray(0, first)),
  ...pieces(image.subarray(first)),
];
const apart = (image: Uint8Array): (string | Uint8Array)[] => [header(image.length), ...pieces(image)];

const CHECKED: readonly [name: string, image: Uint8Array, says: string | undefined][] = [
  ['EA 04, slot 2', IMAGE, undefined],
  ['E9 03, slot 2', fakeImage(N, { magic: [0xe9, 0x03] }), undefined],
  ['EA 05', fakeImage(N, { magic: [0xea, 0x05] }), 'error bin file'],
  ['E9 04', fakeImage(N, { magic: [0xe9, 0x04] }), 'error bin file'],
  ['EA 03', fakeImage(N, { magic: [0xea, 0x03] }), 'error bin file'],
  ['text', fakeImage(N, { magic: [0x3c, 0x68] }), 'error bin file'],
  ['the running slot', fakeImage(N, { slot: 1 }), 'please check the bin file'],
  ['size and speed where the slot belongs', fakeImage(N, { slot: 0x20 }), 'please check the bin file'],
];

describe('magic and slot', () => {
  it.each(CHECKED)('are checked in the segment of the header: %s', (_, image, says) => {
    const bench = new Bench();
    expect(bench.update(get(N, ...together(image)))).toBe(says === undefined ? 'good' : 'bad');
    if (says !== undefined) expect(bench.lines).toContain(says);
    expect(bench.lines.some(line => /bin file/.test(line))).toBe(says !== undefined);
  });

  it.each(CHECKED)('are not checked when the header comes alone: %s', (_, image) => {
    const bench = new Bench();
    expect(bench.update(get(N, ...apart(image)))).toBe('good');
    expect(bench.written(N)).toEqual(image);
  });

  it('count one or three bytes behind the header as no image', () => {
    for (const first of [1, 3]) {
      const bench = new Bench();
      expect(bench.update(get(N, ...together(IMAGE, first)))).toBe('bad');
    }
  });

  it('expect 1 while user2 runs', () => {
    const options = { target: 'user1', firstSector: 1 } as const;
    expect(new Bench(options).update(get(N, ...together(fakeImage(N, { slot: 1 }))))).toBe('good');
    const bench = new Bench(options);
    expect(bench.update(get(N, ...together(IMAGE)))).toBe('bad');
    expect(bench.lines).toContain('please check the bin file');
  });
});

describe('the length', () => {
  it('is taken anew from the answer to GET', () => {
    const bench = new Bench();
    expect(bench.update(get(12_000, ...apart(IMAGE)))).toBe('good');
    expect(bench.lines.filter(line => line.startsWith('sumlength'))).toEqual([
      'sumlength = 12000 ',
      'sumlength = 9000 ',
    ]);
  });

  it.each([
    ['a byte more', [...apart(IMAGE).slice(0, -1), join(pieces(IMAGE).at(-1) ?? '', 'x')]],
    ['a byte less', [header(N), ...pieces(IMAGE.subarray(0, -1))]],
    ['nothing behind the header', [header(N)]],
  ] as const)('waits for ever with %s', (_, segments) => {
    expect(new Bench().update(get(N, ...segments))).toBe('timed out');
  });

  it('is enough when more comes in a segment of its own: the count was met before', () => {
    expect(new Bench().update(get(N, ...apart(IMAGE), 'more'))).toBe('good');
  });

  it('of a 404 counts as that of an image: a sector is erased and the text is written', () => {
    const text = 'not found';
    const page = header(text.length, '404 Not Found');
    const answer: Answer = (peer, request) => {
      peer.send(page);
      if (request.startsWith('GET')) peer.send(text);
    };
    const bench = new Bench();
    expect(bench.update(answer)).toBe('bad');
    expect(bench.lines).toEqual(
      expect.arrayContaining(['sec_block 1', '.erase sector=129 ok', 'totallen = 9']),
    );
    expect(bench.written(9)).toEqual(join('not foun', Uint8Array.of(0xff)));
  });
});

describe('the check', () => {
  it('finds a single wrong bit', () => {
    const image = IMAGE.slice();
    image[5000] = (image[5000] ?? 0) ^ 8;
    const bench = new Bench();
    expect(bench.update(get(N, ...apart(image)))).toBe('bad');
    expect(bench.lines).toContain('upgrade file download finished.');
    const word = new DataView(image.buffer).getUint32(N - 4, true);
    expect(bench.lines).toContain(`flash_crc = ${crcWord(image.subarray(0, -4))} `);
    expect(bench.lines).toContain(`img_crc = ${word}`);
  });

  it('takes the absolute value on both sides of zero', () => {
    const signs = new Set<boolean>();
    for (let seed = 1; seed <= 6; seed++) {
      const image = fakeImage(2000, { seed });
      let register = 0xffffffff;
      for (const byte of image.subarray(0, -4)) {
        register ^= byte;
        for (let bit = 0; bit < 8; bit++)
          register = register & 1 ? (register >>> 1) ^ 0xedb88320 : register >>> 1;
      }
      signs.add((register | 0) < 0);
      expect(new Bench().update(get(2000, ...apart(image)))).toBe('good');
    }
    expect(signs.size).toBe(2);
  });

  it.each([1, 2, 3])('fails when the last segment has %i bytes: the CRC word is not in it', tail => {
    const cut = N - tail;
    const bench = new Bench();
    expect(bench.update(get(N, header(N), ...pieces(IMAGE.subarray(0, cut)), IMAGE.subarray(cut)))).toBe(
      'bad',
    );
  });

  it.each([4, 5, 100])('succeeds when the last segment has %i bytes', tail => {
    const cut = N - tail;
    const bench = new Bench();
    expect(bench.update(get(N, header(N), ...pieces(IMAGE.subarray(0, cut)), IMAGE.subarray(cut)))).toBe(
      'good',
    );
  });

  it('never writes the last bytes of a length that is no multiple of 4', () => {
    const odd = fakeImage(N - 2);
    const bench = new Bench();
    expect(bench.update(get(odd.length, ...apart(odd)))).toBe('good');
    expect(bench.written(N - 4)).toEqual(odd.subarray(0, -2));
    expect([...bench.flash.peek(0x81000 + N - 4, 4)]).toEqual([0xff, 0xff, 0xff, 0xff]);
  });

  it('is not fooled by a flash that does not keep what is written', () => {
    const bench = new Bench();
    bench.flash.writeEnable();
    bench.flash.writeStatus(1, Uint8Array.of(0x1c)); // all blocks protected
    expect(bench.update(get(N, ...apart(IMAGE)))).toBe('bad');
    expect(bench.lines).toContain('.erase sector=129 ok');
  });
});

/** "200 OK" in the body, at the start of a segment; with a zero byte before it, or not. */
const withMark = (zeroBefore: boolean): Uint8Array => {
  const image = fakeImage(N);
  image.fill(0x41, 4380, 4480);
  image.set(bytesOf('200 OK\r\n'), 4400);
  if (zeroBefore) image[4390] = 0;
  new DataView(image.buffer).setUint32(N - 4, crcWord(image.subarray(0, -4)), true);
  return image;
};

const SPLITS: readonly [
  name: string,
  segments: readonly (string | Uint8Array)[],
  end: Verdict,
  says: string,
][] = [
  [
    'the first line alone',
    [header(N).slice(0, 17), header(N).slice(17), ...pieces(IMAGE)],
    'good',
    'http head in process..',
  ],
  [
    'within the first line',
    [header(N).slice(0, 10), header(N).slice(10), ...pieces(IMAGE)],
    'timed out',
    'totallen = 10',
  ],
  ['"200 OK" in a later segment', apart(withMark(false)), 'timed out', 'http head in process..'],
  ['the same behind a zero byte', apart(withMark(true)), 'good', 'upgrade file download finished.'],
];

describe('segments', () => {
  it.each(SPLITS)('%s', (_, segments, end, says) => {
    const bench = new Bench();
    expect(bench.update(get(N, ...segments))).toBe(end);
    expect(bench.lines).toContain(says);
  });

  it('with "200 OK" are not dropped by SDK 2.2.1, but a split header is fatal there', () => {
    const options = { knowsBegunHeader: false };
    expect(new Bench(options).update(get(N, ...apart(withMark(false))))).toBe('good');
    expect(
      new Bench(options).update(get(N, header(N).slice(0, 17), header(N).slice(17), ...pieces(IMAGE))),
    ).toBe('timed out');
  });

  it('of any size make the same image, down to single bytes', () => {
    for (const size of [1, 2, 3, 5, 7, 536, 1460]) {
      const image = fakeImage(size < 8 ? 600 : N);
      const bench = new Bench({}, costsOf({ flashTimeScale: 0 }));
      const { length } = image;
      const body = [...pieces(image.subarray(0, -4), size), image.subarray(-4)];
      expect([size, bench.update(get(length, header(length), ...body))]).toEqual([size, 'good']);
      expect(bench.written(length)).toEqual(image);
    }
  });

  it('come as fast as a tiny window lets them', () => {
    const bench = new Bench();
    bench.world.window = 100;
    expect(bench.update(get(N, header(N).slice(0, 17), header(N).slice(17, 100), ...pieces(IMAGE, 50)))).toBe(
      'good',
    );
  });

  it('longer than a segment can be are cut by the board', () => {
    const bench = new Bench();
    expect(bench.update(get(N, header(N), ...pieces(IMAGE, 4000)))).toBe('good');
    expect(bench.lines).toContain('totallen = 1460');
  });
});

describe('the end of the download', () => {
  it('does not mind that the server closes behind the last byte', () => {
    const answer: Answer = (peer, request) => {
      get(N, ...apart(IMAGE))(peer, request);
      if (request.startsWith('GET')) peer.end();
    };
    expect(new Bench().update(answer)).toBe('good');
  });

  it('aborts when a segment is looked at after the connection broke', () => {
    const bench = new Bench();
    const answer: Answer = (peer, request) => {
      if (request.startsWith('HEAD')) peer.send(header(N));
      else {
        peer.send(header(N), ...pieces(IMAGE.subarray(0, 4000)));
        peer.reset();
      }
    };
    expect(bench.update(answer)).toBe('bad');
  });

  it('is the time-out, also in the middle of the download', () => {
    const bench = new Bench();
    const answer: Answer = (peer, request) => {
      if (request.startsWith('HEAD')) peer.send(header(N));
      else {
        peer.send(header(N));
        for (const [i, piece] of pieces(IMAGE).entries()) bench.clock.after(10e9 * i, () => peer.send(piece));
      }
    };
    expect(bench.update(answer)).toBe('timed out');
    expect(bench.lines).toContain('totallen = 8760');
    expect(bench.lines.at(-2)).toBe('upgrade_check');
    expect(bench.world.incoming.at(-1)?.state).toBe('ended');
  });

  it('breaks off with who sends more than the window holds', () => {
    const bench = new Bench();
    bench.world.window = 100_000;
    expect(bench.update(get(N, ...apart(IMAGE)))).toBe('bad');
    expect(bench.world.incoming.at(-1)?.state).toBe('reset');
  });
});
