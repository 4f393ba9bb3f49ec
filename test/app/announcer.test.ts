import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer, type Spoken } from '../../src/app/announcer.ts';

let said: Spoken[];
let announcer: Announcer;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  announcer = new Announcer(spoken => said.push(spoken));
});

afterEach(() => vi.useRealTimers());

describe('the announcer', () => {
  it('says soon what comes alone', () => {
    announcer.announce('Saved user1.bin.');
    vi.advanceTimersByTime(150);
    expect(said).toEqual([{ polite: 'Saved user1.bin.', urgent: '' }]);
  });

  it('says a burst as one', () => {
    announcer.announce('One.');
    announcer.announce('Two.');
    announcer.announce('Two.');
    vi.advanceTimersByTime(150);
    expect(said.map(s => s.polite)).toEqual(['One. Two.']);
  });

  it('leaves a pause before the next', () => {
    announcer.announce('One.');
    vi.advanceTimersByTime(150);
    announcer.announce('Two.');
    vi.advanceTimersByTime(1000);
    announcer.announce('Three.');
    expect(said).toHaveLength(1);
    vi.advanceTimersByTime(600);
    expect(said.map(s => s.polite)).toEqual(['One.', 'Two. Three.']);
  });

  it('keeps what is urgent in its own region', () => {
    announcer.announce('Not an ELF file.', true);
    announcer.announce('1 note.');
    vi.advanceTimersByTime(150);
    expect(said).toEqual([{ polite: '1 note.', urgent: 'Not an ELF file.' }]);
  });

  it('makes the same words new, or a region would stay silent', () => {
    announcer.announce('Saved user1.bin.');
    vi.advanceTimersByTime(2000);
    announcer.announce('Saved user1.bin.');
    vi.advanceTimersByTime(2000);
    expect(said.map(s => s.polite.trimEnd())).toEqual(['Saved user1.bin.', 'Saved user1.bin.']);
    expect(said[0]?.polite).not.toBe(said[1]?.polite);
  });
});
