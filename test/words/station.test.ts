import { describe, expect, it } from 'vitest';
import { finding } from '../../src/core/findings.ts';
import type { StationEntry } from '../../src/core/station/record.ts';
import {
  entryCells,
  outcomeSentence,
  STATION,
  seatName,
  seatReason,
  seatState,
} from '../../src/words/station.ts';

const board = { mac: '5C:CF:7F:00:00:01', since: 0, insisted: false };

describe('the words of the station', () => {
  it('tell of boards that end together in one go, the good ones first', () => {
    expect(
      outcomeSentence([
        { name: 'Seat 1', result: 'passed' },
        { name: 'window', result: 'failed', reason: 'The wrong slot runs' },
        { name: 'Seat 3', result: 'passed' },
        { name: 'Seat 4', result: 'passed' },
      ]),
    ).toBe('Seat 1, Seat 3 and Seat 4: passed. window: failed. The wrong slot runs.');
  });

  it('name a seat by its number until somebody has written on it', () => {
    expect(seatName({ number: 3, label: '' })).toBe('Seat 3');
    expect(seatName({ number: 3, label: 'window' })).toBe('window');
  });

  it('say what is seen and what to do with the board', () => {
    expect(seatReason({ kind: 'passed', slot: 'user2', ms: 15_400, ...board })).toBe(
      'user2 is running, after 15 seconds. Take it out.',
    );
    const again = finding('station-done-before', { mac: board.mac });
    expect(seatState({ kind: 'refused', why: [again], again: true, ...board })).toBe('Done before');
    expect(seatState({ kind: 'refused', why: [again], again: false, ...board })).toBe('Left alone');
  });

  it('have a cell for every column', () => {
    const entry: StationEntry = {
      ...{ time: 0, seat: '1', ms: 1234, finding: finding('port-lost', {}) },
      ...{ result: 'failed', build: { name: 'a.elf', sha256: 'user1.bin 01' } },
    };
    const cells = entryCells(entry, String);
    expect(cells).toHaveLength(STATION.columns.length);
    expect(cells[STATION.columns.indexOf('Seconds')]).toBe(1.2);
  });
});
