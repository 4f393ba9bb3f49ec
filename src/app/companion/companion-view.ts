import type { Finding } from '../../core/findings.ts';
import type { OtaDevice, OtaOffer } from '../../core/ota/offer.ts';
import type { OwnAddress, ServedImage } from '../../core/ota/relay-messages.ts';
import type { UpdateReport } from '../../core/ota/update.ts';
import type { OtherDevice } from './others.ts';
import type { RelayLoss } from './relay-socket.ts';

/** Who serves the devices. `page`: the page itself, for its virtual board. */
export type RelayState =
  | { readonly kind: 'none' }
  | { readonly kind: 'connecting'; readonly loss?: RelayLoss }
  | {
      readonly kind: 'ready';
      readonly where: 'page' | 'program';
      readonly devicePort: number;
      readonly addresses: readonly OwnAddress[];
      /** It keeps the images when the page goes. */
      readonly stay: boolean;
    };

/** What the companion knows of the device and of its update. */
export interface CompanionView {
  readonly relay: RelayState;
  readonly offered: readonly ServedImage[];
  /** Why images at hand are not offered. */
  readonly refused: readonly Finding[];
  readonly address: string;
  readonly device: OtaDevice;
  /** Build number on the device's page, as it was last read. */
  readonly build?: number;
  /** Why its page could not be read, or its update not be started. */
  readonly unreachable?: Finding;
  /** What an update would send, or why none is sent. */
  readonly offer: OtaOffer;
  readonly update?: UpdateReport;
  /** Devices that are served beside this one. */
  readonly others: readonly OtherDevice[];
}

/** What the companion wants of whoever listens to the board. */
export type SerialWish = 'expect-restart' | 'repeat-boot';

/** What the companion needs of the page. */
export interface CompanionWorld {
  ask?(wish: SerialWish): void;
  now(): number;
  /** Calls back so often until the returned function is called. */
  every(ms: number, action: () => void): () => void;
}
