/**
 * Which rate somebody speaks at, told from the noise that another rate makes of it: text is sent through a model of
 * both ends' UARTs, and the noise is compared with what each rate would look like.
 */
import { badBytes } from './text.ts';

/** The rate of ROM and boot loader with the usual crystal of 26 MHz; with one of 40 MHz: 115200 (boot.md, section 1). */
export const BOOT_RATE = 74880;

/** What applications speak at, the usual first. */
export const COMMON_RATES: readonly number[] = [
  115200, 74880, 9600, 57600, 230400, 460800, 921600, 38400, 19200,
];

/** Typical text of a firmware: its letters, digits and line ends make the noise. */
const SAMPLE =
  'mode : sta(5c:cf:7f:00:12:34)\r\nadd if0\r\nscandone\r\nstate: 0 -> 2 (b0)\r\nHello from user1, build 12: heap 41232 ' +
  'bytes free\r\n[1234] tick=0x3ffe8000 temperature 21.5 C, ready.\r\nconnected with network, ip:192.168.4.1,mask:255.255.255.0\r\n';

const FRAME_BITS = 10;
const DATA_BITS = 8;

/** Levels of a line that sends these bytes: start bit, 8 data bits from the lowest, stop bit, and a pause. */
function levelsOf(text: Uint8Array, pause: number): Uint8Array {
  const step = FRAME_BITS + pause;
  const levels = new Uint8Array(text.length * step).fill(1);
  text.forEach((byte, i) => {
    levels[i * step] = 0;
    for (let bit = 0; bit < DATA_BITS; bit++) levels[i * step + 1 + bit] = (byte >> bit) & 1;
  });
  return levels;
}

/**
 * What a receiver at one rate makes of text sent at another: from every falling edge on, it looks at the middle of
 * its bits.
 * @param pause bits between two bytes.
 */
export function heardAs(text: Uint8Array, sent: number, heard: number, pause = 0): Uint8Array {
  const levels = levelsOf(text, pause);
  const step = sent / heard;
  const level = (at: number): number => levels[Math.floor(at)] ?? 1;
  const bytes: number[] = [];
  let at = 0;
  while (at < levels.length) {
    const from = Math.ceil(at);
    let edge = from;
    while (edge < levels.length && !(levels[edge] === 0 && (edge === 0 || levels[edge - 1] === 1))) edge++;
    if (edge >= levels.length) break;
    let value = 0;
    for (let bit = 0; bit < DATA_BITS; bit++) value |= level(edge + (1.5 + bit) * step) << bit;
    // A start bit that is over before its middle is none.
    if (level(edge + step / 2) === 0) bytes.push(value);
    at = level(edge + step / 2) === 0 ? edge + (DATA_BITS + 1.5) * step : edge + step / 2;
  }
  return Uint8Array.from(bytes);
}

const sampleBytes = Uint8Array.from(SAMPLE, c => c.charCodeAt(0));

/** Logarithm of how often each byte is heard; none is impossible. */
function likelihoods(sent: number, heard: number, pause: number): Float64Array {
  const counts = new Float64Array(256).fill(FLOOR);
  const bytes = heardAs(sampleBytes, sent, heard, pause);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const total = bytes.length + 256 * FLOOR;
  return counts.map(count => Math.log(count / total));
}

/** Bits between two bytes: none from a full buffer, some from programs that wait for each byte. */
const PAUSES = [0, 1, 3] as const;
/** Weight of bytes that the sample did not make. */
const FLOOR = 0.05;

export interface RateGuess {
  readonly baud: number;
  /** Logarithm of the likelihood per byte; higher is better. */
  readonly score: number;
}

/** Rates that may have made this noise, the likeliest first. */
export function guessRates(
  noise: Uint8Array,
  heard: number,
  rates: readonly number[] = COMMON_RATES,
): readonly RateGuess[] {
  return rates
    .filter(baud => baud !== heard)
    .map(baud => ({
      baud,
      score: Math.max(...PAUSES.map(pause => scoreOf(noise, likelihoods(baud, heard, pause)))),
    }))
    .sort((a, b) => b.score - a.score);
}

function scoreOf(noise: Uint8Array, table: Float64Array): number {
  let sum = 0;
  for (const byte of noise) sum += table[byte] ?? 0;
  return noise.length > 0 ? sum / noise.length : 0;
}

/** Share of bytes that cannot be text: near 0 at the right rate. */
export const noiseShare = (bytes: Uint8Array): number =>
  bytes.length === 0 ? 0 : badBytes(bytes) / bytes.length;
