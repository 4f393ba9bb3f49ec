/** Those who want to hear of changes, each with what is handed to them. */
export class Listeners<News extends readonly unknown[] = []> {
  readonly #all = new Set<(...news: News) => void>();

  /** @returns what ends that. */
  add(listener: (...news: News) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(...news: News): void {
    for (const listener of this.#all) listener(...news);
  }
}

/** Calls `action` once for all that asks until `soon` has called back: a board at work has hundreds of changes a second. */
export function together(soon: (action: () => void) => unknown, action: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    soon(() => {
      asked = false;
      action();
    });
  };
}
