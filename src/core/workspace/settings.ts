import { flashMap } from '../esp8266/flash-map.ts';
import { DEFAULT_SETTINGS, type FlashSettings } from '../esp8266/settings.ts';
import { type Finding, finding, placed } from '../findings.ts';
import { assumeMap } from '../image/slot-evidence.ts';
import type { RawFile } from './open.ts';
import { slotsOnMap } from './ready-image.ts';
import type { ChosenSettings, Workspace } from './workspace.ts';

export interface ResolvedSettings {
  readonly settings: FlashSettings;
  readonly assumed: Workspace['assumed'];
  readonly findings: readonly Finding[];
}

/**
 * The settings to convert with: what somebody chose, else what a ready image says, else what the link addresses ask
 * for. A boot loader's own header says nothing: its file ships with 512 KB in it whatever the board is.
 */
export function resolveSettings(chosen: ChosenSettings, files: readonly RawFile[]): ResolvedSettings {
  const stated = files.find(f => f.kind === 'image' && f.image.format === 'v2');
  const from = stated?.kind === 'image' ? stated.image.settings : {};
  const addresses = files.flatMap(f => (f.kind === 'elf' ? [f.memory.irom.address] : []));
  const settings: FlashSettings = {
    mode: chosen.mode ?? from.mode ?? DEFAULT_SETTINGS.mode,
    frequency: chosen.frequency ?? from.frequency ?? DEFAULT_SETTINGS.frequency,
    map: chosen.map ?? from.map ?? assumeMap(addresses),
  };
  const assumed = {
    mode: (chosen.mode ?? from.mode) === undefined,
    frequency: (chosen.frequency ?? from.frequency) === undefined,
    map: (chosen.map ?? from.map) === undefined,
  };
  const findings = files.flatMap(f =>
    f.kind === 'image' && f.image.format === 'v2' ? differences(f, settings) : [],
  );
  if (assumed.map && addresses.length > 0) findings.push(finding('map-assumed', { map: settings.map }));
  return { settings, assumed, findings };
}

/** Where a ready image says something else than the settings; its header is patched if its code fits the map. */
function differences(file: RawFile & { kind: 'image' }, settings: FlashSettings): Finding[] {
  const fields = ['mode', 'frequency', 'map'] as const;
  return fields.flatMap(field => {
    const found = file.image.settings[field];
    if (found === undefined || found === settings[field]) return [];
    const patched = field !== 'map' || slotsOnMap(file.image, flashMap(settings.map)).length > 0;
    const facts = { field, found, expected: settings[field], patched };
    return [placed(finding('settings-differ', facts, { field }), { file: file.source.name })];
  });
}
