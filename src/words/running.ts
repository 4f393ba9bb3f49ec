/** Words of the step "Running": which slot runs, what an update would send, how it goes, and what came of it. */
import type { BootReport } from '../core/bootlog/report.ts';
import type { RunState } from '../core/bootlog/run-state.ts';
import { flashMap, type Slot } from '../core/esp8266/flash-map.ts';
import type { UpdateReport, UpdateStage } from '../core/ota/update.ts';
import { bootSentence, loaderWords, resetCauseWords } from './bootlog.ts';
import type { Sentence } from './bootlog-notes.ts';
import { wordsFor } from './findings.ts';
import { formatBytes, formatCount, formatSize, plural } from './format.ts';
import { layoutName } from './settings.ts';

export const RUNNING = {
  nobody:
    'Nobody listens to a board yet. Connect one above, or try with a virtual board: then this step shows which slot runs, and updates it over the air.',
  notListening:
    'The board is connected for writing. Let its program run, and this page listens to what it says.',
  listen: 'Start its program and listen',
  proof: (line: number): string => `Line ${formatCount(line)} of the log proves it`,
  evidence: (line: number): string => `Show line ${formatCount(line)} of the log`,
  build: (build: number): string => `build ${build} on its page`,
  slots: 'Slots',
  runs: 'running',
  lastKnown: 'as far as is known',
  nothingForSlot: 'No image for this slot on the page.',
  image: (name: string, length: number, build: string | undefined): string =>
    `${name} · ${formatSize(length)}${build === undefined ? '' : ` · build ${build}`}`,
  ready: 'Ready to be sent',
  needsRelay: 'Converted; to send it, the relay is missing.',
  crashed: 'crashed',
  waitsForTurn: (other: Slot): string => `Waits until ${other} runs.`,
  update: 'Update over the air',
  updateSame: 'Update over the air all the same',
  stopFollowing: 'Stop following',
  dismiss: 'Close this report',
  address: 'Address of the device',
  addressAbout: '192.168.123.1 is the address that the SDK’s own access point gives the device.',
  readBuild: 'Read its page',
  others: 'Other devices that are served',
  progress: 'Update over the air',
  crash: 'Crash',
  crashBy: (file: string): string => `Names from ${file}.`,
  noneAtAddresses: (file: string): string => `${file} has no functions at these addresses.`,
  noSymbols: 'Add the ELF file of this slot to see the names of the functions.',
  calls: 'The way to it, innermost first',
  registers: 'Registers',
  log: 'Boot log and output',
} as const;

/** What the listening page says of the board: its sentence, and what else the boot text tells. */
export function runningSummary(
  state: RunState,
  boot: BootReport | undefined,
): Sentence & { readonly facts: readonly string[] } {
  const facts = [
    ...(boot?.reset ? [resetCauseWords(boot.reset.cause)] : []),
    ...(boot?.map?.name ? [layoutName(flashMap(boot.map.name).layout)] : []),
    ...(boot?.loader ? [loaderWords(boot.loader)] : []),
  ];
  return { ...bootSentence(state), facts };
}

/** What is known of a device that nobody listens to. */
export const withoutCable = (running: Slot | undefined): Sentence & { readonly facts: readonly string[] } =>
  running === undefined
    ? {
        title: 'Not known yet which slot runs',
        text: 'No cable is connected. The device asks for the image of the slot that it does not run: start the update, and it tells.',
        facts: [],
      }
    : {
        title: `${running} runs, as the device has told`,
        text: 'No cable is connected: this goes by the image that it asked for last, and the build by its page.',
        facts: [],
      };

export const RELAY_STEP = {
  page: 'The page itself serves the virtual board: nothing has to be started.',
  ready: (port: number): string => `The relay on this computer serves devices on port ${port}.`,
  at: (addresses: string): string => `Devices find it at ${addresses}.`,
  title: 'Relay for real devices',
  about:
    'A device fetches its image from a computer in its network, and a page cannot listen to a network. A small program on this computer does it:',
  command: 'npx twinslot',
  commandAbout: 'It opens this page from your own computer and prints an address; open that one.',
  download: 'Download it as one file',
  downloadAbout: 'For Node 20 or newer: node twinslot-relay.mjs',
  key: 'Address that it printed',
  keyBad: 'That is not an address that the relay prints: it ends in #relay= with a port and a token.',
  connect: 'Connect to the relay',
  permission:
    'The browser will ask whether this page may reach devices on your local network: the relay is on this computer, and only there. Without that permission, open the address that the relay prints instead.',
  permissionDenied:
    'The browser was told not to let this page reach the relay on this computer. Allow “local network access” (or “apps on this device”) in its settings for this site, or open the address that the relay prints: that page needs no permission.',
  storage:
    'A page from your own computer (localhost) keeps builds and settings apart from this address. Take them along with export and import in the',
  locker: 'locker',
  stay: 'Keep the images at the relay when this page is closed',
  connecting: 'Looks for the relay on this computer…',
  takeOver: 'Take over',
} as const;

