/**
 * Words for people whose board is not in the browser's list, or whose port does not open, by what it can be.
 *
 * Sources: shared/facts/browser.md, sections 1 and 2 (browsers, policies); ESP-IDF "Establish serial connection"
 * (drivers usually come with the system); flathub/com.google.Chrome issue 141 (udev in Flatpak); canonical/snapd pull
 * request 9627 and Mozilla bug 2038075 (snaps of Chromium and Firefox); koen.vervloesem.eu, robyoung.digital (brltty
 * takes CP2102 and CH340); macOS 13 release notes (accessories); snapcraft's raw-usb (rights of the user still count).
 * None of it was tried on Windows, macOS, ChromeOS or Android here.
 */

export interface PortReason {
  readonly title: string;
  readonly text: string;
  /** To type into a terminal. */
  readonly commands?: readonly { readonly about?: string; readonly text: string }[];
}

export type HelpSystem = 'windows' | 'mac' | 'linux' | 'chromeos' | 'android';

export const PORT_TROUBLE = {
  title: 'Is your board not in the list, or does its port not open?',
  nothingChosen: 'No port was chosen. If none was listed, one of these is the reason:',
  notOpened: 'The port did not open. One of these is the reason:',
  missing: 'This browser has no Web Serial, which a page needs to talk to a board on the cable.',
  missingAdvice:
    'Chrome, Edge and Opera have it on computers, Firefox from version 151, Chrome on Android from 148. If yours is one of them, somebody may have switched it off.',
  insecure: 'Browsers allow serial ports only to pages that came over https or from localhost.',
  insecureAdvice: 'Open this page by https, or start it on this computer: npx twinslot.',
  /** Without serial ports; completes both advices. */
  still:
    'What works here all the same: inspect, convert and save images, the command for esptool, the virtual board.',
  here: (system: string): string => `On ${system}`,
  elsewhere: 'On another system',
  copy: 'Copy',
  copyCommand: (about: string): string => `Copy the command: ${about}`,
  copied: 'Copied.',
  notCopied: 'The browser does not let this page use the clipboard. Select the command and copy it yourself.',
} as const;

export const SYSTEM_NAMES: Readonly<Record<HelpSystem, string>> = {
  windows: 'Windows',
  mac: 'macOS',
  linux: 'Linux',
  chromeos: 'ChromeOS',
  android: 'Android',
};

/** On every system, the likeliest first. */
export const COMMON_REASONS: readonly PortReason[] = [
  {
    title: 'The cable only charges',
    text: 'Many USB cables have no data lines. Take another one, plug it directly into the computer, and see whether a new entry comes up in the list.',
  },
  {
    title: 'Another program has the port',
    text: 'Close the serial monitor of your IDE, other flashing tools, and other tabs that talk to the board. Pulling the cable out and plugging it in again helps when a program ended badly.',
  },
  {
    title: 'You said no earlier',
    text: 'Click the sign at the left end of the address bar and look at the permissions of this page: serial ports must not be blocked.',
  },
  {
    title: 'Somebody manages this browser',
    text: 'At school or work, a policy may forbid serial ports: DefaultSerialGuardSetting or SerialBlockedForUrls. SerialAllowUsbDevicesForUrls allows them for chosen boards without a question. Look at chrome://policy, edge://policy or about:policies, and ask whoever manages it.',
  },
];

const UDEV_RULE =
  'SUBSYSTEM=="tty", ATTRS{idVendor}=="10c4|1a86|0403|067b", TAG+="uaccess", ENV{ID_MM_DEVICE_IGNORE}="1"';

/** On one system, the likeliest first. */
export const SYSTEM_REASONS: Readonly<Record<HelpSystem, readonly PortReason[]>> = {
  windows: [
    {
      title: 'The driver is missing',
      text: 'Windows usually fetches it when you plug the board in, which takes a minute and a network. Open the Device Manager: a line with a yellow mark names the bridge. CP210x takes the VCP driver of Silicon Labs, CH340 and CH910x take CH341SER or CH343SER of WCH, FT232 takes the VCP driver of FTDI.',
    },
    {
      title: 'The bridge is refused by its driver',
      text: 'PL2303: the newer drivers of Prolific refuse older chips and copies, with code 10 in the Device Manager. Choose an older driver there, or take another adapter.',
    },
  ],
  mac: [
    {
      title: 'macOS asks before it lets new accessories in',
      text: 'On portable Macs with Apple silicon, from macOS 13: plug the board in while the Mac is unlocked, and choose Allow. The setting is under Privacy & Security, “Allow accessories to connect”.',
    },
    {
      title: 'The driver is missing, or there are two',
      text: 'macOS brings drivers for FT232, CP210x and most CH340; newer bridges of WCH may need the one of WCH. Remove old drivers of Silicon Labs or WCH first: two for one bridge get in each other’s way.',
    },
  ],
  linux: [
    {
      title: 'It is listed, but you may not open it',
      text: 'The drivers are in the kernel. Give your account the right: by group (dialout on Debian, Ubuntu and Fedora, uucp on Arch; log out and in again), or by a rule that lets whoever sits at the computer use such bridges. Then plug the board in again.',
      commands: [
        { about: 'Debian, Ubuntu, Fedora', text: 'sudo usermod -a -G dialout "$USER"' },
        { about: 'Arch', text: 'sudo usermod -a -G uucp "$USER"' },
        {
          about: 'udev rule',
          text: `echo '${UDEV_RULE}' | sudo tee /etc/udev/rules.d/70-twinslot.rules && sudo udevadm control --reload && sudo udevadm trigger`,
        },
      ],
    },
    {
      title: 'The browser comes as a snap or Flatpak',
      text: 'Then it sees no serial ports until you allow it; close it completely afterwards. The snap of Firefox cannot be allowed yet: take Firefox from Mozilla.',
      commands: [
        { about: 'Chromium, snap', text: 'sudo snap connect chromium:raw-usb' },
        {
          about: 'Chrome, Flatpak',
          text: 'flatpak override --user --filesystem=/run/udev:ro com.google.Chrome',
        },
      ],
    },
    {
      title: 'The port comes and goes at once',
      text: 'On some systems (Ubuntu 22.04, for one) the service for braille displays takes CH340 and CP2102 bridges for one. If nobody here reads braille on this computer, remove it.',
      commands: [{ about: 'brltty', text: 'sudo apt remove brltty' }],
    },
  ],
  chromeos: [
    {
      title: 'A managed Chromebook',
      text: 'ChromeOS brings the drivers of its kernel for CP210x, CH340 and FT232. With a school account the administrator has to allow serial ports for this page.',
    },
  ],
  android: [
    {
      title: 'The way is new here',
      text: 'Chrome reaches USB serial ports from version 148, over an OTG adapter; the browsers inside other apps do not. A computer is the surer way.',
    },
  ],
};
