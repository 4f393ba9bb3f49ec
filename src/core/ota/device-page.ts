/** What the page on a device's port 80 tells. */

/**
 * The number behind "build": `This page is served by HTTP Server build 7.`, `Build: 7`, `build #7`. None on pages
 * without. Source: ota.md section 7.
 */
export function buildOn(page: string): number | undefined {
  const digits = /\bbuild\b[\s:#-]{1,3}(\d{1,9})\b/i.exec(page.replace(/<[^>]*>/g, ''))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
