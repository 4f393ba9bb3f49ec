/** Words for people who do not find their port, by what it can be. */

export interface PortHelp {
  readonly title: string;
  readonly text: string;
  /** A command to type. */
  readonly command?: string;
}

export type HelpSystem = 'windows' | 'mac' | 'linux' | 'chromeos' | 'android' | 'other';

export const PORT_HELP = {
  title: 'Is your board not in the list?',
  nothingChosen: 'No port was chosen. If none was listed, one of these is the reason:',
  missing: 'This browser has no Web Serial, which a page needs to talk to a board.',
  missingAdvice:
    'Chrome, Edge and other Chromium browsers on a computer have it. What works here all the same: convert, inspect and save images, the command for esptool, and the virtual board.',
  insecure: 'Browsers allow serial ports only to pages that came over https or from localhost.',
  insecureAdvice:
    'Open this page by https, or start it on this computer (npx twinslot). Until then you can convert, save, and use the virtual board.',
} as const;

const CABLE: PortHelp = {
  title: 'The cable only charges',
  text: 'Many USB cables have no data lines. Take another one, plug it directly into the computer, and see whether the list changes.',
};
const BUSY: PortHelp = {
  title: 'Another program holds the port',
  text: 'Close the serial monitor of your IDE and other tabs that talk to the board.',
};
const POLICY: PortHelp = {
  title: 'Somebody manages this computer',
  text: 'At school or work, the browser may forbid serial ports. The policy is called SerialAllowUsbDevicesForUrls or DefaultSerialGuardSetting; see chrome://policy and ask who manages it.',
};

const DRIVERS: Readonly<Record<HelpSystem, readonly PortHelp[]>> = {
  windows: [
    {
      title: 'The driver is missing',
      text: 'Open the Device Manager. A line with a yellow mark under “Other devices” tells which bridge the board has: CP2102 needs the VCP driver of Silicon Labs, CH340 the one of WCH (CH341SER), FT232 the one of FTDI. Windows Update usually has all three.',
    },
  ],
  mac: [
    {
      title: 'The driver is missing',
      text: 'macOS has drivers for CP2102, CH340 and FT232 since 10.15 or so. Remove old ones from WCH or Silicon Labs: two drivers for one bridge get in each other’s way. Allow the accessory when macOS asks.',
    },
  ],
  linux: [
    {
      title: 'You may not use the port',
      text: 'The drivers are in the kernel; the right to open the port is in a group: dialout on Debian, Ubuntu and Fedora, uucp on Arch. Log out and in again afterwards.',
      command: 'sudo usermod -a -G dialout "$USER"',
    },
    {
      title: 'brltty takes the CH340',
      text: 'On Ubuntu 22.04 the service for braille displays grabs CH340 bridges. If you do not use one:',
      command: 'sudo apt remove brltty',
    },
    {
      title: 'The browser comes as a snap or Flatpak',
      text: 'Such a browser sees no serial port until it is allowed to; for the snap of Chromium:',
      command: 'sudo snap connect chromium:raw-usb',
    },
  ],
  chromeos: [
    {
      title: 'A managed Chromebook',
      text: 'ChromeOS has drivers for CP2102, CH340 and FT232. On a school account the administrator has to allow serial ports for this page.',
    },
  ],
  android: [
    {
      title: 'Only some bridges on Android',
      text: 'Chrome on Android reaches USB serial ports since version 148, through an OTG adapter; a computer is the surer way.',
    },
  ],
  other: [],
};

/** What to look at, the likeliest first. */
export const portHelpFor = (system: HelpSystem): readonly PortHelp[] => [
  CABLE,
  ...DRIVERS[system],
  BUSY,
  POLICY,
];

/** By what the browser says of the system it runs on. */
export function systemOf(platform: string): HelpSystem {
  if (/android/i.test(platform)) return 'android';
  if (/cros|chrome ?os/i.test(platform)) return 'chromeos';
  if (/win/i.test(platform)) return 'windows';
  if (/mac/i.test(platform)) return 'mac';
  return /linux|x11/i.test(platform) ? 'linux' : 'other';
}
