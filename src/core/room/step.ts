import { otherSlot } from '../esp8266/flash-map.ts';
import type { RelayMessage } from '../ota/relay-messages.ts';
import { MOST_DEVICES } from '../ota/room-table.ts';
import { beginUpdate, isOver, reduceUpdate, type UpdateInput } from '../ota/update.ts';
import { buildOf, type Room, type RoomCommand, type RoomDevice, withDevice, withDevices } from './room.ts';

export interface RoomStep {
  readonly room: Room;
  readonly commands: readonly RoomCommand[];
}

/** Updates at once; a class of thirty all together. */
const MOST_AT_ONCE = 40;
/** Devices that are called at once: each takes the relay a connection and up to two seconds. */
const MOST_CALLED = 8;
/** Between two looks at the page of a device that should come back, ms. */
const LOOK_MS = 2000;

const stay = (room: Room): RoomStep => ({ room, commands: [] });

/** Its update is under way. */
export const isUpdating = ({ update }: RoomDevice): boolean => update !== undefined && !isOver(update);

/** It was called and has not asked for its image yet. */
const isCalled = ({ queue, update }: RoomDevice): boolean =>
  queue === 'asking' || (update?.stage === 'waiting' && queue === undefined);

const without = <Key extends keyof RoomDevice>(device: RoomDevice, ...keys: Key[]): RoomDevice => {
  const rest: Partial<RoomDevice> = { ...device };
  for (const key of keys) delete rest[key];
  return rest as RoomDevice;
};

/** Something that the relay tells. @param now milliseconds. */
export function hear(room: Room, message: RelayMessage, now: number): RoomStep {
  switch (message.kind) {
    case 'event': {
      const known = room.devices.length < MOST_DEVICES ? withDevice(room, message.device) : room;
      const { event } = message;
      const begun = withDevices(known, device =>
        device.address === message.device && event.kind === 'asked'
          ? asked(known, device, event.slot, now)
          : device,
      );
      return inputTo(begun, message.device, { kind: 'relay', event }, now);
    }
    case 'page-read': {
      const { address, build } = message;
      const read = withDevices(room, device =>
        device.address !== address
          ? device
          : { ...without(device, 'unreachable'), ...(build !== undefined && { build }) },
      );
      const step = build === undefined ? stay(read) : inputTo(read, address, { kind: 'page', build }, now);
      return call(step, address, now);
    }
    case 'failed': {
      const { address, what, why } = message;
      if (what === 'trigger') return inputTo(room, address, { kind: 'not-reached', why }, now);
      // A device that restarts cannot be reached for a while.
      const marked = withDevices(room, device =>
        device.address === address && !isUpdating(device) ? { ...device, unreachable: why } : device,
      );
      return call(stay(marked), address, now);
    }
    default:
      return stay(room);
  }
}

/** A person wants these devices updated; each begins when its turn has come. */
export function update(room: Room, addresses: readonly string[], now: number): RoomStep {
  const queued = withDevices(room, device =>
    addresses.includes(device.address) && !isUpdating(device) && buildOf(room, device)
      ? { ...without(device, 'update', 'unreachable'), queue: 'waiting' }
      : device,
  );
  return next(queued, now);
}

/** Nobody is called any more; what is under way goes on. */
export const stopQueue = (room: Room): Room =>
  withDevices(room, device => (device.queue === 'waiting' ? without(device, 'queue') : device));

/** Time has passed: silence is noticed, pages are looked at, the next ones begin. */
export function tick(room: Room, now: number): RoomStep {
  let step = stay(room);
  for (const { address } of room.devices) {
    const timed = inputTo(step.room, address, { kind: 'time' }, now);
    step = { room: timed.room, commands: [...step.commands, ...timed.commands] };
  }
  const looks: RoomCommand[] = [];
  const looked = withDevices(step.room, device => {
    const { update: report } = device;
    const returns = report?.stage === 'checking' || report?.stage === 'restarting';
    if (!returns || now - device.lookedAt < LOOK_MS) return device;
    looks.push({ kind: 'read-page', address: device.address });
    return { ...device, lookedAt: now };
  });
  const begun = next(looked, now);
  return { room: begun.room, commands: [...step.commands, ...looks, ...begun.commands] };
}

/** A device that began by itself is followed like one that was called. It asks for the slot that it does not run. */
function asked(room: Room, device: RoomDevice, slot: 'user1' | 'user2', now: number): RoomDevice {
  const running = device.running === slot ? slot : otherSlot(slot);
  const known = { ...without(device, 'queue'), running };
  return isUpdating(device) ? known : { ...known, update: fresh(room, device, now) };
}

function fresh(room: Room, device: RoomDevice, now: number): NonNullable<RoomDevice['update']> {
  const offered = buildOf(room, device)?.build;
  const target = {
    ...{ boots: 0, cable: false },
    ...(device.build !== undefined && { buildBefore: device.build }),
    ...(offered !== undefined && { buildOffered: offered }),
  };
  return beginUpdate(target, now);
}

/** News for the update of a device, and what follows when it has ended. */
function inputTo(room: Room, address: string, input: UpdateInput, now: number): RoomStep {
  const commands: RoomCommand[] = [];
  const changed = withDevices(room, device => {
    const { update: before } = device;
    if (device.address !== address || !before) return device;
    const after = reduceUpdate(before, input, now);
    if (after === before) return device;
    const { slot } = after;
    if (after.stage !== 'done' || slot === undefined) return { ...device, update: after };
    // From now on this device may have the other slot only.
    commands.push({ kind: 'know', address, device: { running: slot } });
    return { ...device, update: after, running: slot };
  });
  return { room: changed, commands };
}

/** Its page was read or cannot be: now it is called. */
function call({ room, commands }: RoomStep, address: string, now: number): RoomStep {
  const calls: RoomCommand[] = [];
  const called = withDevices(room, device => {
    if (device.address !== address || device.queue !== 'asking') return device;
    calls.push({ kind: 'trigger', address });
    return { ...without(device, 'queue', 'unreachable'), update: fresh(room, device, now) };
  });
  return { room: called, commands: [...commands, ...calls] };
}

/** As many of those that wait as may begin. */
function next(room: Room, now: number): RoomStep {
  const commands: RoomCommand[] = [];
  let free = Math.min(
    MOST_AT_ONCE - room.devices.filter(device => isUpdating(device) || device.queue === 'asking').length,
    MOST_CALLED - room.devices.filter(isCalled).length,
  );
  const begun = withDevices(room, device => {
    if (device.queue !== 'waiting' || free <= 0) return device;
    free--;
    commands.push({ kind: 'read-page', address: device.address });
    return { ...device, queue: 'asking', lookedAt: now };
  });
  return { room: begun, commands };
}
