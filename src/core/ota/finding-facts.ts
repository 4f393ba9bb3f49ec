import type { UpgradeFailure } from '../bootlog/events.ts';
import type { FlashMapName, Slot } from '../esp8266/flash-map.ts';

type Nothing = Readonly<Record<string, never>>;

/** The facts of findings about updates over the air; part of `FindingFacts`. */
export interface OtaFindingFacts {
  // Updates over the air
  'ota-offered': { readonly slot: Slot; readonly length: number };
  'ota-running-unknown': Nothing;
  'ota-slot-running': { readonly slot: Slot };
  'ota-same-build': { readonly slot: Slot; readonly build: string };
  'ota-image-missing': { readonly slot: Slot };
  'ota-other-map': { readonly slot: Slot; readonly map: FlashMapName; readonly linked: string };
  'ota-wrong-name': { readonly asked: Slot; readonly found: number };
  'ota-request-not-http': { readonly firstBytes: readonly number[] };
  'ota-request-too-long': { readonly limit: number };
  'ota-request-slow': { readonly seconds: number };
  'ota-request-method': { readonly method: string };
  'ota-request-path': { readonly path: string };
  'ota-request-browser': { readonly header: string };
  /** A room's table gives this device nothing. */
  'room-not-served': { readonly address: string };
  'ota-too-many-connections': { readonly limit: number };

  // Reaching a device from the relay
  'ota-ended-early': { readonly slot: Slot; readonly sent: number; readonly length: number };
  'ota-broken-off': { readonly sent: number; readonly length: number; readonly by: 'device' | 'time' };
  'ota-client-failed': { readonly failure: UpgradeFailure | 'crc-differs'; readonly line: number };
  'ota-restarted-early': Nothing;
  /** `at`: the address of this computer that the device had to call, where it was told to begin. */
  'ota-no-request': { readonly seconds: number; readonly at?: string };
  'ota-never-came-back': { readonly seconds: number; readonly sectors: number };
  'ota-new-crashes': { readonly slot: Slot };
  'ota-fell-back': { readonly slot: Slot; readonly line: number };
  'ota-not-switched': { readonly slot: Slot; readonly line: number };
  'ota-nothing-boots': Nothing;
  'ota-page-unchanged': { readonly build: number };
  'ota-unproven': { readonly slot: Slot; readonly other: Slot; readonly cable: boolean };
  'device-address-bad': { readonly address: string };
  'device-not-here': { readonly address: string; readonly networks: readonly string[] };
  'device-port-closed': { readonly address: string; readonly port: number };
  'device-silent': { readonly address: string; readonly port: number; readonly seconds: number };
  'device-unreachable': { readonly address: string; readonly reason: string };
}
