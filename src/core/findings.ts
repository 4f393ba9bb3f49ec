import type { FlashMapName, Slot, SlotLayout } from './esp8266/flash-map.ts';
import type { LessonFindingFacts } from './lesson/finding-facts.ts';
import type { LoaderKind } from './loader/limits.ts';
import type { OtaFindingFacts } from './ota/finding-facts.ts';
import type { StationFindingFacts } from './station/finding-facts.ts';

/**
 * Everything that the tool has to say is a finding: a code with facts. The words are made from both in
 * `src/words`, so a new code without words does not compile.
 */

/** `error`: nothing may reach a board. `warning`: converts, but look. `note`: good to know. */
export type Severity = 'ok' | 'note' | 'warning' | 'error';

/** The place that a finding is about; as much of it as is known. */
export interface Place {
  readonly file?: string;
  readonly section?: string;
  /** Field of a header, by its standard name. */
  readonly field?: string;
  /** Bytes from the start of the file. */
  readonly offset?: number;
}

/** What a file is when it is not what was asked for. */
export type OtherFile =
  | 'archive'
  | 'zip'
  | 'gzip'
  | 'intel-hex'
  | 'uf2'
  | 'windows-program'
  | 'text'
  | 'zeros'
  | 'unknown';

/** Link addresses that belong to another world. */
export type OtherLayout = 'old-boot' | 'rboot' | 'old-plain' | 'rtos-sdk';

type Nothing = Readonly<Record<string, never>>;

/** The facts of every code; numbers are bytes or addresses as the names say. */
export interface FindingFacts extends OtaFindingFacts, LessonFindingFacts, StationFindingFacts {
  // Any file
  'file-unreadable': { readonly reason: string };
  'file-empty': Nothing;
  'file-unknown': { readonly looksLike: OtherFile; readonly firstBytes: readonly number[] };
  'file-blank': { readonly size: number };
  'image-named-elf': { readonly what: 'v2' | 'v1' | 'dump' };

  // Other tools' lists of what goes where: flash_args, manifest.json
  'manifest-damaged': { readonly lacks: 'json' | 'builds' | 'parts' };
  'manifest-other-chip': { readonly families: readonly string[] };
  'manifest-offset-text': { readonly name: string; readonly text: string };
  'recipe-not-understood': { readonly text: string };
  'recipe-part-missing': { readonly name: string; readonly offset: number };
  'recipe-part-left': { readonly name: string; readonly offset: number };
  'recipe-size': { readonly said: FlashMapName; readonly offset: number; readonly map?: FlashMapName };
  'recipe-slot-differs': { readonly name: string; readonly said: Slot; readonly is: Slot };

  // A locker as one file
  'locker-foreign': Nothing;
  'locker-damaged': Nothing;
  'locker-newer': { readonly found: number; readonly known: number };
  'difference-needs-elf': Nothing;
  'locker-entries-damaged': { readonly damaged: number; readonly whole: number };

  // The structure of an ELF file
  'elf-truncated': {
    readonly part: 'header' | 'section-table';
    readonly needed: number;
    readonly size: number;
  };
  'elf-class': { readonly found: number };
  'elf-byte-order': { readonly found: number };
  'elf-type': { readonly found: number };
  'elf-machine': { readonly found: number };
  'elf-header-field': {
    readonly field: string;
    readonly found: number;
    readonly expected: 'non-zero' | 'inside-file' | 'forty' | 'one' | 'section-index' | 'string-table';
    readonly limit: number;
  };
  'section-name': { readonly index: number; readonly found: number; readonly limit: number };
  'section-past-end': { readonly start: number; readonly length: number; readonly size: number };
  'unloaded-section-past-end': { readonly start: number; readonly length: number; readonly size: number };
  'symbol-table': { readonly reason: 'past-end' | 'entry-size' | 'no-strings' };

  // What the sections ask of the chip
  'section-not-alloc': { readonly address: number };
  'section-outside-memory': {
    readonly address: number;
    readonly length: number;
    readonly region: 'rom' | 'rom-data' | 'cache' | 'none';
  };
  'section-empty': { readonly address: number };
  'section-unaligned': { readonly address: number };
  'sections-overlap': { readonly first: string; readonly second: string; readonly address: number };
  'too-many-segments': { readonly count: number; readonly limit: number };
  'esp32-program': { readonly address: number };
  'iram-overflow': { readonly used: number; readonly limit: number };
  'dram-overflow': { readonly used: number; readonly limit: number };
  'entry-outside-iram': { readonly entry: number };
  'entry-in-no-section': { readonly entry: number };
  'irom-missing': Nothing;
  'irom-nobits': { readonly address: number; readonly length: number };
  'irom-twice': { readonly first: string; readonly second: string; readonly gap: number };
  'irom-outside-window': { readonly address: number; readonly length: number };
  'orphan-section': { readonly address: number; readonly length: number };

