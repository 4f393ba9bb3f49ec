/** What the relay says on a terminal while it serves. */
import type { Slot } from '../core/esp8266/flash-map.ts';
import type { OtaEvent } from '../core/ota/connection.ts';
import type { OwnAddress } from '../core/ota/relay-messages.ts';
import { wordsFor } from './findings.ts';
import { exactSize, formatBytes, formatShare, formatSize, listOf, plural } from './format.ts';

export const RELAY_LOG = {
  page: (address: string) => `The page is at ${address}`,
  pageToken: 'The part behind # lets only you in; it is new with every start.',
  noPage: 'No page is served here: there is no built app beside this program (--app DIR names one).',
  devices: (port: number, own: readonly OwnAddress[]) => {
    const addresses = listOf(own.map(({ address }) => address));
    return `Devices fetch /user1.bin and /user2.bin from port ${port} of this computer${addresses && `: ${addresses}`}.`;
  },
  serves: (slot: Slot, from: string, length: number) => `${slot}.bin from ${from}, ${exactSize(length)}`,
  waits: 'Waiting for devices. Ctrl-C ends it.',
  waitsForPage: 'Waiting for the page and for devices. Ctrl-C ends it.',
  leftOut: (lines: number) => `${plural(lines, 'line')} left out: nobody read them.`,
  ended: 'Ended.',
  portTaken: (port: number) =>
    `Port ${port} is taken: another program listens there, maybe another Twinslot. End it, or choose another port with --port.`,
  pagePortsTaken: (ports: readonly number[]) =>
    `The ports ${listOf(ports.map(String), 'and')} are all taken, and the page may use no others. End one of the programs that listen there.`,
  portForbidden: (port: number) =>
    `Port ${port} needs rights that this program does not have. Choose one from 1024 on with --port.`,
  noApp: (folder: string) => `${folder} holds no built app: there is no index.html in it.`,
  nothingForSlots: 'None of the files is for a slot, so there is nothing to serve over the air.',
  pageRefused: {
    host: (value: string) => `A page asked for the host “${value}”, which this program is not: turned down.`,
    origin: (value: string) =>
      value
        ? `A page of ${value} wanted to connect: turned down. If it is yours, start again with --page ${value}`
        : 'A program without an origin wanted to connect as the page: turned down.',
    path: (value: string) => `A page wanted to connect to ${value}: turned down.`,
  },
} as const;

/** One line for what happened on a connection; none for what is only a step. */
export function eventLine(event: OtaEvent, rate?: number): string | undefined {
  switch (event.kind) {
    case 'asked':
      return `asks for ${event.slot} (${event.method} ${event.path})`;
    case 'refused': {
      const { title, text, advice } = wordsFor(event.why);
      return `turned down: ${title}. ${text} ${advice}`;
    }
    case 'head-answered':
      return `knows the length of ${event.slot}, ${formatBytes(event.length)}; now it erases its flash`;
    case 'sending':
      return `${event.slot}: ${formatShare(event.sent, event.length)}${rate ? `, ${formatSize(rate)} a second` : ''}`;
    case 'finished':
      return `has all of ${event.slot}; its boot log or its page tells whether it starts`;
    case 'stopped':
      return `${event.slot} stopped after ${formatBytes(event.sent)} of ${formatBytes(event.length)}: ${stoppedWords(event)}`;
  }
}

function stoppedWords({ sent, by }: Extract<OtaEvent, { kind: 'stopped' }>): string {
  if (by === 'time') return 'nothing moved for too long';
  return sent === 0
    ? 'the device refused the image, or went away'
    : 'the device closed the connection; its serial log says why';
}
