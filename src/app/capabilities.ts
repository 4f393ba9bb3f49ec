/** What this browser can do, found by asking for the feature itself: names of browsers say nothing about tomorrow. */

import { webSerial } from '../platform/serial-port.ts';
import { isLocalPage, relayPermission } from './loopback.ts';

const CAPABILITIES = [
  'serial',
  'workers',
  'offline',
  'storage',
  'relay',
  'folders',
  'wake-lock',
  'locks',
  'clipboard',
  'opened-files',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/**
 * `yes`: works here and now. `soon`: is being set up. `ask`: the browser asks when it comes to it. `denied`: somebody said no, or a policy.
 * `insecure`: only for pages that came over https or from localhost. `no`: this browser does not have it.
 */
export type Availability = 'yes' | 'soon' | 'ask' | 'denied' | 'insecure' | 'no';

/** When a copy of the page would long be under way; src/main.ts starts it after a moment. */
const SETTLED_MS = 10_000;

type Look = () => Availability | Promise<Availability>;

/** Of things that browsers have on secure pages only. */
const secured = (there: boolean): Availability => (there ? 'yes' : isSecureContext ? 'no' : 'insecure');

const LOOKS: Readonly<Record<Capability, Look>> = {
  serial: () => {
    const serial = webSerial();
    return serial ? policyOf('serial', 'ask') : secured(false);
  },
  workers: () => ('Worker' in globalThis ? 'yes' : 'no'),
  offline: async () => {
    if (!('serviceWorker' in navigator)) return secured(false);
    // Private windows and policies let a page ask, and then keep nothing.
    const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
    if (registration?.active) return 'yes';
    return registration || performance.now() < SETTLED_MS ? 'soon' : 'denied';
  },
  storage: async () => {
    const opened = await new Promise<boolean>(resolve => {
      try {
        const request = indexedDB.open('twinslot-probe');
        request.onsuccess = () => {
          request.result.close();
          indexedDB.deleteDatabase('twinslot-probe');
          resolve(true);
        };
        request.onerror = () => resolve(false);
      } catch {
        resolve(false);
      }
    });
    return opened ? 'yes' : 'denied';
  },
  relay: loopback,
  folders: () => secured('showDirectoryPicker' in globalThis),
  'wake-lock': () => secured('wakeLock' in navigator),
  locks: () => secured('locks' in navigator),
  clipboard: () => secured('clipboard' in navigator),
  'opened-files': () => secured('launchQueue' in globalThis),
};

/** In the order of `CAPABILITIES`. */
export const lookAtBrowser = (): Promise<readonly (readonly [Capability, Availability])[]> =>
  Promise.all(CAPABILITIES.map(async name => [name, await LOOKS[name]()] as const));

/** A page from this computer may talk to programs on it; another one asks first, in browsers that guard that. */
async function loopback(): Promise<Availability> {
  if (isLocalPage()) return 'yes';
  const permission = await relayPermission();
  if (!permission) return isSecureContext ? 'yes' : 'insecure';
  return PERMITTED[permission.state];
}

const PERMITTED = { granted: 'yes', denied: 'denied', prompt: 'ask' } as const;

interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(name: string): boolean };
}

/** A page that is embedded in another one may have been denied the feature by that one. */
function policyOf(feature: string, otherwise: Availability): Availability {
  const { featurePolicy } = document as PolicyDocument;
  return featurePolicy?.allowsFeature(feature) === false ? 'denied' : otherwise;
}
