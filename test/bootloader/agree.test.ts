/**
 * Where loader 1.7 of the SDK is right, ours decides the same. Its file is not ours to ship: TWINSLOT_SDK_BOOT names
 * one; without it the board's own model of 1.7 takes its place, which was written by other people from the same facts.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { standInBootLoader } from '../../src/board/second-stage/stand-in.ts';
import { stepsOf } from './expected.ts';
import { boardWith } from './loader-board.ts';
import { flashOf, SCENARIOS, type Scenario } from './scenarios.ts';

const MS = 1_000_000;
const file = process.env.TWINSLOT_SDK_BOOT;
const judge = file ? `the SDK's file ${file}` : "the board's model of loader 1.7";
/** Four tries of each image, half a second and a reset by the watchdog apart. */
const PATIENCE = 200_000 * MS;

/** Damage that 1.7 notices as well: in the magic and in the RAM part. */
const NOTICED = [
  'first byte wrong',
  'EA byte 1',
  'second magic wrong',
  'RAM part wrong',
  'nothing',
  'plain image with',
];
/** On larger maps 1.7 cannot read its parameters; on map 1 it reads user2 behind the end of the flash. */
const LARGEST_MAP = 6;

const comparable = (s: Scenario): boolean => {
  if (stepsOf(s).length > 1 || s.map > LARGEST_MAP || s.map === 1) return false;
  const [kind = ''] = s.name.split(/[:,]/);
  // 1.7 gives up when the backup is bad, also if the first choice was repaired.
  if (s.name.endsWith('it is the backup')) return false;
  if (kind === 'bad image') return NOTICED.some(name => s.name.includes(name));
  // Our own loader refuses to start itself, and addresses behind the slots.
  return kind !== 'enhance mode' || !/address of the loader|erased|behind|bad/.test(s.name);
};

/** The same flash with the other loader, its header as it was. */
function withSdkLoader(flash: Uint8Array): Uint8Array {
  const [, , mode = 0, settings = 0] = flash;
  const loader = file ? new Uint8Array(readFileSync(file)) : standInBootLoader('1.7');
  loader[2] = mode;
  loader[3] = settings;
  const changed = flash.slice().fill(0xff, 0, 0x1000);
  changed.set(loader);
  return changed;
}

const outcome = (flash: Uint8Array): string => {
  const board = boardWith(flash);
  const boots = board.do({ do: 'power-on' }, PATIENCE);
  return board.app ?? (boots.at(-1)?.end === 'start' ? 'another' : 'none');
};

describe(`our loader beside ${judge}`, () => {
  const list = SCENARIOS.filter(comparable);

  it('has enough to compare', () => {
    console.log(`Boot loader: ${list.length} scenarios compared with ${judge}`);
    expect(list.length).toBeGreaterThan(100);
  });

  it.each(list)('$name', scenario => {
    const flash = flashOf(scenario);
    expect(outcome(flash)).toBe(outcome(withSdkLoader(flash)));
  });
});
