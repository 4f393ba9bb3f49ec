/** The page's elements across shadow roots: where the focus is, and what the primary button is. */

/** The element that has the focus, and all that it stands in, innermost first. */
export function focusPath(): readonly Element[] {
  let at: Element | null = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const path: Element[] = [];
  while (at) {
    path.push(at);
    const root: Node = at.getRootNode();
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return path;
}

/** The one primary button below an element that can be seen and pressed now. */
export function primaryButton(root: ParentNode): HTMLButtonElement | undefined {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (
      element instanceof HTMLButtonElement &&
      element.matches('.primary:enabled') &&
      element.checkVisibility()
    )
      return element;
    const inner = element.shadowRoot && primaryButton(element.shadowRoot);
    if (inner) return inner;
  }
  return undefined;
}
