import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { DROP } from '../words/page.ts';

export interface Shortcuts {
  /** Ctrl/⌘+O. */
  open(): void;
  /** Ctrl/⌘+Enter: the next step. */
  primary(): void;
  /** Esc; @returns whether there was something to stop. */
  stop(): boolean;
}

/** The keys of the whole page; none of them is a single letter, which screen readers need for themselves. */
export class ShortcutController implements ReactiveController {
  readonly #shortcuts: Shortcuts;
  readonly #listen = (event: KeyboardEvent): void => this.#press(event);

  constructor(host: ReactiveControllerHost, shortcuts: Shortcuts) {
    this.#shortcuts = shortcuts;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('keydown', this.#listen);
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.#listen);
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || event.shiftKey) return;
    const command = event.ctrlKey || event.metaKey;
    const taken = this.#take(event.key, command);
    if (taken) event.preventDefault();
  }

  #take(key: string, command: boolean): boolean {
    if (!command) return key === 'Escape' && this.#shortcuts.stop();
    if (key === 'o' || key === 'O') this.#shortcuts.open();
    else if (key === 'Enter') this.#shortcuts.primary();
    else return false;
    return true;
  }
}

/** How the command key is called on this machine. */
export const commandKey = (): string => (/mac|iphone|ipad/i.test(navigator.platform) ? '⌘' : DROP.controlKey);
