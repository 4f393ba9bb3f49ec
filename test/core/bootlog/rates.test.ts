/** Noise of another rate: always recognised as such, and told which rate made it. */
import { describe, expect, it } from 'vitest';
import { BOOT_RATE, COMMON_RATES, guessRates, heardAs, noiseShare } from '../../../src/core/bootlog/rates.ts';
import { badBytes, textOf } from '../../../src/core/bootlog/text.ts';
import { bytesOf } from './logs.ts';

const TEXTS = [
  'The quick brown fox jumps over 12 lazy dogs\r\n{"temp":21.4,"hum":55}\r\n',
  'tick 1\r\ntick 2\r\ntick 3\r\ntick 4\r\ntick 5\r\ntick 6\r\ntick 7\r\ntick 8\r\n',
  'totallen = 1460\r\ntotallen = 2920\r\ntotallen = 4380\r\ntotallen = 5840\r\n',
  'DEBUG wifi: CONNECTED TO AP MYNET RSSI -67 CH 11 [OK] ======\r\n',
].map(text => bytesOf(text.repeat(12)));

const pairs = COMMON_RATES.flatMap(sent =>
  [BOOT_RATE, 115200].filter(heard => heard !== sent).map(heard => [sent, heard] as const),
);

describe.each(pairs)('text of %i heard at %i', (sent, heard) => {
  // Far above the listener's rate, text that repeats may fall into step with it: see the watch's tests for the way out.
  const isFar = sent > 6 * heard;

  it('is noise: more than the eighth part of it cannot be text', () => {
    const noisy = TEXTS.filter(text => noiseShare(heardAs(text, sent, heard)) > 1 / 8);
    expect(noisy.length).toBeGreaterThanOrEqual(isFar ? TEXTS.length - 1 : TEXTS.length);
  });

  it.skipIf(isFar)('is told to be of its rate, or of one of the next two', () => {
    for (const text of TEXTS) {
      const guesses = guessRates(heardAs(text, sent, heard).subarray(0, 64), heard);
      expect(guesses.slice(0, 3).map(({ baud }) => baud)).toContain(sent);
    }
  });
});

it('is exactly the text at the same rate, with any pause', () => {
  const [text = new Uint8Array()] = TEXTS;
  for (const pause of [0, 1, 7]) expect(heardAs(text, 9600, 9600, pause)).toEqual(text);
});

it('is text whatever the language, when it is UTF-8', () => {
  const text = new TextEncoder().encode('温度 21 °C – très bien 🙂\t\x1b[32mok\x1b[0m');
  expect([badBytes(text), textOf(text)]).toEqual([0, '温度 21 °C – très bien 🙂\t\x1b[32mok\x1b[0m']);
});

it('keeps bytes that are no UTF-8 as characters of the same number', () => {
  const bytes = Uint8Array.of(0x41, 0xff, 0xc3, 0x28, 0xe2, 0x82);
  expect([badBytes(bytes), textOf(bytes)]).toEqual([4, 'A\xff\xc3(\xe2\x82']);
});
