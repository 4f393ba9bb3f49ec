/** Words about updates over the air: what is offered, what is turned down, and why a device cannot be reached. */

import type { WordsTable } from './findings-table.ts';
import { formatByteRow, formatBytes, listOf, plural } from './format.ts';

const otherOf = (slot: string): string => (slot === 'user1' ? 'user2' : 'user1');

const ONLY_DEVICES = 'This port is for devices that fetch /user1.bin or /user2.bin.';

const OFFERS = {
  'ota-offered': ({ slot, length }) => ({
    title: `Ready: ${slot} over the air`,
    text: `The image for ${slot} has ${formatBytes(length)}; the device runs ${otherOf(slot)} and fetches it from here.`,
    advice: 'Start the update on the device, or from the page.',
  }),
  'ota-running-unknown': () => ({
    title: 'Which slot runs is not known yet',
    text: 'The update goes to the slot that does not run, and nothing has told yet which one runs.',
    advice:
      'Restart the board while its cable is connected, or start the update on the device: it asks for its slot.',
  }),
  'ota-slot-running': ({ slot }) => ({
    title: `${slot} is running`,
    text: `The device asks for ${slot}, but its boot log says that it runs ${slot}: it would overwrite its own program.`,
    advice: `Let the application ask for ${otherOf(slot)} while ${slot} runs: system_upgrade_userbin_check tells which one does.`,
  }),
  'ota-same-build': ({ slot, build }) => ({
    title: 'The device runs this build already',
    text: `The image for ${slot} is of build ${build}, which is the one that runs.`,
    advice: 'Build again and drop the new files, or send it all the same.',
  }),
  'ota-image-missing': ({ slot }) => ({
    title: `No image for ${slot}`,
    text: `The device asks for ${slot}, and there is no image for it here.`,
    advice: `Add the ELF file that is linked for ${slot}, or ${slot}.bin.`,
  }),
  'ota-other-map': ({ slot, map, linked }) => ({
    title: 'Linked for another flash map',
    text: `The board has the flash map ${map}; this image for ${slot} is for ${linked}, and its code would not run there.`,
    advice: `Link the program for ${map}, or write boot loader and both slots through the serial port.`,
  }),
  'ota-wrong-name': ({ asked, found }) => ({
    title: `Not an image for ${asked}`,
    text: `Byte 3 of the image is ${found}; for ${asked} it has to be ${asked === 'user1' ? 1 : 2}, or the device refuses it.`,
    advice: 'Exchange the two files, or convert the ELF files again.',
  }),
} satisfies Partial<WordsTable>;

const REQUESTS = {
  'ota-request-not-http': ({ firstBytes }) => ({
    title: 'Not a request for an image',
    text: `Something sent ${formatByteRow(firstBytes)}, which is not how an HTTP request begins.`,
    advice: ONLY_DEVICES,
  }),
  'ota-request-too-long': ({ limit }) => ({
    title: 'Request too long',
    text: `A request has ${formatBytes(limit)} at most here; a device sends about 100, and its own buffers hold 512.`,
    advice: ONLY_DEVICES,
  }),
  'ota-request-slow': ({ seconds }) => ({
    title: 'Request not finished',
    text: `A request began, and after ${plural(seconds, 'second')} its blank line had not come.`,
    advice: 'If it came from your device: end the url text of its request with two line ends (\\r\\n\\r\\n).',
  }),
  'ota-request-method': ({ method }) => ({
    title: 'Neither GET nor HEAD',
    text: `A request came with the method ${method}; images are fetched with GET or HEAD.`,
    advice: ONLY_DEVICES,
  }),
  'ota-request-path': ({ path }) => ({
    title: 'No image of that name',
    text: `A request came for ${path}; there are /user1.bin and /user2.bin.`,
    advice: 'Let the application ask for the image of the slot that does not run.',
  }),
  'ota-request-browser': ({ header }) => ({
    title: 'A browser came to the port for devices',
    text: `The request carries ${header}, which only browsers send; it was closed without an answer.`,
    advice: 'Open the page of Twinslot instead; its address is where the program was started.',
  }),
  'room-not-served': ({ address }) => ({
    title: 'No build was chosen for this device',
    text: `${address} asked for an image, and the table of the room has none for it.`,
    advice: 'Choose a build for it on the page Room, or one for all others, then start the update again.',
  }),
  'ota-too-many-connections': ({ limit }) => ({
    title: 'Too many downloads at once',
    text: `There are ${plural(limit, 'connection')} already, which is all that are served at once.`,
    advice: 'The device may try again when others have finished.',
  }),
} satisfies Partial<WordsTable>;

const DEVICES = {
  'device-address-bad': ({ address }) => ({
    title: 'Not an address of a device',
    text: `${address || 'Nothing'} was given; expected an IPv4 address of your own network, such as 192.168.123.1.`,
    advice: 'Look up the address on the device or in the list of your router.',
  }),
  'device-not-here': ({ address, networks }) => ({
    title: 'This computer is not on the network of the device',
    text: `The device is at ${address}; this computer is on ${listOf(networks) || 'no network'}.`,
    advice: 'Join the Wi-Fi of the device on this computer, then try again.',
  }),
  'device-port-closed': ({ address, port }) => ({
    title: 'The device does not listen',
    text: `${address} is there, but nothing listens on its port ${formatPort(port)}.`,
    advice: 'Check that the application starts its server on that port, and that this is the right device.',
  }),
  'device-silent': ({ address, port, seconds }) => ({
    title: 'No answer from the device',
    text: `${address} did not answer on port ${formatPort(port)} within ${plural(seconds, 'second')}.`,
    advice:
      'Check that the device is on, that it is on the same network, and that no firewall is in between.',
  }),
  'device-unreachable': ({ address, reason }) => ({
    title: 'The device cannot be reached',
    text: `The connection to ${address} failed: ${REASONS[reason] ?? 'the system says why in one word'} (${reason}).`,
    advice: 'Check the Wi-Fi of this computer and the power of the device, then try again.',
  }),
} satisfies Partial<WordsTable>;

/** What systems say, by their codes (errno of POSIX). */
const REASONS: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'nobody has that address in this network',
  EHOSTDOWN: 'nobody has that address in this network',
  ENETUNREACH: 'there is no way to that network',
  ENETDOWN: 'the network of this computer is down',
  EACCES: 'this computer forbids it, probably by its firewall',
  EPERM: 'this computer forbids it, probably by its firewall',
  ECONNRESET: 'the device closed it at once',
  EADDRNOTAVAIL: 'this computer has no address in that network any more',
};

/** Ports are names, not amounts: no separators. */
const formatPort = (port: number): string => String(port);

export const RELAY_WORDS = { ...OFFERS, ...REQUESTS, ...DEVICES };
