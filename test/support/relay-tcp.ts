/**
 * The relay's connections over a TCP in virtual time, to a board's update client: a system that takes what it is
 * given into a buffer, cuts it into segments as it likes, and sends as far as the window of the device lets it.
 */
import { type ConnectionInput, OtaConnection, type OtaEvent } from '../../src/core/ota/connection.ts';
import { answerRequest, type OtaDevice, type OtaImages } from '../../src/core/ota/offer.ts';
import type { Answer, Peer, World } from '../board/net/world.ts';
import { bytesOf } from '../board/net/world.ts';

const MS = 1_000_000;

export interface TcpHabits {
  /** The next segment has this length at most. */
  readonly segment: () => number;
  /** Bytes that the device lets be on their way. */
  readonly window: number;
  /** Bytes that the system holds for the program. */
  readonly buffer: number;
  /** Whether it tells when everything has been acknowledged. */
  readonly tells?: boolean;
  /** Whether less than a segment is sent when only that much of the window is open. */
  readonly silly?: boolean;
}

/** A relay with these images; `events` collects what it tells. */
export function relayOver(
  world: World,
  habits: TcpHabits,
  images: OtaImages,
  device: OtaDevice = {},
): { readonly server: Answer; readonly events: OtaEvent[] } {
  const events: OtaEvent[] = [];
  const open = new Map<Peer, Connection>();
  world.window = habits.window;
  const server: Answer = (peer, text) => {
    let connection = open.get(peer);
    if (!connection) {
      const answer = (slot: 'user1' | 'user2') => answerRequest(slot, device, images);
      connection = new Connection(world, peer, { habits, answer, tell: event => events.push(event) });
      open.set(peer, connection);
    }
    connection.input({ kind: 'bytes', bytes: bytesOf(text) });
  };
  return { server, events };
}

interface ConnectionParts {
  readonly habits: TcpHabits;
  readonly answer: (slot: 'user1' | 'user2') => ReturnType<typeof answerRequest>;
  readonly tell: (event: OtaEvent) => void;
}

class Connection {
  readonly #world: World;
  readonly #peer: Peer;
  readonly #parts: ConnectionParts;
  readonly #ota: OtaConnection;
  /** Taken from the relay, not sent. */
  #held = new Uint8Array(0);
  #underWay = 0;
  #undrained = false;
  #settling = false;
  #closing = false;
  #over = false;

  constructor(world: World, peer: Peer, parts: ConnectionParts) {
    this.#world = world;
    this.#peer = peer;
    this.#parts = parts;
    const settles = parts.habits.tells ?? false;
    this.#ota = new OtaConnection({ answer: parts.answer, explain: why => why.code, settles }, this.#now);
    peer.taken = bytes => {
      this.#underWay -= bytes;
      this.#pump();
    };
    this.#watch();
  }

  get #now(): number {
    return this.#world.board.clock.now / MS;
  }

  input(input: ConnectionInput): void {
    for (const action of this.#ota.handle(input, this.#now)) {
      if (action.kind === 'tell') this.#parts.tell(action.event);
      if (action.kind === 'send') this.#write(action.bytes);
      if (action.kind === 'settle') this.#settling = true;
      if (action.kind === 'close') this.#closing = true;
      if (action.kind === 'drop') this.#end(true);
    }
    this.#pump();
  }

  #write(bytes: Uint8Array): void {
    const all = new Uint8Array(this.#held.length + bytes.length);
    all.set(this.#held);
    all.set(bytes, this.#held.length);
    this.#held = all;
    this.#undrained = true;
  }

  #pump(): void {
    const { segment, window, buffer, silly = false } = this.#parts.habits;
    while (this.#held.length > 0) {
      const wanted = Math.min(segment(), this.#held.length);
      const length = Math.min(wanted, window - this.#underWay);
      if (length <= 0 || (length < wanted && !silly && this.#underWay > 0)) break;
      this.#underWay += length;
      const bytes = this.#held.slice(0, length);
      this.#held = this.#held.slice(length);
      this.#world.say({ type: 'segment', id: this.#peer.id, bytes });
    }
    if (this.#undrained && this.#held.length <= buffer) {
      this.#undrained = false;
      this.#later(MS / 20, () => this.input({ kind: 'drained' }));
    }
    if (this.#settling && this.#held.length === 0 && this.#underWay === 0) {
      this.#settling = false;
      this.#later(MS / 20, () => this.input({ kind: 'settled' }));
    }
    if (this.#closing && this.#held.length === 0) this.#end(false);
  }

  #end(reset: boolean): void {
    if (this.#over) return;
    if (reset) this.#peer.reset();
    else this.#peer.end();
    this.#closing = false;
  }

  /** Time, and what the device does to its end. */
  #watch(): void {
    this.#later(MS, () => {
      if (this.#peer.state === 'ended') this.input({ kind: 'ended' });
      else if (this.#now >= this.#ota.wakeAt) this.input({ kind: 'time' });
      if (this.#peer.state === 'open') this.#watch();
      else this.#gone();
    });
  }

  #gone(): void {
    if (this.#over) return;
    this.#over = true;
    this.input({ kind: 'gone', reset: this.#peer.state === 'reset' || this.#held.length > 0 });
  }

  #later(ns: number, work: () => void): void {
    this.#world.board.clock.after(ns, () => {
      if (!this.#over) work();
    });
  }
}
