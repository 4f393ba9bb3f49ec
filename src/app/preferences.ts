import { FLASH_MAPS } from '../core/esp8266/flash-map.ts';
import { FLASH_FREQUENCIES, FLASH_MODES } from '../core/esp8266/settings.ts';
import type { ChosenSettings } from '../core/workspace/workspace.ts';
import type { Store, StoredSettings, Theme } from '../platform/store.ts';
import type { StateHolder } from './state-holder.ts';

export interface Preferences {
  readonly chosen: ChosenSettings;
  readonly theme: Theme;
}

/** Settings as an earlier visit left them; values that this version does not know are left out. */
export function preferencesFrom(stored: StoredSettings): Preferences {
  const { mode, frequency, map, theme } = stored;
  return {
    chosen: {
      ...(mode && mode in FLASH_MODES && { mode }),
      ...(frequency && frequency in FLASH_FREQUENCIES && { frequency }),
      ...(FLASH_MAPS.some(m => m.name === map) && map && { map }),
    },
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  };
}

/** Keeps settings for the next visit whenever they change. */
export function keepPreferences(holder: StateHolder, store: Store): void {
  let seen = holder.state.settings;
  holder.subscribe(({ settings }) => {
    if (settings === seen) return;
    seen = settings;
    const { mode, frequency, map } = settings.chosen;
    const stored: StoredSettings = {
      theme: settings.theme,
      ...(mode && { mode }),
      ...(frequency && { frequency }),
      ...(map && { map }),
    };
    store.putSettings(stored).catch(() => holder.dispatch({ type: 'storage-denied' }));
  });
}
