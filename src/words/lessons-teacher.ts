/** Words of the page for teachers: what a class needs, what an administrator has to allow, and a plan. */
import type { PolicyBrowser, PolicySystem } from '../core/policy/files.ts';
import type { PolicyName, SerialWish } from '../core/policy/policies.ts';

export const TEACHER = {
  title: 'For teachers',
  intro:
    'Nothing has to be installed: the page runs in the browser, keeps everything on the machine it runs on, and works without a network after the first visit. No accounts, no names, no counting of visitors.',
} as const;

/** A heading and its points. */
export interface TeacherSection {
  readonly title: string;
  readonly points: readonly string[];
}

export const TEACHER_SECTIONS: readonly TeacherSection[] = [
  {
    title: 'What every pupil needs',
    points: [
      'A current browser. With the virtual board, all three lessons work without any hardware.',
      'For a real board: a browser with Web Serial (Chrome, Edge or Opera on a desktop since version 89, Firefox on a desktop since 151). Step 3 of the page says so when it is missing.',
      'For a real board: an ESP8266 module with USB, such as NodeMCU or D1 mini, and a USB cable that carries data, not only power.',
      'For real updates over Wi-Fi, one machine with Node.js for the relay, and firmware that can update itself; the example cannot, as it has no Wi-Fi of its own. Everybody else takes the virtual board for the third lesson.',
    ],
  },
  {
    title: 'A plan for forty minutes',
    points: [
      'Before: open this page once on every machine, so that it is there without a network. If real boards are used, connect one on one machine and do the second lesson yourself.',
      '5 minutes: what firmware is, why a device that updates itself needs two slots. Draw two boxes on the board, and a power cut.',
      '10 minutes: “Look inside an image”, in pairs. Nobody needs hardware.',
      '10 minutes: “Flash and watch two slots”, with real boards where there are some, else with the virtual one.',
      '10 minutes: “Update over the air, and survive a power cut”, with the virtual board.',
      '5 minutes: everybody reads out the line of the log that proves which slot runs. Who has a different line, and why?',
    ],
  },
  {
    title: 'Thirty boards',
    points: [
      'Write a number on every board and every cable. A cable that only charges is the most frequent reason for a board that is not found.',
      'One board on one machine, each in its own browser: nobody waits for anybody. Boards cannot be mixed up, as the page shows the MAC address of each.',
      'Fewer boards than pupils: half of the class begins with the virtual board, and they change after ten minutes. The steps are the same.',
      'One machine can write many boards one after the other: that is the page “Station”.',
      'Boards that open their own Wi-Fi all call themselves 192.168.123.1: update them one at a time, from a machine that has joined that Wi-Fi.',
      'Nothing that the lessons write can break a board: the loader in its ROM cannot be overwritten, so it can always be written anew.',
    ],
  },
  {
    title: 'A copy of your own, without the internet',
    points: [
      'With Node.js, npm run build makes a folder dist/ that any web server serves, under any path.',
      'Browsers allow serial ports and the copy for offline use only on https addresses and on localhost: a server in the school’s network needs a certificate.',
      'Without a server: npx twinslot on each machine opens the page at localhost, together with the relay for updates over Wi-Fi.',
      'Every lesson can be saved as one file with its firmware inside, handed out on a stick, and dropped on the page.',
    ],
  },
  {
    title: 'Lessons of your own',
    points: [
      'A lesson is one text file in JSON. Save one of ours, change its words, firmware and steps, and drop it on the page: it says what does not fit.',
      'A lesson that lies on the same server as the page has a link that opens it: the address of this page, then #/lessons/?from= and the address of the file.',
      'From other servers nothing is loaded: pupils download the file and drop it here.',
    ],
  },
];

export const POLICY = {
  title: 'What the administrator has to allow',
  about:
    'On a machine that nobody manages, the browser asks each pupil, and that is enough. On managed machines it may be forbidden; with one of these files the administrator allows it for this page alone, and nobody is asked.',
  origin: 'For this address',
  originAbout: 'Of the page as pupils open it; only its scheme, name and port count.',
  originBad: 'That is no address of a web page, such as https://twinslot.school.example.',
  originLocal: 'Everybody who opens a page from this address of their own machine has what the file allows.',
  serial: 'Serial ports',
  serials: {
    ask: 'ask each pupil which port (allow no more than the question)',
    bridges: 'boards with a known USB bridge without a question',
    all: 'all serial ports of the machine without a question',
  } satisfies Readonly<Record<SerialWish, string>>,
  localNetwork: 'Let the page reach the relay on the same machine, for updates over Wi-Fi',
  install: 'Install the page as an app for everybody, so that it is there without a network',
  browser: 'Browser',
  system: 'System',
  browsers: {
    chrome: 'Google Chrome',
    edge: 'Microsoft Edge',
    chromium: 'Chromium',
  } satisfies Readonly<Record<PolicyBrowser, string>>,
  systems: {
    windows: 'Windows (registry)',
    mac: 'macOS (property list)',
    linux: 'Linux (JSON)',
  } satisfies Readonly<Record<PolicySystem, string>>,
  download: (name: string): string => `Download ${name}`,
  contents: 'What is in the file',
  lines: 'What each part does',
  whereTitle: 'What to do with the file',
  check:
    'Then open chrome://policy (edge://policy in Edge) on one machine and press “Reload policies”: every name below must be there with the status OK.',
  chromeOs:
    'Managed Chromebooks take no file: the administrator sets policies of the same names in the Google Admin console, with the values of the Linux file.',
  firefox: 'Firefox has policies of its own; these files do not count there.',
} as const;

/** Where the file goes. */
export function whereWords(system: PolicySystem, place: string): string {
  switch (system) {
    case 'linux':
      return `Copy it as root to ${place}/; every .json file in that folder counts.`;
    case 'windows':
      return `Import it as an administrator: it writes to ${place}. A list that your school already has there keeps its other entries, but entry 1 is replaced; add ours by hand in that case.`;
    case 'mac':
      return `Hand it to your device management (MDM) as managed preferences of the domain ${place}.`;
  }
}

/** What each policy does, for somebody who has to answer for it. */
export const POLICY_ABOUT: Readonly<Record<PolicyName, string>> = {
  SerialAskForUrls:
    'The page may ask for a serial port, also where the default is to deny it. The pupil still chooses the port.',
  SerialAllowUsbDevicesForUrls:
    'The page may use serial ports of these USB devices without asking. Listed are the ids of the bridges that ESP8266 boards have: CP210x, CH340 and its family, FTDI, PL2303. Other devices with the same bridges are meant too.',
  SerialAllowAllPortsForUrls:
    'The page may use every serial port of the machine without asking, whatever is connected there.',
  LocalNetworkAccessAllowedForUrls:
    'The page may reach local addresses without asking, in browsers of version 139 and newer. It uses this for the relay on the same machine and for nothing else.',
  LoopbackNetworkAllowedForUrls:
    'The same for addresses of the machine itself, which have a policy of their own since version 146.',
  WebAppInstallForceList: 'Installs the page as an app with its own window; pupils cannot remove it.',
};
