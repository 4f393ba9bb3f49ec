import { deltaOf, type SectionChange } from '../core/size/difference.ts';
import { compareBuilds } from '../core/workspace/compare.ts';
import {
  CHANGES,
  DIFFERENCE,
  differenceSentence,
  formatDelta,
  MEMORY_NAMES,
  topChanges,
} from '../words/difference.ts';
import { formatCount } from '../words/format.ts';
import { mapName } from '../words/settings.ts';
import { EXIT, type Exit } from './exit.ts';
import { withInputs } from './inputs.ts';
import { parseOptions, UsageError } from './options.ts';
import { columns, type Screen, type Screens, visible } from './screen.ts';

/** Symbols that are listed of every section. */
const TOP = 20;

/** `twinslot diff`: what grew from one build to the next. */
export function diffCommand(args: readonly string[], { out }: Screens): Exit {
  const { files, settings, json } = parseOptions('diff', args);
  if (files.length !== 2) {
    throw new UsageError('Which two builds? twinslot diff OLD.elf NEW.elf', 'diff');
  }
  const comparison = withInputs(
    files.map(path => ({ path })),
    ([older, newer]) => {
      if (!older || !newer) throw new TypeError('two files give two inputs');
      return compareBuilds(older, newer, settings.map);
    },
  );
  if (json) {
    out.line(JSON.stringify(comparison, undefined, 2));
    return EXIT.fine;
  }
  out.line(`${differenceSentence(comparison)} ${DIFFERENCE.bytes}`);
  out.line();
  out.line(out.strong(`${DIFFERENCE.memory} (${mapName(comparison.map)})`));
  const memories = comparison.memories.map(({ name, before, after, limit, left }) => [
    MEMORY_NAMES[name],
    formatCount(before),
    formatCount(after),
    formatDelta(after - before),
    DIFFERENCE.of(limit),
    left < 0 ? DIFFERENCE.over(-left) : `${formatCount(left)} left`,
  ]);
  for (const line of columns(memories, ['left', 'right', 'right', 'right', 'left', 'right']))
    out.line(`  ${line}`);
  for (const section of comparison.sections) printSection(out, section);
  if (comparison.stripped) {
    out.line();
    out.line(DIFFERENCE.stripped);
  }
  return EXIT.fine;
}

function printSection(out: Screen, section: SectionChange): void {
  const { before, after, symbols, unnamed, only } = section;
  if (before === after && symbols.length === 0) return;
  const { shown, rest, restDelta } = topChanges(section, TOP);
  const rows = shown.map(symbol => [
    formatDelta(deltaOf(symbol)),
    visible(symbol.name),
    CHANGES[symbol.kind],
    `${formatCount(symbol.before)} → ${formatCount(symbol.after)}`,
  ]);
  if (rest > 0) rows.push([formatDelta(restDelta), DIFFERENCE.rest(rest), '', '']);
  if (deltaOf(unnamed) !== 0) rows.push([formatDelta(deltaOf(unnamed)), DIFFERENCE.unnamed, '', '']);
  out.line();
  const about = only ? ` (${DIFFERENCE.only[only]})` : '';
  out.line(
    `${out.strong(visible(section.section))}${about}  ${formatCount(before)} → ${formatCount(after)}  ${formatDelta(after - before)}`,
  );
  for (const line of columns(rows, ['right'])) out.line(`  ${line}`);
}
