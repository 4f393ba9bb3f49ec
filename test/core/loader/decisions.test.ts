/** What registers, bytes and rates mean. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { announcedBaud, failedAt, ladder, safeBaud, workedAt } from '../../../src/core/loader/bauds.ts';
import { Heard } from '../../../src/core/loader/heard.ts';
import { chipFacts, chipOfMagic, crystalOf, flashOf, macOf } from '../../../src/core/loader/identity.ts';
import { SYNC_REQUEST } from '../../../src/core/loader/packets.ts';
import { RESET_STRATEGIES, strategiesFrom } from '../../../src/core/loader/resets.ts';
import { readStub } from '../../../src/core/loader/stub-image.ts';
import { STUB_FILE, stubImage } from '../../support/stub-image.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('identity', () => {
  it('takes the prefix of the MAC from the e-fuses, or from their selector', () => {
    expect(macOf([0x56000000, 0x00001234, 0, 0x005ccf7f])).toBe('5C:CF:7F:12:34:56');
    expect(macOf([0xc3000000, 0x0000a1b2, 0, 0])).toBe('18:FE:34:A1:B2:C3');
    expect(macOf([0x03000000, 0x00010102, 0, 0])).toBe('AC:D0:74:01:02:03');
    expect(macOf([0x03000000, 0x00020102, 0, 0])).toBeUndefined();
  });

  it('knows an ESP8285 by either of its bits', () => {
    expect(chipFacts([1 << 4, 0, 0, 0], 26_000_000, 0).chip).toBe('esp8285');
    expect(chipFacts([0, 0, 1 << 16, 0], 26_000_000, 0).chip).toBe('esp8285');
    expect(chipFacts([0, 0, 0, 0], 26_000_000, 0).chip).toBe('esp8266');
  });

  it.each([
    [115_200, 451, 26_000_000],
    [115_200, 694, 40_000_000],
    [921_600, 56, 26_000_000],
    [921_600, 87, 40_000_000],
    [74_880, 694, 26_000_000],
    [74_880, 1068, 40_000_000],
  ])('at %i baud a divider of %i means a crystal of %i Hz', (baud, divider, crystal) => {
    expect(crystalOf(baud, divider)).toBe(crystal);
  });

  it('takes the size from the flash id only where it makes sense', () => {
    expect(flashOf(0x1640ef)).toEqual({ jedecId: 0x1640ef, maker: 'Winbond', size: 0x400000 });
    expect(flashOf(0x1840c8).size).toBe(0x1000000);
    for (const id of [0, 0xffffff, 0x1640ff, 0x164000, 0x1040ef, 0x2040ef])
      expect(flashOf(id).size).toBeUndefined();
  });

  it('names other chips of the family', () => {
    expect(chipOfMagic(0x00f01d83)).toBe('ESP32');
    expect(chipOfMagic(0x12345678)).toBeUndefined();
  });
});

describe('the ladder of rates', () => {
  const cp2102 = { usbVendorId: 0x10c4, usbProductId: 0xea60 };
  const ch340 = { usbVendorId: 0x1a86, usbProductId: 0x7523 };

  it('begins at what the adapter bears, an unknown one at a careful rate', () => {
    expect(ladder('auto', cp2102)).toEqual([921600, 460800, 230400, 115200]);
    expect(ladder('auto', ch340)).toEqual([460800, 230400, 115200]);
    expect(safeBaud({ usbVendorId: 0x1a86, usbProductId: 0x55d3 })).toBe(921600);
    expect(safeBaud({})).toBe(460800);
  });

  it('stays below what failed, and does not believe that of a wish', () => {
    const memory = failedAt({ baud: 921600, reset: 'classic' }, 460800);
    expect(memory).toEqual({ reset: 'classic', tooFast: 460800 });
    expect(ladder('auto', cp2102, memory)).toEqual([230400, 115200]);
    expect(ladder(1_500_000, cp2102, memory)).toEqual([1_500_000, 921600, 460800, 230400, 115200]);
    expect(workedAt(memory, 460800)).toEqual({ reset: 'classic', baud: 460800 });
    expect(workedAt(memory, 230400)).toEqual({ reset: 'classic', baud: 230400, tooFast: 460800 });
  });

  it('goes higher where a higher rate has worked', () => {
    expect(ladder('auto', ch340, { baud: 921600 })[0]).toBe(921600);
  });

  it('announces what the stub reckons from 115200', () => {
    expect(announcedBaud(115200, 921600)).toBe(921600);
    expect(announcedBaud(921600, 115200)).toBe(14400);
    expect(announcedBaud(74880, 460800)).toBe(708923);
  });
});

describe('what was heard instead of an answer', () => {
  const heardOf = (...parts: readonly (readonly [number, Uint8Array])[]) => {
    const heard = new Heard();
    for (const [baud, bytes] of parts) heard.add(baud, bytes);
    return heard.finding(4);
  };
  const banner = (mode: number): Uint8Array =>
    text(`\r\n ets Jan  8 2013,rst cause:2, boot mode:(${mode},6)\r\n\r\n`);

  it.each([
    [0, 'gpio2-low'],
    [2, 'gpio2-low'],
    [3, 'gpio0-high'],
    [4, 'gpio15-high'],
    [7, 'gpio15-high'],
  ])('boot mode %i: %s', (mode, pin) => {
    expect(heardOf([115200, text('llll')], [74880, banner(mode)])).toMatchObject({
      code: 'connect-boot-mode',
      facts: { mode, pin },
    });
  });

  it('the last banner counts, also in pieces', () => {
    const [first, second] = [banner(3), banner(1)];
    expect(heardOf([74880, first], [74880, second.subarray(0, 40)], [74880, second.subarray(40)]).code).toBe(
      'connect-deaf',
    );
  });

  it('our own bytes, a program, noise, nothing', () => {
    expect(heardOf([115200, SYNC_REQUEST]).code).toBe('connect-echo');
    expect(heardOf([115200, text('\u0001\u0002temperature 21\r\ndoor closed\r\n')])).toMatchObject({
      code: 'connect-program',
      facts: { sample: 'temperature 21 door closed' },
    });
    expect(heardOf([115200, text('rll|..|l.|l.b|..rbb\u0000nn')])).toMatchObject({
      code: 'connect-noise',
      facts: { bytes: 22 },
    });
    expect(heardOf()).toMatchObject({ code: 'connect-silence', facts: { attempts: 4 } });
  });

  it('keeps a board that talks without end within bounds, and its last words', () => {
    const heard = new Heard();
    for (let i = 0; i < 1000; i++) heard.add(74880, banner(3));
    heard.add(74880, banner(1));
    expect(heard.bootMode).toBe(1);
  });
});

describe('reset strategies', () => {
  it('the remembered one comes first, all others after it', () => {
    expect(strategiesFrom('swapped').map(({ name }) => name)).toEqual([
      'swapped',
      'classic',
      'slow',
      'two-calls',
    ]);
    expect(strategiesFrom('of another program')).toEqual(RESET_STRATEGIES);
  });

  it('every one leaves both lines alone at its end', () => {
    for (const { intoLoader, run } of RESET_STRATEGIES) {
      for (const steps of [intoLoader, run]) {
        const lines = steps.reduce((state, { dtr = state.dtr, rts = state.rts }) => ({ dtr, rts }), {
          dtr: true,
          rts: true,
        });
        expect(lines).toEqual({ dtr: false, rts: false });
      }
    }
  });
});

describe('the stub', () => {
  const file = new Uint8Array(readFileSync(STUB_FILE));

  it('is the file of the package esptool-js, byte for byte', () => {
    const original = readFileSync('node_modules/esptool-js/lib/targets/stub_flasher/esp8266.json');
    expect(Buffer.from(file)).toEqual(original);
  });

  it('has text and data where they belong', () => {
    const { entry, parts } = stubImage();
    expect(entry).toBe(0x4010c504);
    expect(parts.map(({ address, bytes }) => [address, bytes.length])).toEqual([
      [0x4010c500, 11456],
      [0x3fffae6c, 920],
    ]);
    const json = JSON.parse(readFileSync(STUB_FILE, 'utf8')) as { text: string; data: string };
    expect(parts.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).toEqual([json.text, json.data]);
  });

  it('is refused with any bit turned over, and when it is cut off', () => {
    for (let bit = 0; bit < file.length * 8; bit += 1999) {
      const damaged = file.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => readStub(damaged)).toThrow('stub-damaged');
    }
    expect(() => readStub(file.subarray(1))).toThrow('stub-damaged');
  });
});
