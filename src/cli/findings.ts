import type { Finding, Severity } from '../core/findings.ts';
import { whereText, wordsFor } from '../words/findings.ts';
import { type Screen, visible, wrap } from './screen.ts';

/**
 * A finding the way compilers print theirs, so that editors find the file: `app1.elf: error: Title (place)`, and
 * below it what was seen and what to do.
 */
export function printFinding(screen: Screen, finding: Finding): void {
  const { title, text, advice } = wordsFor(finding);
  const { file: _, ...rest } = finding.where;
  const place = whereText(rest);
  const head = `${start(screen, finding)}: ${screen.strong(visible(title))}`;
  screen.line(`${head}${place && screen.quiet(visible(` (${place})`))}`);
  for (const sentence of [text, advice]) {
    for (const line of wrap(visible(sentence), screen.width && screen.width - 2)) screen.line(`  ${line}`);
  }
}

/** One line for a note, so that a build that is fine prints little; everything else in full. */
export function printBrief(screen: Screen, finding: Finding): void {
  if (finding.severity !== 'note') printFinding(screen, finding);
  else screen.line(`${start(screen, finding)}: ${visible(wordsFor(finding).text)}`);
}

/** Why a command could not even begin, in one sentence where that is enough. */
export function printProblem(screen: Screen, finding: Finding): void {
  const { file = 'A file' } = finding.where;
  if (finding.code === 'file-unreadable')
    screen.line(`twinslot: ${visible(file)} cannot be read: ${visible(finding.facts.reason)}.`);
  else printFinding(screen, finding);
}

const start = (screen: Screen, { where, severity }: Finding): string =>
  `${visible(where.file ?? 'twinslot')}: ${painted(screen, severity)}`;

function painted(screen: Screen, severity: Severity): string {
  if (severity === 'error') return screen.error(severity);
  return severity === 'warning' ? screen.warning(severity) : severity;
}
