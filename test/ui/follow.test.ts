import { describe, expect, it, vi } from 'vitest';
import { Listeners } from '../../src/app/listeners.ts';
import { Follow } from '../../src/ui/follow.ts';

/** Something that changes, and how many follow it. */
class Source {
  following = 0;
  readonly #listeners = new Listeners();

  subscribe(listener: () => void): () => void {
    this.following++;
    const leave = this.#listeners.add(listener);
    return () => {
      this.following--;
      leave();
    };
  }

  change(): void {
    this.#listeners.tell();
  }
}

const host = () => ({
  isConnected: true,
  updateComplete: Promise.resolve(true),
  requestUpdate: vi.fn(),
  addController: vi.fn(),
  removeController: vi.fn(),
});

describe('an element that follows what it shows', () => {
  it('renders when that changes, and leaves it for another one', () => {
    const [first, second] = [new Source(), new Source()];
    let shown = first;
    const element = host();
    const follow = new Follow(element, () => [shown, undefined]);
    follow.hostUpdate();
    first.change();
    expect(element.requestUpdate).toHaveBeenCalledTimes(1);
    shown = second;
    follow.hostUpdate();
    follow.hostUpdate();
    first.change();
    second.change();
    expect(element.requestUpdate).toHaveBeenCalledTimes(2);
    expect([first.following, second.following]).toEqual([0, 1]);
  });

  it('lets go outside of the page, and comes back with it', () => {
    const source = new Source();
    const element = host();
    const follow = new Follow(element, () => [source]);
    follow.hostUpdate();
    element.isConnected = false;
    follow.hostDisconnected();
    follow.hostUpdate();
    expect(source.following).toBe(0);
    element.isConnected = true;
    follow.hostConnected();
    expect(element.requestUpdate).toHaveBeenCalledTimes(1);
    follow.hostUpdate();
    expect(source.following).toBe(1);
  });
});
