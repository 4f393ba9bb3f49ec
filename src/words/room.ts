/** Words of the room: many devices updated over the air by one computer. */
import type { RoomDevice } from '../core/room/room.ts';
import { wordsFor } from './findings.ts';
import { formatSize, plural } from './format.ts';
import { resultSentence, stageSentence } from './running.ts';

export const ROOM = {
  title: 'Room: many devices over the air',
  about:
    'One computer with the relay updates all devices in its Wi-Fi: each gets the build that this table gives it, thirty and more at once.',
  needs: 'What the devices need',
  needsJoined:
    'Their program has to have joined the room’s Wi-Fi, and to start an update when somebody connects to its port 88, or by itself. It then fetches from port 8888 of this computer. The program in src/sdk-app shows what is needed for that.',
  needsAccessPoint:
    'Devices that open a Wi-Fi of their own all call themselves 192.168.123.1: this computer can join only one of them at a time. Update those one after the other in step 5, or over a cable.',
  needsNode:
    'Only this one computer needs Node. Whoever has none writes boards over the cable, or works with the virtual board.',
  relay: 'The relay',
  noKey: 'The room works through the relay on this computer.',
  open: 'Open the room',
  close: 'Close the room',
  closeAsk:
    'Devices are being updated. What they fetch breaks off when the room is closed; what they run stays as it is.',
  closeYes: 'Close it all the same',
  closeNo: 'Keep it open',
  takeOver: 'Take over',
  connecting: 'Looks for the relay on this computer…',
  ready: (port: number, addresses: string): string =>
    `Open: devices fetch from port ${port} of this computer${addresses ? `, which is ${addresses} here` : ''}.`,
  builds: 'Builds of this room',
  noBuilds: 'There is no build yet.',
  addBuild: 'Add the build of step 1',
  addBuildNone: 'Step 1 has no images that can travel over the air.',
  addBuildAbout: 'For several builds: add one, open other files in step 1, come back and add that one too.',
  toFirmware: 'Go to step 1',
  full: 'More builds do not fit; take one away first.',
  remove: 'Take away',
  others: 'Devices without a choice of their own get',
  nothing: 'nothing',
  asOthers: (what: string): string => `as all others (${what})`,
  devices: 'Devices',
  table: 'Table of devices',
  noDevices: 'No device yet. One appears as soon as it asks for an image; or type its address.',
  address: 'Address of a device',
  addressBad: 'An address looks like 192.168.1.23.',
  add: 'Add the device',
  updateAll: 'Update all',
  stopQueue: 'Call no more devices',
  update: 'Update',
  look: 'Read its page',
  save: 'Save as CSV',
  fileName: 'twinslot-room.csv',
  kept: 'Names and addresses stay in this page and are gone when it is closed.',
  device: 'Device',
  beforeNow: 'Build before and now',
  name: 'Name',
  choice: 'Build it gets',
  slot: 'Slot asked for',
  progress: 'Progress',
  result: 'Result',
  nameOf: (address: string): string => `Name of ${address}`,
  choiceOf: (address: string): string => `Build for ${address}`,
  accessPoint: 'opens its own Wi-Fi: one at a time',
  columns: [
    'Address',
    'Name',
    'Build it gets',
    'Slot',
    'Build before',
    'Build now',
    'Result',
    'Bytes',
    'Reason',
  ],
} as const;

interface NamedBuild {
  readonly name: string;
  readonly build?: number;
}

/** `build 7: app1.elf + app2.elf`: builds of one program have files of the same names. */
export const buildName = ({ name, build }: NamedBuild): string =>
  build === undefined ? name : `build ${build}: ${name}`;

/** `build 7: app1.elf + app2.elf (user1, user2)` */
export const buildLine = (build: NamedBuild, slots: readonly string[]): string =>
  `${buildName(build)} (${slots.join(', ')})`;

/** What a device does, or what came of it. */
export function deviceState({ update, queue, unreachable, build }: RoomDevice): string {
  if (queue === 'waiting') return 'waits for its turn';
  if (queue === 'asking') return 'its page is being read';
  if (update) return isEnded(update.stage) ? resultSentence(update, build).title : stageSentence(update);
  if (unreachable) return wordsFor(unreachable).title;
  return build === undefined ? '' : 'not updated yet';
}

/** Why, and what to do; empty when all is well. */
export function deviceAdvice({ update, unreachable }: RoomDevice): string {
  const why = update?.stage === 'done' ? undefined : (update?.why ?? unreachable);
  if (!why) return '';
  const { text, advice } = wordsFor(why);
  return `${text} ${advice}`;
}

const isEnded = (stage: string): boolean => ['done', 'stayed', 'failed', 'unproven'].includes(stage);

/** `1 → 2`; one number where nothing has changed it yet. */
export function buildsText({ update, build }: RoomDevice): string {
  const before = update?.target.buildBefore;
  const known = [before, build].filter(each => each !== undefined);
  return [...new Set(known)].join(' → ');
}

/** `120 of 360 KB · 90 KB/s` */
export function bytesText({ update }: RoomDevice): string {
  if (!update?.length || update.sent === 0) return '';
  const rate = update.rate && !isEnded(update.stage) ? ` · ${formatSize(Math.round(update.rate))}/s` : '';
  return `${formatSize(update.sent)} of ${formatSize(update.length)}${rate}`;
}

/** How far the whole room is. */
export function roomSentence(devices: readonly RoomDevice[]): string {
  const of = (is: (device: RoomDevice) => boolean): number => devices.filter(is).length;
  const done = of(({ update }) => update?.stage === 'done');
  const ended = of(({ update }) => update !== undefined && isEnded(update.stage) && update.stage !== 'done');
  const busy = of(
    ({ update, queue }) => queue !== undefined || (update !== undefined && !isEnded(update.stage)),
  );
  return [
    plural(devices.length, 'device'),
    ...(busy > 0 ? [`${busy} being updated`] : []),
    ...(done > 0 ? [`${done} updated`] : []),
    ...(ended > 0 ? [`${ended} not updated`] : []),
  ].join(', ');
}

/** Of one device, in the order of `ROOM.columns`. */
export function deviceCells(device: RoomDevice, build: string): readonly (string | number)[] {
  const { address, name, update } = device;
  return [
    ...[address, name, build, update?.slot ?? '', update?.target.buildBefore ?? '', device.build ?? ''],
    ...[deviceState(device), update?.sent ?? '', deviceAdvice(device)],
  ];
}