  // Which slot
  'no-slot': { readonly address: number; readonly layout?: OtherLayout };
  'map-mismatch': {
    readonly address: number;
    readonly map: FlashMapName;
    readonly layout: SlotLayout;
    readonly fits: readonly FlashMapName[];
  };
  'map-without-slots': { readonly map: FlashMapName };
  'image-over-slot': {
    readonly length: number;
    readonly limit: number;
    readonly slot: Slot;
    readonly map: FlashMapName;
  };
  'irom-over-linker-limit': { readonly length: number; readonly limit: number; readonly layout: SlotLayout };
  'image-over-update-limit': { readonly length: number; readonly limit: number };
  'head-over-irom': { readonly length: number; readonly limit: number };
  'plain-over-flash': { readonly end: number; readonly limit: number; readonly map: FlashMapName };

  // Several files together
  'map-assumed': { readonly map: FlashMapName };
  'same-slot': { readonly slot: Slot; readonly first: string; readonly second: string };
  'too-many-apps': { readonly count: number };
  'two-boot-loaders': { readonly first: string; readonly second: string };
  'plain-and-ota': { readonly plain: string; readonly ota: string };
  'slot-by-order': { readonly first: string; readonly second: string };
  'twin-missing': { readonly present: Slot; readonly missing: Slot };
  'both-from-one': Nothing;
  'settings-differ': {
    readonly field: 'mode' | 'frequency' | 'map';
    readonly found: string;
    readonly expected: string;
    readonly patched: boolean;
  };

  // Reading images back
  'image-truncated': { readonly part: ImagePart; readonly needed: number; readonly size: number };
  'image-marker': { readonly found: number };
  'image-slot-missing': { readonly byte2: number; readonly byte3: number };
  'image-slot-unknown': Nothing;
  'image-slot-invalid': { readonly found: number };
  'image-irom-length': { readonly found: number };
  'image-inner-magic': { readonly found: number };
  'image-entries-differ': { readonly outer: number; readonly inner: number };
  'image-settings-unknown': { readonly field: 'mode' | 'frequency' | 'map'; readonly found: number };
  'image-segment-count': { readonly found: number };
  'image-segment-address': { readonly index: number; readonly address: number; readonly length: number };
  'image-checksum': { readonly stored: number; readonly computed: number };
  'image-crc': { readonly stored: number; readonly computed: number };
  'image-crc-missing': Nothing;
  'image-trailing-bytes': { readonly count: number };
  'image-wrong-slot': { readonly claimed: Slot; readonly linked: Slot };
  'image-repaired': { readonly slot: Slot };
  'image-old-boot': { readonly app: number };
  'image-esp32': { readonly chip: string };
  'image-rtos-sdk': { readonly address: number };
  'image-eboot': Nothing;
  'plain-image-alone': Nothing;

  // Boot loader
  'boot-loader-missing': Nothing;
  'boot-loader-not-needed': { readonly plain: string };
  'boot-loader-unknown': { readonly length: number };
  'boot-loader-too-large': { readonly length: number; readonly limit: number };
  'boot-loader-not-an-image': Nothing;
  'boot-loader-too-old': { readonly version: string };
  'boot-loader-big-map': { readonly version: string; readonly map: FlashMapName };
  'boot-loader-dout': { readonly version: string };
  'boot-loader-patched': { readonly from: string; readonly to: string };
  'boot-choice-needs-loader': { readonly slot: Slot };

  // Whole flash
  'dump-size': { readonly size: number; readonly map: FlashMapName; readonly mapSize: number };
  'dump-map-unknown': { readonly code: number };
  'dump-no-boot-loader': { readonly found: number };
  'dump-slot-empty': { readonly slot: Slot };
  'dump-slot-broken': { readonly slot: Slot };
  'dump-slot-misplaced': {
    readonly slot: Slot;
    readonly address: number;
    readonly expected: number;
  };
  'dump-selected-broken': { readonly slot: Slot };
  'dump-init-data-missing': Nothing;
  'dump-boot-bytes-error': { readonly byte0: number };

  // A plan held against the board that it is for
  'board-flash-size-unknown': { readonly jedecId: number };
  'board-flash-size-chosen': { readonly jedecId: number; readonly size: number };
  'board-map-over-chip': { readonly map: FlashMapName; readonly mapSize: number; readonly size: number };
  'board-write-over-chip': { readonly end: number; readonly size: number };
  'board-map-mismatch': { readonly app: FlashMapName; readonly loader: FlashMapName; readonly slot: Slot };
  'board-map-seven': Nothing;
  'board-no-loader': Nothing;
  'board-writes-overlap': { readonly first: string; readonly second: string; readonly offset: number };
  'board-loader-older': { readonly from: string; readonly to: string };
  'board-loader-replaced': { readonly to: string };
  'board-map-changes': { readonly from: FlashMapName; readonly to: FlashMapName };
  'board-settings-differ': {
    readonly field: 'mode' | 'frequency';
    readonly from: string;
    readonly to: string;
  };
  'board-esp8285-mode': { readonly mode: 'qio' | 'qout' };
  'board-wifi-lost': Nothing;
  'board-choice-lost': { readonly slot: Slot };
  'board-init-data-missing': Nothing;
  'board-twin-empty': { readonly present: Slot; readonly missing: Slot };

