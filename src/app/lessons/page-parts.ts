/** Finds elements of the page through the shadow roots between: lessons point at what others have built. */

type Root = Document | ShadowRoot | Element;

/** All elements that match, in the order of the page. */
export function deepAll<E extends Element>(selector: string, root: Root = document): E[] {
  const found: E[] = [];
  const walk = (at: Root): void => {
    if (at instanceof Element && at.matches(selector)) found.push(at as E);
    if (at instanceof Element && at.shadowRoot) walk(at.shadowRoot);
    for (const child of at.children) walk(child);
  };
  walk(root);
  return found;
}

/** Names of the files and images whose inside is unfolded. */
export const unfolded = (): readonly string[] =>
  deepAll<Element & { readonly of: string }>('ts-inspect-details[open]').map(({ of }) => of);
