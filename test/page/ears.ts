/** Hears the page as somebody without a screen does: what its live regions say. */
import type { Page } from 'playwright-core';

/** Collects what the live regions say from now on. */
export const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    for (const role of ['status', 'alert']) {
      const region = document.querySelector(`[role=${role}]`);
      if (!region) throw new Error(`no region ${role}`);
      new MutationObserver(() => {
        const text = region.textContent?.trim();
        if (text) said.push(`${role}: ${text}`);
      }).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });

export const said = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
