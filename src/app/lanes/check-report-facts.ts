import { usbId } from '../../core/device/bridges.ts';
import type { ChipFacts } from '../../core/device/chip-facts.ts';
import { download } from '../../platform/save.ts';
import type { PortView } from './lane-view.ts';

/** Downloads the report. */
export const saveReport = (text: string): void =>
  download([{ name: 'board-check.md', bytes: new TextEncoder().encode(text) }]);

/** As much of `navigator.userAgentData` as is used; TypeScript knows nothing of it, nor does every browser. */
interface BrowserFacts {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
  readonly platform: string;
}

/** Brands that browsers make up so that nobody relies on a fixed list. */
const MADE_UP = /not.?a.?brand/i;

/** Where a check of a board was made: what stands at the head of its report. */
export function reportFacts(chip: ChipFacts, { identity, bridge }: PortView) {
  const { userAgentData: told } = navigator as unknown as { userAgentData?: BrowserFacts };
  const { usbVendorId: vendor, usbProductId: product, virtual } = identity;
  const ids = vendor === undefined || product === undefined ? 'no USB ids' : usbId(vendor, product);
  const brands = told?.brands.filter(({ brand }) => !MADE_UP.test(brand)) ?? [];
  const script = document.querySelector<HTMLScriptElement>('script[type=module]')?.src ?? '';
  return {
    chip,
    bridge: virtual ? 'none: the virtual board' : `${bridge ?? 'unknown'} (${ids})`,
    browser: brands.map(({ brand, version }) => `${brand} ${version}`).join(', ') || navigator.userAgent,
    system: told?.platform || navigator.platform,
    // The name of the built script tells one build from every other.
    version: script.split('/').at(-1) ?? '',
    time: new Date().toISOString(),
  };
}
