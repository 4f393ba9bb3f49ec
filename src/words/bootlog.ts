/** Words about a boot: what runs, why the chip started, what went wrong on the way. */

import type { BootMode, BootReport, DoubtReason, LoaderClaim, ResetCause } from '../core/bootlog/report.ts';
import type { RunState } from '../core/bootlog/run-state.ts';
import { formatOffset } from '../core/bytes/address.ts';
import { noteWords, type Sentence } from './bootlog-notes.ts';

const RESET_CAUSES: Readonly<Record<ResetCause, string>> = {
  unknown: 'reset for a reason that the ROM does not know',
  'power-on': 'power on, or the chip’s enable pin',
  'reset-pin': 'reset pin, or the end of a deep sleep',
  software: 'restart by software',
  watchdog: 'hardware watchdog',
  'deep-sleep-timer': 'timer of a deep sleep',
  'deep-sleep-power-on': 'power on out of a deep sleep',
};

/** Why the chip started. A restart by software may keep the reason before it. */
export const resetCauseWords = (cause: ResetCause): string => RESET_CAUSES[cause];

const BOOT_MODES: Readonly<Record<BootMode, string>> = {
  remap: 'GPIO0 and GPIO2 were low, so the chip did not start from flash',
  uart: 'GPIO0 was low, so the ROM waits for a flasher',
  ram: 'GPIO2 was low, so the chip did not start from flash',
  flash: 'starts from flash',
  sdio: 'GPIO15 was high, so the chip waits for SDIO and does not start from flash',
};

/** What the pins told the ROM. */
export const bootModeWords = (mode: BootMode): string => BOOT_MODES[mode];

const WORLDS = {
  rboot: 'rBoot',
  eboot: 'the boot loader of the Arduino core (eboot)',
  'rtos-sdk': 'the boot loader of ESP8266_RTOS_SDK 3',
  nodemcu: 'NodeMCU',
  hoco: 'the HoCo boot loader',
} as const;

/** `boot loader 1.7`, `Twinslot’s boot loader 1.0`, `rBoot 1.4.2`. */
export function loaderWords(loader: LoaderClaim): string {
  switch (loader.kind) {
    case 'sdk':
      return `boot loader ${loader.version}`;
    case 'twinslot':
      return `Twinslot’s boot loader ${loader.version}`;
    case 'other':
      return loader.version === undefined
        ? WORLDS[loader.world]
        : `${WORLDS[loader.world]} ${loader.version}`;
  }
}

const DOUBTS: Readonly<Record<DoubtReason, string>> = {
  contradiction:
    'Slot, address and flash map of the jump line contradict each other, so a byte of it was lost or changed.',
  'no-address': 'The jump line ends before its address, so a part of it was lost.',
  'stray-jump':
    'A jump line came in the middle of the application’s output, without the text of a boot loader.',
  'missed-boot': 'The board seems to have started anew while its boot text could not be read.',
};

/** Why nothing is said about the slot. */
export const doubtWords = (reason: DoubtReason): string => DOUBTS[reason];

/** The one line for the head of the page: what runs, or why that is not known. */
export function bootSentence(state: RunState): Sentence {
  if (state.kind === 'not-known') return unknownSentence(state.report);
  const { slot, offset, line, confidence } = state.claim;
  const at = offset === undefined ? '' : ` at ${formatOffset(offset)}`;
  const how = confidence === 'strong' ? '' : ' Slot and address were read, the flash map was not.';
  const old = offset === undefined ? ' This loader prints no address, so that is all there is.' : how;
  switch (state.kind) {
    case 'running':
      return {
        title: `${slot} is running`,
        text: `The boot loader started ${slot}${at}, and the board has not restarted since.${old}`,
        line,
      };
    case 'started':
      return { title: `${slot} was started`, text: `The boot loader jumped to ${slot}${at}.${old}`, line };
    case 'crashed':
      return {
        title: `${slot} crashed`,
        text: `The boot loader started ${slot}${at}; then the program crashed. Its report is below.`,
        line,
      };
  }
}

const ASK_FOR_RESET =
  'Press RESET on the board, or let Twinslot do it: the boot text tells which slot starts.';

function unknownSentence(report: BootReport | undefined): Sentence {
  if (!report) return { title: 'Not known which slot runs', text: `No boot was seen yet. ${ASK_FOR_RESET}` };
  const fromStage = stageSentence(report);
  if (fromStage) return fromStage;
  if (report.doubt) {
    const { reason, line } = report.doubt;
    return { title: 'Not known which slot runs', text: `${DOUBTS[reason]} ${ASK_FOR_RESET}`, line };
  }
  if (report.loader?.kind === 'other') {
    const { line } = report.loader;
    const name = loaderWords(report.loader);
    return {
      title: 'Not a board with two SDK slots',
      text: `It starts ${name}, which does not know user1 and user2.`,
      line,
    };
  }
  if (report.withoutSlots) {
    const { line } = report.withoutSlots;
    return {
      title: 'A program without slots runs',
      text: 'The ROM started it directly; no boot loader spoke before its own text.',
      line,
    };
  }
  if (report.start?.target === 'bin') {
    const { line, offset = 0 } = report.start;
    return {
      title: 'A program at an address of its own was started',
      text: `The boot loader was told to start what lies at ${formatOffset(offset)}, and not a slot.`,
      line,
    };
  }
  return {
    title: 'The board is starting',
    text: 'Boot text has come, but not yet the line that names the slot.',
    line: report.firstLine,
  };
}

function stageSentence(report: BootReport): Sentence | undefined {
  const { stage, mode, notes, upgrade, exception } = report;
  const line = mode?.line ?? report.firstLine;
  switch (stage) {
    case 'waits-for-flasher':
      return {
        title: 'The board waits for a flasher',
        text: 'GPIO0 (FLASH) was low at the reset. Nothing is known about the slots; let go of FLASH and press RESET.',
        line,
      };
    case 'wrong-pins':
      return {
        title: 'The board cannot start: a pin is wrong',
        text: `${capital(bootModeWords(mode?.mode ?? 'sdio'))}. GPIO0 and GPIO2 must be high and GPIO15 low.`,
        line,
      };
    case 'failed':
    case 'retrying': {
      const last = notes.at(-1);
      return last ? noteWords(last) : undefined;
    }
    case 'restarting':
      return {
        title: `The board restarts into ${upgrade?.target ?? 'the other slot'}`,
        text: 'The update is written and the program has asked for a restart. The next boot text proves what became of it.',
        line: upgrade?.line ?? line,
      };
    case 'crashed':
      return {
        title: 'The program crashed',
        text: 'Which slot it runs from is not known; its report is below.',
        line: exception?.firstLine ?? line,
      };
    default:
      return undefined;
  }
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
