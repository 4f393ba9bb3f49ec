/**
 * USB-to-serial bridges by their ids, as makers register them (the public list of USB ids). The same ids often stand
 * for several chips of a family.
 */
const NAMES: Readonly<Record<string, string>> = {
  '10c4:ea60': 'CP210x',
  '1a86:7523': 'CH340',
  '1a86:5523': 'CH341',
  '1a86:55d3': 'CH343',
  '1a86:55d4': 'CH9102',
  '0403:6001': 'FT232R',
  '0403:6010': 'FT2232',
  '0403:6011': 'FT4232',
  '0403:6014': 'FT232H',
  '0403:6015': 'FT231X',
  '067b:2303': 'PL2303',
};

/** `10c4:ea60`, as tools list devices. */
export const usbId = (vendor: number, product: number): string =>
  [vendor, product].map(id => id.toString(16).padStart(4, '0')).join(':');

/** Name of the bridge with these ids, where it is known. */
export const bridgeName = (vendor: number, product: number): string | undefined =>
  NAMES[usbId(vendor, product)];

/** All of them, with their ids as numbers. */
export const BRIDGES = Object.entries(NAMES).map(([id, name]) => {
  const [vendor = 0, product = 0] = id.split(':').map(part => Number.parseInt(part, 16));
  return { vendor, product, name };
});
