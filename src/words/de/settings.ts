/** Namen der Flash-Einstellungen. */
import { type FlashMapName, flashMap, type SlotLayout } from '../../core/esp8266/flash-map.ts';
import type { FlashSettings } from '../../core/esp8266/settings.ts';
import type { Translation } from '../language.ts';
import type * as english from '../settings.ts';
import {
  frequencyName as englishFrequency,
  settingValue as englishValue,
  linkerScript,
  modeName,
} from '../settings.ts';

export { linkerScript, modeName } from '../settings.ts';

/** `26,7 MHz`. */
export const frequencyName: typeof englishFrequency = frequency =>
  englishFrequency(frequency).replace('.', ',');

export const layoutName = (layout: SlotLayout): string =>
  layout === 'none' ? 'ein Programm, keine Slots' : `${layout} KB`;

export const mapName = (map: FlashMapName): string => `${map} (${layoutName(flashMap(map).layout)})`;

export const SETTING_ABOUT: Readonly<Record<keyof FlashSettings, { name: string; about: string }>> = {
  map: { name: 'Flash-Größe', about: 'Größe des Flash-Chips und wie die beiden Slots ihn teilen.' },
  mode: {
    name: 'Flash-Modus',
    about: 'Über wie viele Leitungen Daten zum Flash und zurück gehen; DIO geht auf den meisten Boards.',
  },
  frequency: { name: 'Flash-Takt', about: 'Takt des Flash; 40 MHz gehen auf den meisten Boards.' },
};

export const settingsText = ({ map, mode, frequency }: FlashSettings): string =>
  `${mapName(map)}, ${modeName(mode)}, ${frequencyName(frequency)}`;

export const settingValue = (field: keyof FlashSettings, value: string): string => {
  const english = englishValue(field, value);
  return field === 'frequency' ? english.replace('.', ',') : english;
};

export const settings = {
  ...{ modeName, frequencyName, layoutName, mapName, SETTING_ABOUT },
  ...{ settingsText, settingValue, linkerScript },
} satisfies Translation<typeof english>;
