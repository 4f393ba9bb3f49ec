/** Wörter über einen Boot: was läuft, warum der Chip startete, was unterwegs schiefging. */
import type {
  BootMode,
  BootReport,
  DoubtReason,
  LoaderClaim,
  ResetCause,
} from '../../core/bootlog/report.ts';
import type { RunState } from '../../core/bootlog/run-state.ts';
import { formatOffset } from '../../core/bytes/address.ts';
import type * as english from '../bootlog.ts';
import { capital } from '../bootlog.ts';
import type { Sentence } from '../bootlog-notes.ts';
import type { Translation } from '../language.ts';
import { noteWords } from './bootlog-notes.ts';

const RESET_CAUSES: Readonly<Record<ResetCause, string>> = {
  unknown: 'Reset aus einem Grund, den das ROM nicht kennt',
  'power-on': 'Strom an, oder der Enable-Pin des Chips',
  'reset-pin': 'Reset-Pin, oder das Ende eines Tiefschlafs',
  software: 'Neustart durch Software',
  watchdog: 'Hardware-Watchdog',
  'deep-sleep-timer': 'Zeitgeber eines Tiefschlafs',
  'deep-sleep-power-on': 'Strom an aus einem Tiefschlaf',
};

export const resetCauseWords = (cause: ResetCause): string => RESET_CAUSES[cause];

const BOOT_MODES: Readonly<Record<BootMode, string>> = {
  remap: 'GPIO0 und GPIO2 waren low, also startete der Chip nicht aus dem Flash',
  uart: 'GPIO0 war low, also wartet das ROM auf einen Flasher',
  ram: 'GPIO2 war low, also startete der Chip nicht aus dem Flash',
  flash: 'startet aus dem Flash',
  sdio: 'GPIO15 war high, also wartet der Chip auf SDIO und startet nicht aus dem Flash',
};

const WORLDS = {
  rboot: 'rBoot',
  eboot: 'den Bootloader des Arduino-Kerns (eboot)',
  'rtos-sdk': 'den Bootloader des ESP8266_RTOS_SDK 3',
  nodemcu: 'NodeMCU',
  hoco: 'den HoCo-Bootloader',
} as const;

const worldName = (loader: Extract<LoaderClaim, { kind: 'other' }>): string =>
  loader.version === undefined ? WORLDS[loader.world] : `${WORLDS[loader.world]} ${loader.version}`;

export function loaderWords(loader: LoaderClaim): string {
  switch (loader.kind) {
    case 'sdk':
      return `Bootloader ${loader.version}`;
    case 'twinslot':
      return `Bootloader ${loader.version} von Twinslot`;
    case 'other':
      // Here it stands alone, in the sentence below it is an object.
      return worldName(loader).replace(/^den /, '');
  }
}

const DOUBTS: Readonly<Record<DoubtReason, string>> = {
  contradiction:
    'Slot, Adresse und Flash-Aufteilung der Sprungzeile widersprechen sich, also ging ein Byte davon verloren oder änderte sich.',
  'no-address': 'Die Sprungzeile endet vor ihrer Adresse, also ging ein Teil davon verloren.',
  'stray-jump': 'Mitten in der Ausgabe der Anwendung kam eine Sprungzeile, ohne den Text eines Bootloaders.',
  'missed-boot': 'Das Board scheint neu gestartet zu sein, während sein Boot-Text nicht zu lesen war.',
};

const ASK_FOR_RESET =
  'Drück RESET am Board, oder lass es Twinslot tun: Der Boot-Text verrät, welcher Slot startet.';

const NOT_KNOWN = 'Nicht bekannt, welcher Slot läuft';

