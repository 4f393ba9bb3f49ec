/** Finds text that nobody can read: outside of the window, cut off by a box around it, or too long for its control. */
import type { Page } from 'playwright-core';

/** One line per place; empty when everything can be read. */
export const clippedText = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const SLACK = 1;
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      found.push(`the page scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth} px`);

    const isHiddenOnPurpose = (element: Element): boolean => {
      const style = getComputedStyle(element);
      // A drawing may shorten a label that stands in full somewhere else.
      const shortened = style.textOverflow === 'ellipsis' && element.ariaHidden === 'true';
      return style.clipPath === 'inset(50%)' || style.visibility === 'hidden' || shortened;
    };

    const parentOf = (node: Node): Element | null => {
      const parent = node.parentNode;
      if (parent instanceof ShadowRoot) return parent.host;
      const slot = node instanceof Element || node instanceof Text ? node.assignedSlot : null;
      return slot ?? (parent instanceof Element ? parent : null);
    };

    const cutterOf = (box: DOMRect, from: Node): string | undefined => {
      let [scrollsX, scrollsY] = [false, false];
      for (let at = parentOf(from); at && at !== document.body; at = parentOf(at)) {
        const style = getComputedStyle(at);
        if (isHiddenOnPurpose(at)) return undefined;
        const around = at.getBoundingClientRect();
        // What can be scrolled to is not lost.
        scrollsX ||= /auto|scroll/.test(style.overflowX);
        scrollsY ||= /auto|scroll/.test(style.overflowY);
        const lost = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
        const out =
          (!scrollsX &&
            lost(style.overflowX) &&
            (box.left < around.left - SLACK || box.right > around.right + SLACK)) ||
          (!scrollsY &&
            lost(style.overflowY) &&
            (box.top < around.top - SLACK || box.bottom > around.bottom + SLACK));
        if (out) return `${at.localName}.${at.className}`;
      }
      const outside = box.left < -SLACK || box.right > innerWidth + SLACK;
      return outside && !scrollsX ? 'the window' : undefined;
    };

    const hiddenByAncestor = (from: Node): boolean => {
      for (let at = parentOf(from); at && at !== document.body; at = parentOf(at)) {
        if (isHiddenOnPurpose(at)) return true;
      }
      return false;
    };

    const look = (text: Text): void => {
      const words = text.data.trim();
      // What is folded away has boxes too.
      if (words === '' || !text.parentElement?.checkVisibility()) return;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const box of range.getClientRects()) {
        if (box.width === 0 || hiddenByAncestor(text)) continue;
        const cutter = cutterOf(box, text);
        if (cutter) found.push(`"${words.slice(0, 60)}" is cut off by ${cutter}`);
      }
    };

    const measure = (select: HTMLSelectElement): void => {
      // In a part that is hidden there is nothing to cut off.
      if (!select.checkVisibility()) return;
      const style = getComputedStyle(select);
      const context = document.createElement('canvas').getContext('2d');
      const label = select.selectedOptions[0]?.label ?? '';
      if (!context) return;
      context.font = style.font;
      const ARROW = 20;
      const room =
        select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - ARROW;
      if (context.measureText(label).width > room) found.push(`"${label}" is too long for its list`);
    };

    const walk = (node: Node): void => {
      if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return;
      if (node instanceof Text) look(node);
      if (node instanceof HTMLSelectElement) {
        measure(node);
        return;
      }
      if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
      for (const child of node.childNodes) walk(child);
    };
    walk(document.body);
    return found;
  });

/** Controls that are smaller than 24 by 24 pixels; links inside of sentences may be. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const TARGET = 24;
    const found: string[] = [];
    const walk = (node: Node): void => {
      if (node instanceof Element) {
        if (node.matches('button, select, summary, a[href], input, [role=button], [tabindex="0"]')) {
          const style = getComputedStyle(node);
          // Radio buttons fill the label around them.
          const box = (node.closest('label') ?? node).getBoundingClientRect();
          const shown = box.width > 0 && style.clipPath !== 'inset(50%)' && !node.matches('.skip, [hidden]');
          if (shown && (box.width < TARGET || box.height < TARGET))
            found.push(
              `${node.localName} "${node.textContent?.trim().slice(0, 40)}" ${box.width}×${box.height}`,
            );
        }
        if (node.shadowRoot) walk(node.shadowRoot);
      }
      for (const child of node.childNodes) walk(child);
    };
    walk(document.body);
    return found;
  });
