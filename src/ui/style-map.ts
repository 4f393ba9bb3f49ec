import { noChange } from 'lit';
import { type AttributePart, Directive, directive, type ElementPart } from 'lit/directive.js';

/** CSS properties by their names in style sheets; `undefined` takes one away. */
export type Styles = Readonly<Record<string, string | number | undefined>>;

class StyleMap extends Directive {
  #names = new Set<string>();

  render(_styles: Styles): typeof noChange {
    return noChange;
  }

  override update(part: AttributePart | ElementPart, [styles]: [Styles]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of this.#names) if (!(name in styles)) style.removeProperty(name);
    for (const [name, value] of Object.entries(styles)) style.setProperty(name, value?.toString() ?? null);
    this.#names = new Set(Object.keys(styles));
    return noChange;
  }
}

/**
 * Styles that are computed, for `style=${styleMap({…})}`. Lit's own directive of this name writes a style attribute at
 * first, which the page's Content Security Policy refuses; this one always goes through the CSS object model.
 */
export const styleMap = directive(StyleMap);
