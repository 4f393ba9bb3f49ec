/** Names of flash settings and of the linker scripts that go with them. */
import { type FlashMapName, flashMap, type Slot, type SlotLayout } from '../core/esp8266/flash-map.ts';
import type { FlashFrequency, FlashMode, FlashSettings } from '../core/esp8266/settings.ts';

/** `QIO`. */
export const modeName = (mode: FlashMode): string => mode.toUpperCase();

const FREQUENCY_NAMES: Readonly<Record<FlashFrequency, string>> = {
  '20m': '20 MHz',
  '26m': '26.7 MHz',
  '40m': '40 MHz',
  '80m': '80 MHz',
};

/** `40 MHz`; the 26 of other tools is 26.7 MHz. */
export const frequencyName = (frequency: FlashFrequency): string => FREQUENCY_NAMES[frequency];

/** How a map shares the flash: `512+512 KB`. */
export const layoutName = (layout: SlotLayout): string =>
  layout === 'none' ? 'one program, no slots' : `${layout} KB`;

/** `1MB (512+512 KB)`. */
export const mapName = (map: FlashMapName): string => `${map} (${layoutName(flashMap(map).layout)})`;

/** What the settings do, for the places where somebody chooses them. */
export const SETTING_ABOUT: Readonly<Record<keyof FlashSettings, { name: string; about: string }>> = {
  map: { name: 'Flash size', about: 'Size of the flash chip, and how the two slots share it.' },
  mode: {
    name: 'Flash mode',
    about: 'How many wires carry data to and from the flash; DIO works on most boards.',
  },
  frequency: { name: 'Flash speed', about: 'Clock of the flash; 40 MHz works on most boards.' },
};

/** `1MB (512+512 KB), QIO, 40 MHz`. */
export const settingsText = ({ map, mode, frequency }: FlashSettings): string =>
  `${mapName(map)}, ${modeName(mode)}, ${frequencyName(frequency)}`;

/** A value of a header field: names for modes and speeds, maps as they are called. */
export function settingValue(field: keyof FlashSettings, value: string): string {
  if (field === 'frequency') return FREQUENCY_NAMES[value as FlashFrequency] ?? value;
  return field === 'mode' ? value.toUpperCase() : value;
}

/** The SDK's linker script for a slot. Source: ld/ of the NONOS SDK. */
export function linkerScript(layout: SlotLayout, slot: Slot): string {
  const app = slot === 'user1' ? 'app1' : 'app2';
  switch (layout) {
    case '256+256':
      return `eagle.app.v6.new.512.${app}.ld`;
    case '512+512':
      return `eagle.app.v6.new.1024.${app}.ld`;
    case '1024+1024':
      return 'eagle.app.v6.new.2048.ld';
    case 'none':
      return 'eagle.app.v6.ld';
  }
}
