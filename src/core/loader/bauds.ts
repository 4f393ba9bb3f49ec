/** Which rates to try, from what is known of the adapter. */
import type { LinkMemory } from '../device/link-memory.ts';

/** The stub reckons from this, whatever the line runs at: its new divider is the old one × 115200 / what it is told. */
export const BASE_BAUD = 115_200;

/**
 * Where nothing is known of a board it is called at this: the ROM measures it well (226 clocks a bit), every adapter
 * bears it, and the stub is there in half the time, 0.55 s. What does not answer is called at the usual rate next.
 */
export const FIRST_BAUD = 230_400;

/** From the highest down. */
const RATES = [921_600, 460_800, 230_400, BASE_BAUD] as const;

/** What an adapter says of itself, and the highest rate that its kind is known to bear. */
interface Adapter {
  readonly vendor: number;
  readonly product?: number;
  readonly name: string;
  readonly safe: number;
}

/** Sources: loader.md, section 7 (espressif/esptool issue 435, Jason2866/WebSerial_ESPTool issue 308); data sheets. */
const ADAPTERS: readonly Adapter[] = [
  { vendor: 0x1a86, product: 0x55d3, name: 'CH343', safe: 921_600 },
  { vendor: 0x1a86, product: 0x55d4, name: 'CH9102', safe: 921_600 },
  { vendor: 0x1a86, name: 'CH340', safe: 460_800 },
  // CP2102 and CP2102N say the same; the older one bears it on most systems, and the ladder notices where not.
  { vendor: 0x10c4, name: 'CP210x', safe: 921_600 },
  { vendor: 0x0403, name: 'FTDI', safe: 921_600 },
  { vendor: 0x067b, name: 'PL2303', safe: 460_800 },
];

interface Identity {
  readonly usbVendorId?: number;
  readonly usbProductId?: number;
  readonly virtual?: true;
}

/** The rate to begin the ladder with. An adapter that nobody knows is taken for a careful one. */
export function safeBaud({ usbVendorId, usbProductId, virtual }: Identity): number {
  if (virtual) return RATES[0];
  const adapter = ADAPTERS.find(
    ({ vendor, product }) => vendor === usbVendorId && (product === undefined || product === usbProductId),
  );
  return adapter?.safe ?? 460_800;
}

/**
 * The rates to try, highest first; the last is where the line is anyway and needs no trying.
 * @param wish a rate that somebody asked for: it is tried even where the adapter is not known to bear it.
 */
export function ladder(
  wish: number | 'auto',
  identity: Identity,
  memory: LinkMemory = {},
): readonly number[] {
  const top = wish === 'auto' ? Math.max(memory.baud ?? 0, safeBaud(identity)) : wish;
  const limit = wish === 'auto' ? (memory.tooFast ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const below = RATES.filter(rate => rate < top);
  return [top, ...below].filter(rate => rate < limit || rate === BASE_BAUD);
}

/** What CHANGE_BAUDRATE has to be told, so that a stub on a line of `current` baud goes to `wanted`. */
export const announcedBaud = (current: number, wanted: number): number =>
  Math.round((wanted * BASE_BAUD) / current);

/** The memory after a rate worked. */
export const workedAt = (memory: LinkMemory, baud: number): LinkMemory => {
  const { tooFast, ...rest } = memory;
  const still = tooFast !== undefined && tooFast > baud ? { tooFast } : {};
  return { ...rest, baud: Math.max(baud, memory.baud ?? 0), ...still };
};

/** The memory after a rate failed. */
export const failedAt = (memory: LinkMemory, tried: number): LinkMemory => {
  const { baud, ...rest } = memory;
  const tooFast = Math.min(tried, memory.tooFast ?? tried);
  return { ...rest, tooFast, ...(baud !== undefined && baud < tooFast ? { baud } : {}) };
};
