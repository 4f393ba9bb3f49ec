import type { BootWish } from '../core/plan/flash-plan.ts';
import type { Language } from '../words/language.ts';
import type { Notice } from '../words/page-notices.ts';
import type { Actions } from './actions.ts';
import type { NewFile } from './files.ts';
import { storeLanguage } from './language.ts';
import type { StateHolder } from './state-holder.ts';

/** What the page takes along when it loads again. */
export interface Luggage {
  readonly files: readonly NewFile[];
  readonly wish?: BootWish;
}

export interface LuggageStore {
  put(key: string, luggage: Luggage): Promise<void>;
  /** Takes it out. */
  take(key: string): Promise<Luggage | undefined>;
}

export interface LanguageWorld {
  readonly holder: StateHolder;
  readonly luggage: LuggageStore;
  /** Something that a load would end: a board is connected, or the virtual one is there. */
  busy(): boolean;
  reload(): void;
}

/** In the session storage: of this tab, over one load of the page. */
const KEY = 'luggage';

/**
 * Another language means loading the page again, since its words are in the modules. Files and settings come along;
 * where something cannot, nothing happens, and the page says why.
 */
export class LanguageChange {
  readonly #world: LanguageWorld;

  constructor(world: LanguageWorld) {
    this.#world = world;
  }

  async to(language: Language): Promise<void> {
    if (this.#world.busy()) return this.#say({ kind: 'language-waits' });
    try {
      await this.#pack();
    } catch {
      return this.#say({ kind: 'language-not-kept' });
    }
    if (storeLanguage(language)) this.#world.reload();
    else this.#say({ kind: 'language-not-kept' });
  }

  async #pack(): Promise<void> {
    const { work, settings } = this.#world.holder.state;
    if (work.files.length === 0) return;
    const files = work.files.map(({ id: _, name: __, ...file }) => file);
    const { wish } = settings.chosen;
    const key = crypto.randomUUID();
    await this.#world.luggage.put(key, { files, ...(wish && { wish }) });
    sessionStorage.setItem(KEY, key);
  }

  #say(notice: Notice): void {
    this.#world.holder.dispatch({ type: 'notice', notice });
  }
}

/** After such a load: what was on the page comes back. */
export async function unpack(luggage: LuggageStore, actions: Actions): Promise<void> {
  try {
    const key = sessionStorage.getItem(KEY);
    if (key === null) return;
    sessionStorage.removeItem(KEY);
    const taken = await luggage.take(key);
    if (taken) await actions.putBack(taken.files, taken.wish);
  } catch {
    // A browser that denies storage has kept nothing.
  }
}
