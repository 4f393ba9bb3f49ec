/** Words about how an update over the air ended. */
import type { UpgradeFailure } from '../core/bootlog/events.ts';
import type { WordsTable } from './findings-table.ts';
import { formatBytes, formatCount, plural } from './format.ts';

const KEPT = 'Its running program was not touched.';

const CLIENT: Readonly<Record<UpgradeFailure | 'crc-differs', string>> = {
  'no-server': 'it was given no address to fetch from',
  'no-memory': 'it has too little free memory',
  'length-missing': 'it found no length in the answer',
  'too-long': 'the image is too long for it',
  'not-an-image': 'what came does not begin like an image',
  'wrong-slot': 'the image is not for the slot that it writes',
  'erase-failed': 'a sector of its flash could not be erased',
  'flash-read-failed': 'its flash could not be read',
  'crc-differs': 'the CRC of what it wrote is not that of the image',
};

export const UPDATE_WORDS = {
  'ota-ended-early': ({ slot, sent, length }) => ({
    title: 'The device broke off at the first bytes',
    text: `${formatBytes(sent)} of ${formatCount(length)} were sent. An update client does so when the image is not for ${slot}; a loss of power or Wi-Fi looks the same from here. ${KEPT}`,
    advice:
      'Start the update again. If it ends in the same way, connect the cable: the board says there when it refuses an image.',
  }),
  'ota-broken-off': ({ sent, length, by }) => ({
    title: by === 'device' ? 'The device broke off' : 'The transfer came to a halt',
    text: `${formatBytes(sent)} of ${formatCount(length)} were sent. ${KEPT}`,
    advice: 'Bring the device nearer to the Wi-Fi, check its power supply, and start the update again.',
  }),
  'ota-client-failed': ({ failure, line }) => ({
    title: 'The device gave the update up',
    text: `Its update client says in line ${line} that ${CLIENT[failure]}. ${KEPT}`,
    advice:
      failure === 'no-memory'
        ? 'Restart the device, then start the update again.'
        : 'Start the update again; if it fails in the same way, read the lines of the log around it.',
  }),
  'ota-restarted-early': () => ({
    title: 'The device restarted in the middle of the update',
    text: `Its boot text came before it had fetched the image. ${KEPT}`,
    advice:
      'Look at its power supply: erasing flash while Wi-Fi sends needs the most current. Then start the update again.',
  }),
  'ota-no-request': ({ seconds, at }) => ({
    title: 'The device did not ask for an image',
    text:
      at === undefined
        ? `Nothing came to the port for devices within ${plural(seconds, 'second')}.`
        : `It was told to begin and should have called ${at}, but nothing came there within ${plural(seconds, 'second')}.`,
    advice:
      'Check that the application calls back to this port, and that no firewall of this computer is in between.',
  }),
  'ota-never-came-back': ({ seconds, sectors }) => ({
    title: 'The device did not come back for the image',
    text: `It asked for the length, had ${plural(sectors, 'sector')} to erase, and was not heard of for ${plural(seconds, 'second')}.`,
    advice:
      'Check the power supply of the device and the size of its partition, restart it, and start the update again.',
  }),
  'ota-new-crashes': ({ slot }) => ({
    title: `The new build starts and crashes`,
    text: `${slot} was written completely and started, and its program ended with a crash.`,
    advice:
      'Read the crash report in the log. Choose the other slot over the cable to run the old build again.',
  }),
  'ota-fell-back': ({ slot, line }) => ({
    title: 'The boot loader went back to the old build',
    text: `It tried ${slot}, found it bad, and started the other slot: line ${line} of the log.`,
    advice: 'Start the update again; if it happens again, write the slot over the cable and compare.',
  }),
  'ota-not-switched': ({ slot, line }) => ({
    title: 'The device restarted into the old build',
    text: `Everything for ${slot} was fetched, but line ${line} of the log shows that the other slot was started.`,
    advice:
      'Start the update again: a loss of power ends like this, too. If it does not help: the application has to call system_upgrade_reboot when the update is good; also look for a CRC that differs.',
  }),
  'ota-nothing-boots': () => ({
    title: 'Nothing boots any more',
    text: 'The boot loader found no slot that starts.',
    advice: 'Connect the cable and write both slots again.',
  }),
  'ota-page-unchanged': ({ build }) => ({
    title: 'The device still runs the old build',
    text: `It fetched the whole image, but its page still says build ${build}.`,
    advice: 'Connect the cable to read why, or start the update again.',
  }),
  'ota-unproven': ({ slot, other, cable }) => ({
    title: 'Sent, but not proven',
    text: `The device fetched the whole image for ${slot}; nothing has told since whether ${slot} or ${other} runs.`,
    advice: cable
      ? 'Look whether the board has power, then press RESET on it: its boot text tells which slot starts.'
      : 'Connect the cable and restart the device, or open its page and look for the build number.',
  }),
} satisfies Partial<WordsTable>;