export function bootSentence(state: RunState): Sentence {
  if (state.kind === 'not-known') return unknownSentence(state.report);
  const { slot, offset, line, confidence } = state.claim;
  const at = offset === undefined ? '' : ` bei ${formatOffset(offset)}`;
  const how = confidence === 'strong' ? '' : ' Slot und Adresse wurden gelesen, die Flash-Aufteilung nicht.';
  const old = offset === undefined ? ' Dieser Loader gibt keine Adresse aus, mehr ist nicht bekannt.' : how;
  switch (state.kind) {
    case 'running':
      return {
        title: `${slot} läuft`,
        text: `Der Bootloader startete ${slot}${at}, und seither hat das Board nicht neu gestartet.${old}`,
        line,
      };
    case 'started':
      return { title: `${slot} wurde gestartet`, text: `Der Bootloader sprang zu ${slot}${at}.${old}`, line };
    case 'crashed':
      return {
        title: `${slot} ist abgestürzt`,
        text: `Der Bootloader startete ${slot}${at}; dann stürzte das Programm ab. Sein Bericht steht unten.`,
        line,
      };
  }
}

function unknownSentence(report: BootReport | undefined): Sentence {
  if (!report) return { title: NOT_KNOWN, text: `Noch wurde kein Boot gesehen. ${ASK_FOR_RESET}` };
  const fromStage = stageSentence(report);
  if (fromStage) return fromStage;
  if (report.doubt) {
    const { reason, line } = report.doubt;
    return { title: NOT_KNOWN, text: `${DOUBTS[reason]} ${ASK_FOR_RESET}`, line };
  }
  if (report.loader?.kind === 'other') {
    return {
      title: 'Kein Board mit zwei SDK-Slots',
      text: `Es startet ${worldName(report.loader)}, und das kennt kein user1 und user2.`,
      line: report.loader.line,
    };
  }
  if (report.withoutSlots) {
    return {
      title: 'Ein Programm ohne Slots läuft',
      text: 'Das ROM startete es direkt; kein Bootloader sprach vor seinem eigenen Text.',
      line: report.withoutSlots.line,
    };
  }
  if (report.start?.target === 'bin') {
    const { line, offset = 0 } = report.start;
    return {
      title: 'Ein Programm an eigener Adresse wurde gestartet',
      text: `Der Bootloader sollte starten, was bei ${formatOffset(offset)} liegt, und keinen Slot.`,
      line,
    };
  }
  return {
    title: 'Das Board startet gerade',
    text: 'Boot-Text ist gekommen, aber noch nicht die Zeile, die den Slot nennt.',
    line: report.firstLine,
  };
}

function stageSentence(report: BootReport): Sentence | undefined {
  const { stage, mode, notes, upgrade, exception } = report;
  const line = mode?.line ?? report.firstLine;
  switch (stage) {
    case 'waits-for-flasher':
      return {
        title: 'Das Board wartet auf einen Flasher',
        text: 'GPIO0 (FLASH) war beim Reset low. Über die Slots ist nichts bekannt; lass FLASH los, und drück RESET.',
        line,
      };
    case 'wrong-pins':
      return {
        title: 'Das Board kann nicht starten: Ein Pin ist falsch',
        text: `${capital(BOOT_MODES[mode?.mode ?? 'sdio'])}. GPIO0 und GPIO2 müssen high sein und GPIO15 low.`,
        line,
      };
    case 'failed':
    case 'retrying': {
      const last = notes.at(-1);
      return last ? noteWords(last) : undefined;
    }
    case 'restarting':
      return {
        title: `Das Board startet neu, mit ${upgrade?.target ?? 'dem anderen Slot'}`,
        text: 'Das Update ist geschrieben, und das Programm hat um einen Neustart gebeten. Der nächste Boot-Text beweist, was daraus wurde.',
        line: upgrade?.line ?? line,
      };
    case 'crashed':
      return {
        title: 'Das Programm ist abgestürzt',
        text: 'Aus welchem Slot es läuft, ist nicht bekannt; sein Bericht steht unten.',
        line: exception?.firstLine ?? line,
      };
    default:
      return undefined;
  }
}

export const bootlog = {
  ...{ resetCauseWords, loaderWords, bootSentence, capital },
  bootModeWords: mode => BOOT_MODES[mode],
  doubtWords: reason => DOUBTS[reason],
} satisfies Translation<typeof english>;
