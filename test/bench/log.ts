import { BootLogDecoder } from '../../src/core/bootlog/decoder.ts';
import { guessRates, heardAs } from '../../src/core/bootlog/rates.ts';
import { reduceBoots } from '../../src/core/bootlog/reduce.ts';
import { NO_BOOTS } from '../../src/core/bootlog/report.ts';
import { boot, bytesOf, crlf, LOGS } from '../core/bootlog/logs.ts';
import { medianTime, type Part, type Row } from './measure.ts';

const MEGABYTE = 1_000_000;
/** What a port hands over at a time, bytes (browser.md, section 1). */
const PIECE = 5000;
const RUNS = 5;

/** The text again and again until it has that length. */
function repeated(text: string, length: number): Uint8Array {
  const once = bytesOf(text);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += once.length) bytes.set(once.subarray(0, length - at), at);
  return bytes;
}

const APP = crlf(
  'I (1234) sensor: temperature 21.5 C, humidity 55 %, heap 41232\ntick 42\nGET /status.json 200 1.2 ms from 192.168.4.2\n',
);

const CASES: readonly (readonly [name: string, text: string])[] = [
  ['an application’s lines', APP],
  ['boots, one after the other', crlf(boot(4, { version: '1.7', slot: 'user1' }))],
  ['an update and everything else that is known', LOGS.map(({ text }) => text).join('')],
  ['noise of another rate', String.fromCharCode(...heardAs(bytesOf(APP), 115200, 74880))],
];

function decode(bytes: Uint8Array): number {
  const decoder = new BootLogDecoder();
  let history = NO_BOOTS;
  for (let at = 0; at < bytes.length; at += PIECE) {
    history = reduceBoots(history, decoder.push(bytes.subarray(at, at + PIECE), at));
  }
  return history.boots.length;
}

const row = (name: string, figure: number, unit: string, goal?: Row['goal']): Row => ({
  part: 'log',
  case: name,
  figure,
  unit,
  ...(goal && { goal }),
});

async function* run(): AsyncGenerator<Row> {
  for (const [name, text] of CASES) {
    const bytes = repeated(text, 2 * MEGABYTE);
    const time = medianTime(() => decode(bytes), RUNS);
    yield row(`decoding and reporting: ${name}`, bytes.length / MEGABYTE / (time / 1000), 'MB/s', {
      atLeast: 10,
    });
  }
  const noise = heardAs(bytesOf(APP), 57600, 74880).subarray(0, 64);
  yield row(
    'telling the rate from 64 bytes of noise',
    medianTime(() => guessRates(noise, 74880), RUNS),
    'ms',
  );
}

export const log: Part = { name: 'log', what: 'decoding of serial logs', run };
