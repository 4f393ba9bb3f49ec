import { formatHex } from '../core/bytes/address.ts';
import type { DumpRegion, FlashDump } from '../core/image/dump.ts';
import type { Check, FirmwareImage } from '../core/image/firmware-image.ts';
import type { SlotJudgement } from '../core/image/slot-evidence.ts';
import type { OpenedFile, Workspace } from '../core/workspace/workspace.ts';
import { evidenceWords, verdictWords } from '../words/evidence.ts';
import { wordsFor } from '../words/findings.ts';
import { exactSize, formatAddress, formatByte, formatBytes, listOf } from '../words/format.ts';
import { recipeText } from '../words/interchange.ts';
import { rangeText } from '../words/map.ts';
import { whatItIs } from '../words/page-files.ts';
import { choiceWords, roleName } from '../words/plan.ts';
import { frequencyName, mapName, modeName } from '../words/settings.ts';
import { printFinding } from './findings.ts';
import { headerRows } from './inspect-headers.ts';
import { memoryBlocks } from './inspect-memory.ts';
import type { Block, SymbolSizes } from './inspection.ts';
import { columns, type Screen, visible, wrap } from './screen.ts';

/** Everything about one file: what it is, which slot and why, what is in it, and what is to be said about it. */
export function printFile(
  screen: Screen,
  file: OpenedFile,
  workspace: Workspace,
  sizes: SymbolSizes | undefined,
): void {
  screen.line(screen.strong(visible(file.source.name)));
  screen.line(`  ${whatItIs(file)}`);
  for (const { title, lines } of blocksOf(file, workspace, sizes)) {
    screen.line();
    screen.line(`  ${screen.strong(title)}`);
    for (const line of lines) screen.line(`    ${line}`);
  }
  const findings = [...file.findings, ...(sizes?.findings ?? [])];
  if (findings.length > 0) screen.line();
  for (const finding of findings) {
    if (finding.severity === 'error') screen.line(`  ${screen.error('error')}: ${wordsFor(finding).title}`);
    else printFinding(screen, finding);
  }
  screen.line();
}

function blocksOf(file: OpenedFile, workspace: Workspace, sizes: SymbolSizes | undefined): Block[] {
  switch (file.kind) {
    case 'elf':
      return [
        slotBlock(file.judgement, workspace),
        ...memoryBlocks(file, sizes),
        ...headerRows(file.headers),
      ];
    case 'image':
      return [slotBlock(file.judgement, workspace), ...imageBlocks(file.image), ...headerRows(file.headers)];
    case 'boot-loader':
      return [...imageBlocks(file.image), ...headerRows(file.headers)];
    case 'dump':
      return dumpBlocks(file.dump);
    case 'recipe':
      return [{ title: 'Files', lines: wrap(recipeText(file.recipe), 100) }];
    case 'bytes':
    case 'refused':
      return [];
  }
}

function slotBlock(judgement: SlotJudgement, { settings }: Workspace): Block {
  const verdict = verdictWords(judgement, settings.map);
  const rows = judgement.evidence.map(evidence => {
    const { strength, reason, says } = evidenceWords(evidence);
    return [strength, reason, says];
  });
  return { title: `Slot: ${verdict.title}`, lines: [...wrap(verdict.text, 100), ...columns(rows)] };
}

function imageBlocks(image: FirmwareImage): Block[] {
  const { mode, frequency, map } = image.settings;
  const settings = [map && mapName(map), mode && modeName(mode), frequency && frequencyName(frequency)];
  const rows = [
    ['Length', exactSize(image.length)],
    ['Entry', formatAddress(image.entry)],
    ['Settings', listOf(settings.map(s => s || 'unknown'))],
    ['Checksum', checkText(image.checksum, formatByte)],
    ...(image.crc ? [['CRC word', checkText(image.crc, value => formatHex(value, 8))]] : []),
  ];
  const { irom } = image;
  const flashCode = irom
    ? [
        [
          'flash code',
          irom.address ? formatAddress(irom.address) : '',
          formatBytes(irom.length),
          `at ${formatHex(irom.offset)}`,
        ],
      ]
    : [];
  const segments = image.segments.map(({ name, address, length, offset }, i) => [
    name ?? `segment ${i + 1}`,
    formatAddress(address),
    formatBytes(length),
    `at ${formatHex(offset)}`,
  ]);
  return [
    { title: 'Image', lines: columns(rows) },
    { title: 'Segments', lines: columns([...flashCode, ...segments], ['left', 'left', 'right']) },
  ];
}

const checkText = ({ stored, computed }: Check, format: (value: number) => string): string =>
  stored === computed
    ? `${format(stored)}, right`
    : `${format(stored)}, but the bytes give ${format(computed)}`;

function dumpBlocks(dump: FlashDump): Block[] {
  const rows = dump.regions.map(region => [
    rangeText(region.start, region.start + region.length),
    roleName(region.role),
    contentText(region),
  ]);
  const copy = dump.currentCopy ? [`Parameters copy ${dump.currentCopy} counts.`] : [];
  const boots = dump.boots ? [choiceWords(dump.boots)] : [];
  return [
    { title: `Flash map ${mapName(dump.map.name)}`, lines: columns(rows) },
    ...(boots.length > 0 ? [{ title: 'Boot choice', lines: [...boots, ...copy] }] : []),
  ];
}

function contentText({ blank, image, findings }: DumpRegion): string {
  if (blank) return 'empty';
  const wrong = findings.filter(f => f.severity === 'error').map(f => wordsFor(f).title);
  return [image ? imageText(image) : 'data', ...new Set(wrong)].join('. ');
}

function imageText({ format, slot, bootLoader, length, entry }: FirmwareImage): string {
  const kind = format === 'v2' ? 'image that names no slot' : 'image without slots';
  const name = bootLoader ? `boot loader ${bootLoader.version}` : slot ? `image for ${slot}` : kind;
  return `${name}, ${formatBytes(length)}, starts at ${formatAddress(entry)}`;
}
