import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Dropped, droppedFiles, holdsFiles } from '../platform/dropped.ts';

/** Takes files that are dropped or pasted anywhere on the page. */
export class DropController implements ReactiveController {
  /** Files are being dragged over the window. */
  over = false;
  /** What is dragged began on this page, on its way out. */
  #own = false;
  readonly #host: ReactiveControllerHost;
  readonly #take: (dropped: Dropped) => void;
  #listening: AbortController | undefined;

  constructor(host: ReactiveControllerHost, take: (dropped: Dropped) => void) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    addEventListener('dragstart', () => this.#begin(true), { signal });
    addEventListener('dragend', () => this.#begin(false), { signal });
    addEventListener('dragenter', event => this.#drag(event), { signal });
    addEventListener('dragover', event => this.#drag(event), { signal });
    addEventListener('dragleave', event => this.#leave(event), { signal });
    // No pointer moves during a drag: one that ended without a word (Esc, a lost drop) ends here.
    addEventListener('pointermove', () => this.#show(false), { signal });
    addEventListener('drop', event => this.#drop(event), { signal });
    addEventListener('paste', event => this.#paste(event), { signal });
  }

  hostDisconnected(): void {
    this.#listening?.abort();
  }

  #begin(own: boolean): void {
    this.#own = own;
  }

  #drag(event: DragEvent): void {
    if (this.#own || !event.dataTransfer || !holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.#show(true);
  }

  /** Leaving the window has no element that the pointer goes to. */
  #leave(event: DragEvent): void {
    if (event.relatedTarget === null) this.#show(false);
  }

  #drop(event: DragEvent): void {
    this.#show(false);
    if (this.#own || !event.dataTransfer || !holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    this.#take(droppedFiles(event.dataTransfer));
  }

  #paste(event: ClipboardEvent): void {
    if (!event.clipboardData || !holdsFiles(event.clipboardData)) return;
    event.preventDefault();
    this.#take(droppedFiles(event.clipboardData));
  }

  #show(over: boolean): void {
    if (this.over === over) return;
    this.over = over;
    this.#host.requestUpdate();
  }
}
