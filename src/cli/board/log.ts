import { type Screen, visible } from '../screen.ts';

/** What the board says, line by line for the terminal. */
export class BoardLog {
  readonly #screen: Screen;
  #line = '';

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  push(bytes: Uint8Array): void {
    const lines = (this.#line + Buffer.from(bytes).toString('latin1')).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#print(line);
  }

  /** The line that has no end yet. */
  end(): void {
    if (this.#line) this.#print(this.#line);
    this.#line = '';
  }

  #print(line: string): void {
    this.#screen.line(this.#screen.quiet(visible(line.replace(/\r$/, ''))));
  }
}
