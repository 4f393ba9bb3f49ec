/**
 * The companion of the page on this computer: serves images to devices and lets the page see it. It holds everything
 * in memory, writes no file, and connects only to devices that the person named.
 */
import type { Finding } from '../core/findings.ts';
import type { OtaImages } from '../core/ota/offer.ts';
import { DEVICE_PORT, RELAY_PORTS, type RelayKey } from '../core/ota/relay-messages.ts';
import { type DeviceEvent, DeviceServer } from './device-server.ts';
import { DEVICE_PORTS, type DevicePorts } from './knock.ts';
import { PageServer } from './page-server.ts';
import { newToken, PageSessions } from './page-session.ts';
import { Shelf } from './shelf.ts';

export interface RelaySettings {
  /** Where devices ask; 0 for any free port. */
  readonly devicePort?: number;
  /** Where the page is served: the first free one. */
  readonly pagePorts?: readonly number[];
  /** Folder of the built app. */
  readonly app?: string;
  /** Origins of pages elsewhere that may connect, as `https://example.org`. */
  readonly origins?: readonly string[];
  /** Images for the whole run. */
  readonly images?: OtaImages;
  /** Keep the images of a page when it goes. */
  readonly stay?: boolean;
  /** Ports of the device's own servers. */
  readonly devicePorts?: DevicePorts;
  /** A sentence for people, sent to a device with a refusal. */
  readonly explain: (why: Finding) => string;
  readonly log: (entry: RelayLog) => void;
}

export type RelayLog =
  | ({ readonly kind: 'device' } & DeviceEvent)
  /** A page that may not connect, by its Host, Origin or path. */
  | { readonly kind: 'page-refused'; readonly what: 'host' | 'origin' | 'path'; readonly value: string };

export interface Relay {
  readonly devicePort: number;
  /** Port and token, for the address of the page. */
  readonly key: RelayKey;
  close(): Promise<void>;
}

/** Starts both servers. @throws the system's error when a port is taken. */
export async function startRelay(settings: RelaySettings): Promise<Relay> {
  const { devicePort = DEVICE_PORT, pagePorts = RELAY_PORTS, explain, log } = settings;
  const token = newToken();
  const shelf = new Shelf(settings.images ?? {});
  const devices = new DeviceServer({
    answer: (asked, device, method) => shelf.answer(asked, device, method),
    explain,
    tell: event => {
      log({ kind: 'device', ...event });
      pages.send({ kind: 'event', ...event });
    },
  });
  let port = devicePort;
  const pages = new PageSessions({
    token,
    shelf,
    devicePort: () => port,
    devicePorts: settings.devicePorts ?? DEVICE_PORTS,
    stay: settings.stay ?? false,
  });
  const server = new PageServer({
    ...(settings.app !== undefined && { app: settings.app }),
    origins: settings.origins ?? [],
    connected: socket => pages.connected(socket),
    refused: (what, value) => log({ kind: 'page-refused', what, value }),
  });
  port = await devices.listen(devicePort, '0.0.0.0');
  try {
    const pagePort = await server.listen(pagePorts);
    return {
      devicePort: port,
      key: { port: pagePort, token },
      close: async () => {
        pages.close();
        await Promise.all([devices.close(), server.close()]);
      },
    };
  } catch (error) {
    await devices.close();
    throw error;
  }
}
