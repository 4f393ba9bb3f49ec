import { formatHex } from '../core/bytes/address.ts';
import type { Section } from '../core/elf/elf-file.ts';
import type { Gauge } from '../core/size/sizes.ts';
import type { OpenedFile } from '../core/workspace/workspace.ts';
import { MEMORY_NAMES } from '../words/difference.ts';
import { exactSize, formatAddress, formatBytes, formatShare, listOf, plural } from '../words/format.ts';
import type { Block, SymbolSizes } from './inspection.ts';
import { columns } from './screen.ts';

const BAR = 20;
const LARGEST = 12;

/** Gauges, sections and the largest symbols of a program. */
export function memoryBlocks(file: OpenedFile & { kind: 'elf' }, sizes: SymbolSizes | undefined): Block[] {
  const { elf, memory, gauges } = file;
  const rows = [
    ...memory.ram.map(section => sectionRow(section, 'copied to RAM')),
    ...memory.zeroed.map(section => sectionRow(section, 'set to zero')),
    sectionRow(memory.irom, 'stays in flash'),
  ];
  const others = elf.header.sectionHeaderCount - 1 - rows.length;
  const more = others > 0 ? [`${plural(others, 'section')} for tools, not on the board`] : [];
  return [
    { title: 'Memory', lines: columns(gauges.map(gaugeRow), ['left', 'left', 'right', 'left', 'right']) },
    { title: 'Sections', lines: [...columns(rows, ['left', 'left', 'right']), ...more] },
    ...(sizes && sizes.findings.length === 0 ? [symbolBlock(sizes)] : []),
  ];
}

const sectionRow = ({ name, address, size, offset }: Section, fate: string): string[] => [
  name,
  formatAddress(address),
  formatBytes(size),
  `at ${formatHex(offset)}`,
  fate,
];

/** `[####......]` beside the numbers, which say the same. */
function gaugeRow({ name, used, limit, parts }: Gauge): string[] {
  const filled = Math.min(BAR, Math.ceil((BAR * used) / limit));
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}]`;
  const share = formatShare(used, limit);
  const sections = listOf(parts.filter(p => p.size > 0).map(p => p.section));
  return [MEMORY_NAMES[name], bar, formatBytes(used), `of ${exactSize(limit)}`, share, sections];
}

function symbolBlock(sizes: SymbolSizes): Block {
  const all = sizes.sections.flatMap(({ section, symbols }) =>
    symbols.map(symbol => ({ ...symbol, section })),
  );
  all.sort((a, b) => b.size - a.size || a.address - b.address);
  const rows = all
    .slice(0, LARGEST)
    .map(({ name, address, size, section }) => [formatBytes(size), name, section, formatAddress(address)]);
  const lines = rows.length > 0 ? columns(rows, ['right']) : ['none: the file is stripped of its symbols'];
  return { title: 'Largest symbols', lines };
}
