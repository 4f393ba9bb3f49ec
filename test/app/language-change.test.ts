/** A change of language loses nothing: it takes along what is on the page, or it does not happen and says why. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LanguageChange, type Luggage, type LuggageStore } from '../../src/app/language-change.ts';
import { initialState } from '../../src/app/state.ts';
import { StateHolder } from '../../src/app/state-holder.ts';

const storage = (): Storage => {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: key => kept.get(key) ?? null,
    key: () => null,
    removeItem: key => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
};

const denied = (): never => {
  throw new DOMException('denied', 'SecurityError');
};

const file = new File([new Uint8Array([1, 2, 3])], 'app1.elf');

/** A page with one file and a wish. */
function page({ busy = false, put }: { busy?: boolean; put?: LuggageStore['put'] } = {}) {
  const packed = new Map<string, Luggage>();
  const holder = new StateHolder(initialState({ wish: 'user2' }));
  const files = [{ id: 'file-1', name: 'app1.elf', file, role: 'user1' }] as const;
  holder.dispatch({ type: 'inputs', inputs: { files, chosen: { wish: 'user2' } } });
  const reload = vi.fn();
  const change = new LanguageChange({
    ...{ holder, reload, busy: () => busy },
    luggage: {
      put: put ?? (async (key, luggage) => void packed.set(key, luggage)),
      take: async key => packed.get(key),
    },
  });
  return { change, packed, reload, notice: () => holder.state.status.notice?.kind };
}

describe('another language', () => {
  beforeEach(() => {
    vi.stubGlobal('localStorage', storage());
    vi.stubGlobal('sessionStorage', storage());
  });
  afterEach(() => vi.unstubAllGlobals());

  it('takes the files with what they are for, and the wish', async () => {
    const { change, packed, reload, notice } = page();
    await change.to('de');
    expect([...packed.values()]).toEqual([{ files: [{ file, role: 'user1' }], wish: 'user2' }]);
    expect(localStorage.getItem('language')).toBe('de');
    expect(reload).toHaveBeenCalledOnce();
    expect(notice()).toBeUndefined();
  });

  it('waits while a board is in use', async () => {
    const { change, packed, reload, notice } = page({ busy: true });
    await change.to('de');
    expect([packed.size, reload.mock.calls.length, localStorage.getItem('language')]).toEqual([0, 0, null]);
    expect(notice()).toBe('language-waits');
  });

  it('does not happen where the files cannot be kept', async () => {
    const { change, reload, notice } = page({ put: async () => denied() });
    await change.to('de');
    expect([reload.mock.calls.length, localStorage.getItem('language')]).toEqual([0, null]);
    expect(notice()).toBe('language-not-kept');
  });

  it('does not happen where the choice cannot be kept', async () => {
    vi.stubGlobal('localStorage', { ...storage(), setItem: denied });
    const { change, reload, notice } = page();
    await change.to('de');
    expect(reload).not.toHaveBeenCalled();
    expect(notice()).toBe('language-not-kept');
  });
});