/** Why there is no connection to the relay program. */
export const RELAY_LOSSES = {
  'not-there': 'No relay answers on this computer. Start it with npx twinslot; this page finds it by itself.',
  token: 'The relay was started anew since: open the address that it prints now.',
  busy: 'Another tab or window has the relay.',
  replaced: 'Another tab or window has taken the relay over.',
  version: 'The relay is of another version than this page. Update it, or open the page that it serves.',
} as const;

const STAGES: Readonly<Record<UpdateStage, string>> = {
  waiting: 'Tells the device to begin',
  asked: 'The device asks for the length',
  erasing: 'The device erases its other slot',
  sending: 'The device fetches the image',
  checking: 'The device checks what it has written',
  restarting: 'The device restarts',
  done: 'Done',
  stayed: 'The device stayed on its slot',
  failed: 'The update did not happen',
  unproven: 'Sent, not proven',
};

const OTHERS: Readonly<Record<'asks' | 'erases' | 'has-all' | 'stopped' | 'refused', string>> = {
  asks: 'asks for its image',
  erases: 'erases its slot',
  'has-all': 'has everything',
  stopped: 'broke off',
  refused: 'was turned down',
};

/** `192.168.1.7: user2, 40 %`. */
export function otherDevice({ device, state, slot, sent, length }: OtherWords): string {
  const share = length > 0 ? `${Math.floor((100 * sent) / length)} %` : '';
  const what = state === 'fetches' ? share : OTHERS[state];
  return `${device}: ${slot === undefined ? '' : `${slot}, `}${what}`;
}

interface OtherWords {
  readonly device: string;
  readonly state: keyof typeof OTHERS | 'fetches';
  readonly slot?: Slot;
  readonly sent: number;
  readonly length: number;
}

/** The stages of an update that goes well, in their order. */
export const UPDATE_STEPS = [
  'waiting',
  'asked',
  'erasing',
  'sending',
  'checking',
  'restarting',
] as const satisfies readonly UpdateStage[];

const STEP_NAMES: Readonly<Record<(typeof UPDATE_STEPS)[number], string>> = {
  waiting: 'Trigger',
  asked: 'Length',
  erasing: 'Erase',
  sending: 'Fetch',
  checking: 'Check',
  restarting: 'Restart',
};

export const stepName = (step: (typeof UPDATE_STEPS)[number]): string => STEP_NAMES[step];

/** What is being done now: `The device fetches the image: 8,192 of 185,136 bytes, 61,440 bytes/s`. */
export function stageSentence({ stage, sent, length, rate }: UpdateReport): string {
  const name = STAGES[stage];
  if (stage === 'erasing' && length !== undefined)
    return `${name}: ${plural(Math.ceil(length / 4096), 'sector')} for ${formatBytes(length)}`;
  if (stage !== 'sending' || length === undefined) return name;
  const speed = rate === undefined ? '' : `, ${formatCount(Math.round(rate))} bytes/s`;
  return `${name}: ${formatCount(sent)} of ${formatBytes(length)}${speed}`;
}

/** How an update ended; `line` of the log proves it. */
export function resultSentence(report: UpdateReport, build: number | undefined): Sentence {
  const { stage, slot, proof, why } = report;
  const words = why && wordsFor(why);
  const line = lineOf(report);
  const withLine = line === undefined ? {} : { line };
  if (stage === 'done' && slot) {
    const number = proof?.by === 'page' ? proof.build : build;
    const text =
      proof?.by === 'page'
        ? `Its page on port 80 says build ${proof.build}.`
        : 'Its boot text says so, and it has not restarted since.';
    return {
      title: `${slot} is running${number === undefined ? '' : `, build ${number}`}`,
      text,
      ...withLine,
    };
  }
  const stayed =
    stage === 'stayed' && slot ? `The device stayed on ${slot === 'user1' ? 'user2' : 'user1'}: ` : '';
  const title = words?.title ?? STAGES[stage];
  return {
    title: stayed ? stayed + title.charAt(0).toLowerCase() + title.slice(1) : title,
    text: [words?.text, words?.advice].filter(Boolean).join(' '),
    ...withLine,
  };
}

/** The line of the log that shows how it ended. */
export function lineOf({ proof, why }: UpdateReport): number | undefined {
  if (proof?.by === 'serial') return proof.line;
  return why && 'line' in why.facts && typeof why.facts.line === 'number' ? why.facts.line : undefined;
}
