/** Reads the page as somebody without a mouse does: what has the focus, and what Tab reaches from there. */
import type { CDPSession, Page } from 'playwright-core';
import type { OpenPage } from '../support/browser.ts';

export const NOTHING = 'nothing has the focus';

/** Role and name of the focused element as the browser tells them to a screen reader. */
export async function focused(session: CDPSession): Promise<string> {
  const { result } = await session.send('Runtime.evaluate', {
    expression: `(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at === document.body ? null : at;
    })()`,
  });
  const { objectId } = result;
  if (!objectId) return NOTHING;
  const { nodes } = await session.send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: false });
  const [node] = nodes;
  return `${node?.role?.value ?? '?'}: ${node?.name?.value ?? ''}`;
}

/** What Tab reaches from here on, until something comes a second time or the page ends. */
export async function tabStops(page: Page, session: CDPSession, key = 'Tab'): Promise<string[]> {
  const stops: string[] = [];
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press(key);
    const stop = await focused(session);
    if (stop === NOTHING || stop === stops[0]) return stops;
    stops.push(stop);
  }
  throw new Error(`no end after ${stops.join(', ')}`);
}

/** Presses Tab until `wanted` (role and name) has the focus. @returns how often. */
export async function tabTo(page: Page, session: CDPSession, wanted: string | RegExp): Promise<number> {
  const stops: string[] = [];
  const fits = (stop: string): boolean => (typeof wanted === 'string' ? stop === wanted : wanted.test(stop));
  for (let presses = 0; presses < 60; presses++) {
    const stop = await focused(session);
    if (fits(stop)) return presses;
    stops.push(stop);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${wanted}, but ${stops.join(', ')}`);
}

export const sessionOf = ({ page, context }: OpenPage): Promise<CDPSession> => context.newCDPSession(page);
