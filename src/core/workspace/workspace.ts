import type { RangeReader } from '../bytes/range-reader.ts';
import type { ElfFile, Source } from '../elf/elf-file.ts';
import type { MemoryLayout } from '../elf/memory-layout.ts';
import type { Slot } from '../esp8266/flash-map.ts';
import type { FlashSettings } from '../esp8266/settings.ts';
import type { Finding } from '../findings.ts';
import type { HeaderTable } from '../image/describe.ts';
import type { FlashDump } from '../image/dump.ts';
import type { BuiltImage, FirmwareImage } from '../image/firmware-image.ts';
import type { SlotJudgement } from '../image/slot-evidence.ts';
import type { Recipe } from '../interchange/recipe.ts';
import type { BootWish, FlashPlan } from '../plan/flash-plan.ts';
import type { MergeBlock } from '../plan/merge.ts';
import type { Gauge } from '../size/sizes.ts';

/** What somebody says a file is for, where the evidence leaves it open. */
export type FileRole = Slot | 'boot-loader';

/** Where bytes came from that were read off a board. */
export interface FlashOrigin {
  /** Where in the flash they begin. */
  readonly offset: number;
  /** MAC of the board. */
  readonly board?: string;
}

export interface InputFile {
  /** Unique among the files at hand; comes back in `Source.id`. */
  readonly id: string;
  readonly name: string;
  readonly reader: RangeReader;
  readonly role?: FileRole;
  /** Read off a board: there to be looked at beside the others; nothing is made from it and nothing follows from it. */
  readonly origin?: FlashOrigin;
}

/** Settings as far as somebody chose them. */
export interface ChosenSettings extends Partial<FlashSettings> {
  readonly wish?: BootWish;
}

/** A file as far as it was understood; the findings are about it alone. */
export type OpenedFile = {
  readonly source: Source;
  readonly findings: readonly Finding[];
  /** Only to look at: it takes no part in what is made and written. */
  readonly origin?: FlashOrigin;
} & (
  | {
      readonly kind: 'elf';
      readonly elf: ElfFile;
      readonly memory: MemoryLayout;
      readonly judgement: SlotJudgement;
      readonly gauges: readonly Gauge[];
      readonly headers: readonly HeaderTable[];
    }
  | {
      readonly kind: 'image';
      readonly image: FirmwareImage;
      readonly judgement: SlotJudgement;
      readonly headers: readonly HeaderTable[];
    }
  | { readonly kind: 'boot-loader'; readonly image: FirmwareImage; readonly headers: readonly HeaderTable[] }
  | { readonly kind: 'dump'; readonly dump: FlashDump }
  /** A file of another tool that says where the others go. */
  | { readonly kind: 'recipe'; readonly recipe: Recipe }
  /** A stretch of a flash that is nothing in itself: settings, the middle of a program, erased sectors. */
  | { readonly kind: 'bytes' }
  | { readonly kind: 'refused' }
);

/** An image that can be saved, with what it says in its headers. */
export interface Output {
  readonly role: Slot | 'plain' | 'boot-loader';
  /** Name of the file that it was made from. */
  readonly from: string;
  readonly built: BuiltImage;
  readonly headers: readonly HeaderTable[];
}

/** Everything that a person sees for a set of files and settings; the page and the command line show the same. */
export interface Workspace {
  readonly files: readonly OpenedFile[];
  readonly settings: FlashSettings;
  /** Settings that nobody chose and no file states. */
  readonly assumed: { readonly [K in keyof FlashSettings]: boolean };
  readonly wish: BootWish;
  readonly outputs: readonly Output[];
  readonly plan: FlashPlan;
  /** Why the whole flash cannot be saved as one file; none when it can. */
  readonly mergeBlock?: MergeBlock;
  /** All findings, of the files and of their combination, the gravest first, each with the file's name. */
  readonly findings: readonly Finding[];
}
