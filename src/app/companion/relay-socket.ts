import type { OtaImage } from '../../core/ota/image.ts';
import type { OtaDevice } from '../../core/ota/offer.ts';
import {
  type AnnouncedImage,
  decodeRelayMessage,
  encodeMessage,
  type PageMessage,
  RELAY_CLOSE,
  RELAY_PATH,
  RELAY_PORTS,
  RELAY_VERSION,
} from '../../core/ota/relay-messages.ts';
import type { RoomTable } from '../../core/ota/room-table.ts';
import type { RelayEnd, RelayListener } from './relay-end.ts';

/** What a room has: builds by their ids, and who gets which. */
export interface RoomShelf {
  readonly builds: readonly { readonly id: string; readonly images: readonly OtaImage[] }[];
  readonly table: RoomTable;
}

/** Why there is no connection to the relay program. */
export type RelayLoss = 'not-there' | 'token' | 'busy' | 'replaced' | 'version';

export interface RelaySocketSettings {
  /** Of this run of the relay; it prints an address that carries it. */
  readonly token: string;
  /** Where the relay is, when that is known: the page came from there. */
  readonly port?: number;
  readonly listener: RelayListener;
  /** It will be tried again, except when a person has to do something. */
  readonly onLoss: (loss: RelayLoss) => void;
  /** Opens a WebSocket; as the browser does, if nothing else is said. */
  readonly open?: (url: string) => WebSocket;
}

/** Milliseconds until the next try: it may be started later than the page. */
const RETRY = 2000;

const LOSSES: Readonly<Record<number, RelayLoss>> = {
  [RELAY_CLOSE.token]: 'token',
  [RELAY_CLOSE.busy]: 'busy',
  [RELAY_CLOSE.replaced]: 'replaced',
  [RELAY_CLOSE.version]: 'version',
};

/** The relay program on this computer. Connects by itself, again and again, and then tells it all that it should know. */
export class RelaySocket implements RelayEnd {
  readonly #settings: RelaySocketSettings;
  readonly #ports: readonly number[];
  #socket: WebSocket | undefined;
  #ready = false;
  #closed = false;
  #tries = 0;
  /** As somebody has said; until then it is as the program was started. */
  #stay: boolean | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #images: readonly OtaImage[] | undefined;
  #room: RoomShelf | undefined;
  readonly #devices = new Map<string, OtaDevice>();

  constructor(settings: RelaySocketSettings) {
    this.#settings = settings;
    this.#ports = settings.port === undefined ? RELAY_PORTS : [settings.port];
    this.#connect(false);
  }

  setImages(images: readonly OtaImage[]): void {
    this.#images = images;
    if (this.#ready) this.#sendImages(images);
  }

  /** From now on devices get what the room's table says. Builds are sent when they are others than before. */
  setRoom(room: RoomShelf): void {
    const same = this.#room?.builds === room.builds;
    this.#room = room;
    if (this.#ready) this.#sendRoom(room, !same);
  }

  know(device: OtaDevice, address?: string): void {
    this.#devices.set(address ?? '', device);
    this.#send({ kind: 'device', device, ...(address !== undefined && { address }) });
  }

  trigger(address: string): void {
    this.#send({ kind: 'trigger', address });
  }

  readPage(address: string): void {
    this.#send({ kind: 'read-page', address });
  }

  stay(stay: boolean): void {
    this.#stay = stay;
    this.#send({ kind: 'stay', stay });
  }

  /** Another page has the relay: this one takes it over. */
  takeOver(): void {
    clearTimeout(this.#timer);
    // The same one that said no, not the next in the row.
    this.#tries--;
    this.#connect(true);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #connect(takeOver: boolean): void {
    if (this.#closed) return;
    const port = this.#ports[this.#tries++ % this.#ports.length] ?? RELAY_PORTS[0];
    const { open = (url: string) => new WebSocket(url) } = this.#settings;
    const socket = open(`ws://127.0.0.1:${port}${RELAY_PATH}`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      const { token } = this.#settings;
      socket.send(
        encodeMessage({ kind: 'hello', version: RELAY_VERSION, token, ...(takeOver && { takeOver }) }),
      );
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#hear(data);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket === socket) this.#lost(LOSSES[code] ?? 'not-there');
    };
  }

  #hear(text: string): void {
    const message = decodeRelayMessage(text);
    if (!message) return;
    if (message.kind === 'welcome') {
      this.#ready = true;
      for (const [address, device] of this.#devices) {
        this.#send({ kind: 'device', device, ...(address !== '' && { address }) });
      }
      if (this.#images) this.#sendImages(this.#images);
      if (this.#stay !== undefined) this.#send({ kind: 'stay', stay: this.#stay });
      if (this.#room) this.#sendRoom(this.#room, true);
    }
    this.#settings.listener(message);
  }

  #lost(loss: RelayLoss): void {
    this.#ready = false;
    if (this.#closed) return;
    this.#settings.onLoss(loss);
    if (loss !== 'not-there') return;
    this.#timer = setTimeout(() => this.#connect(false), RETRY);
  }

  #sendImages(images: readonly OtaImage[]): void {
    this.#send({ kind: 'images', images: images.map(announced) });
    for (const { bytes } of images) this.#socket?.send(bytes.slice());
  }

  #sendRoom({ builds, table }: RoomShelf, withBuilds: boolean): void {
    // Nobody gets what was there before, nor half a build.
    if (withBuilds) {
      this.#send({
        kind: 'builds',
        builds: builds.map(({ id, images }) => ({ id, images: images.map(announced) })),
      });
      for (const { images } of builds) for (const { bytes } of images) this.#socket?.send(bytes.slice());
    }
    this.#send({ kind: 'room', table });
  }

  #send(message: PageMessage): void {
    if (this.#ready) this.#socket?.send(encodeMessage(message));
  }
}

const announced = ({ slot, name, build }: OtaImage): AnnouncedImage => ({
  ...{ slot, name },
  ...(build !== undefined && { build }),
});
