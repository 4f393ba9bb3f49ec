/** What is read aloud about a board while the focus is elsewhere. */
import type { ChipFacts } from '../core/device/chip-facts.ts';
import type { FlashContents } from '../core/device/flash-contents.ts';
import type { FlashReport, FlashStage } from '../core/device/flash-event.ts';
import type { Finding } from '../core/findings.ts';
import { wordsFor } from './findings.ts';
import type { Announcement } from './page-announcements.ts';
import { BOARD, chipLine, contentLine } from './page-board.ts';
import { FLASH, quarterWords, resultTitle, stageWords } from './page-flash.ts';

/** As much of a lane as is put into words here. */
export interface SpokenLane {
  readonly phase: string;
  readonly job?: string;
  readonly progress?: { readonly stage: FlashStage; readonly percent?: number };
  readonly assist?: { readonly heard: boolean };
  readonly chip?: ChipFacts;
  readonly contents?: FlashContents;
  readonly report?: FlashReport;
  readonly finding?: Finding;
  readonly resume?: string;
}

/** What its sentences are made of. */
export interface LaneVocabulary {
  readonly wordsFor: (finding: Finding) => { readonly title: string; readonly text: string };
  readonly BOARD: Readonly<Record<'assistHeard' | 'assistTitle' | 'assistHold' | 'assistTap', string>>;
  readonly FLASH: { readonly waitsForPort: string };
  readonly chipLine: (chip: ChipFacts) => string;
  readonly contentLine: (contents: FlashContents) => string;
  readonly resultTitle: (report: FlashReport) => string;
  readonly stageWords: (stage: FlashStage) => string;
  readonly quarterWords: (percent: number, stage: FlashStage) => string;
}

const polite = (text: string): Announcement => ({ text, urgent: false });

type Announce = (was: SpokenLane | undefined, is: SpokenLane) => Announcement | undefined;

/** Decides what is worth saying, in the words of any language. */
export const laneAnnouncer =
  (words: LaneVocabulary): Announce =>
  (was, is) => {
    if (is.finding && is.finding !== was?.finding) {
      const { title, text } = words.wordsFor(is.finding);
      return { text: `${title}. ${text}`, urgent: true };
    }
    if (is.report && is.report !== was?.report) return polite(words.resultTitle(is.report));
    if (is.resume === 'waits-for-port' && was?.resume !== is.resume) return polite(words.FLASH.waitsForPort);
    if (is.assist && is.assist.heard !== was?.assist?.heard)
      return polite(assistWords(words, is.assist.heard));
    if (is.phase === 'connected' && was?.phase === 'connecting' && is.chip) {
      return polite(`${words.chipLine(is.chip)}. ${is.contents ? words.contentLine(is.contents) : ''}`);
    }
    return progressWords(words, was, is);
  };

/** What a change of a lane is worth saying; undefined for the many that are not. */
export const announceLane = laneAnnouncer({
  ...{ wordsFor, BOARD, FLASH, chipLine, contentLine, resultTitle, stageWords, quarterWords },
});

function assistWords({ BOARD: { assistHeard, ...ask } }: LaneVocabulary, heard: boolean): string {
  return heard ? assistHeard : `${ask.assistTitle}. ${ask.assistHold} ${ask.assistTap}`;
}

/** Stages that may take minutes. */
const LONG: readonly FlashStage[] = ['writing', 'reading', 'erasing'];

/** Stages of what changes or reads the flash, and its quarters; connecting is over before it could be said. */
function progressWords(
  { stageWords, quarterWords }: LaneVocabulary,
  was: SpokenLane | undefined,
  { phase, progress }: SpokenLane,
): Announcement | undefined {
  if (phase !== 'working' || !progress) return undefined;
  const { stage, percent = 0 } = progress;
  const before = was?.progress;
  if (before?.stage !== stage) return polite(`${stageWords(stage)}.`);
  const quarter = Math.floor(percent / 25) * 25;
  if (!LONG.includes(stage)) return undefined;
  const passed = quarter > Math.floor((before.percent ?? 0) / 25) * 25;
  return passed && quarter < 100 ? polite(quarterWords(quarter, stage)) : undefined;
}