  // While a flash is written, and what became of it
  'flash-differs': { readonly offset: number; readonly length: number };
  'flash-protected': { readonly status: number };
  'flash-worn': {
    readonly offset: number;
    readonly found: number;
    readonly expected: number;
    readonly wrong: number;
  };
  'flash-unsteady': { readonly offset: number; readonly length: number };
  'flash-not-erased': { readonly offset: number; readonly length: number };
  'flash-needs-stub': Nothing;
  'flash-repaired': { readonly name: string; readonly offset: number };
  'flash-verified-by-rom': Nothing;
  'flash-starts': { readonly slot: Slot; readonly chosen: boolean };
  'flash-starts-nothing': Nothing;

  // The cable, and the loader at its far end
  'port-lost': Nothing;
  'port-busy': Nothing;
  'port-other-tab': Nothing;
  'resume-other-board': { readonly expected: string; readonly found: string };
  'connect-boot-mode': {
    readonly mode: number;
    /** The pin that is wrong. */
    readonly pin: 'gpio0-high' | 'gpio2-low' | 'gpio15-high';
  };
  'connect-program': { readonly sample: string };
  'connect-deaf': Nothing;
  'connect-echo': Nothing;
  'connect-noise': { readonly bytes: number };
  'connect-silence': { readonly attempts: number };
  'connect-other-chip': { readonly magic: number; readonly chip?: string };
  'flash-id-strange': { readonly jedecId: number };
  'loader-silent': { readonly command: string; readonly loader: LoaderKind };
  'loader-garbled': { readonly command: string; readonly loader: LoaderKind };
  'loader-refused': { readonly command: string; readonly loader: LoaderKind; readonly code: number };
  'loader-unsupported': { readonly command: string; readonly loader: LoaderKind };
  'stub-failed': { readonly command: string };
  'stub-damaged': { readonly expected: string; readonly found: string };
  'baud-fallback': { readonly tried: number; readonly used: number };
}

export type ImagePart =
  | 'header'
  | 'irom'
  | 'inner-header'
  | 'segment-header'
  | 'segment'
  | 'checksum'
  | 'crc';

export type FindingCode = keyof FindingFacts;

export type Finding = {
  [Code in FindingCode]: {
    readonly code: Code;
    readonly severity: Severity;
    readonly where: Place;
    readonly facts: FindingFacts[Code];
  };
}[FindingCode];

const NOTES: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'station-done-before',
  'baud-fallback',
  'section-empty',
  'orphan-section',
  'map-assumed',
  'slot-by-order',
  'twin-missing',
  'both-from-one',
  'boot-loader-missing',
  'boot-loader-not-needed',
  'boot-loader-patched',
  'image-repaired',
  'ota-offered',
  'dump-slot-empty',
  'board-loader-replaced',
  'board-init-data-missing',
  'board-twin-empty',
  'flash-repaired',
  'flash-verified-by-rom',
  'flash-starts',
  'recipe-part-left',
  'lesson-field-left',
]);

const WARNINGS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'locker-entries-damaged',
  'stub-failed',
  'flash-id-strange',
  'plain-image-alone',
  'unloaded-section-past-end',
  'symbol-table',
  'section-unaligned',
  'irom-over-linker-limit',
  'image-over-update-limit',
  'settings-differ',
  'image-slot-missing',
  'image-entries-differ',
  'image-settings-unknown',
  'image-trailing-bytes',
  'boot-loader-unknown',
  'boot-loader-big-map',
  'boot-loader-dout',
  'boot-choice-needs-loader',
  'ota-unproven',
  'dump-size',
  'dump-slot-broken',
  'dump-init-data-missing',
  'file-blank',
  'manifest-offset-text',
  'recipe-not-understood',
  'recipe-part-missing',
  'recipe-size',
  'recipe-slot-differs',
  'board-flash-size-chosen',
  'board-loader-older',
  'board-map-changes',
  'board-settings-differ',
  'board-esp8285-mode',
  'board-wifi-lost',
  'board-choice-lost',
  'flash-differs',
  'flash-starts-nothing',
]);

/** How grave a code is; whatever is neither a note nor a warning stops the work. */
const severityOf = (code: FindingCode): Severity =>
  NOTES.has(code) ? 'note' : WARNINGS.has(code) ? 'warning' : 'error';

/** Makes a finding; the compiler holds code and facts together. */
export function finding<Code extends FindingCode>(
  code: Code,
  facts: FindingFacts[Code],
  where: Place = {},
): Finding {
  // One generic member of the union: TypeScript does not see that code and facts belong together here.
  return { code, severity: severityOf(code), where, facts } as unknown as Finding;
}

/** The same finding with more of its place filled in; what it already says is kept. */
export const placed = (found: Finding, where: Place): Finding => ({
  ...found,
  where: { ...where, ...found.where },
});

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(f => f.severity === 'error');

/** The gravest first; equal ones keep their order. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  const rank: Record<Severity, number> = { error: 0, warning: 1, note: 2, ok: 3 };
  return [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
}
