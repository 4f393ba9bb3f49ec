import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Listeners, together } from '../../src/app/listeners.ts';
import { afterPaint, every, nextFrame } from '../../src/app/timing.ts';

let frames: (() => void)[] = [];
const frame = (): void => {
  for (const work of frames.splice(0)) work();
};

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => frames.push(work));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the next frame', () => {
  it('does its work in the frame and not a second time', () => {
    const work = vi.fn();
    nextFrame(work);
    expect(work).not.toHaveBeenCalled();
    frame();
    vi.runAllTimers();
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('comes in a hidden tab, which has no frames, and not again when the tab is shown', () => {
    const work = vi.fn();
    nextFrame(work);
    vi.runAllTimers();
    expect(work).toHaveBeenCalledTimes(1);
    frame();
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('is on the screen before what waits for that', () => {
    const work = vi.fn();
    afterPaint(work);
    frame();
    expect(work).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(work).toHaveBeenCalledTimes(1);
  });
});

describe('every so often', () => {
  it('goes on until it is ended', () => {
    const work = vi.fn();
    const end = every(100, work);
    vi.advanceTimersByTime(250);
    end();
    vi.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(2);
  });
});

describe('changes that come together', () => {
  it('are told once, and the next ones again', () => {
    const listeners = new Listeners<[what: string]>();
    const heard: string[] = [];
    const leave = listeners.add(what => heard.push(what));
    const tell = together(nextFrame, () => listeners.tell('changed'));
    tell();
    tell();
    frame();
    expect(heard).toEqual(['changed']);
    tell();
    vi.runAllTimers();
    expect(heard).toEqual(['changed', 'changed']);
    leave();
    tell();
    frame();
    expect(heard).toHaveLength(2);
  });
});
