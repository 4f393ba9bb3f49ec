import { formatOffset } from '../core/bytes/address.ts';
import { esptoolLine } from '../core/plan/esptool.ts';
import { regionsOf } from '../core/plan/regions.ts';
import type { Workspace } from '../core/workspace/workspace.ts';
import { formatBytes, formatSize } from '../words/format.ts';
import { rangeText } from '../words/map.ts';
import { mergeBlockWords, planSentence, roleName, stateName } from '../words/plan.ts';
import { settingsText } from '../words/settings.ts';
import { printFinding } from './findings.ts';
import { columns, type Screen, visible, wrap } from './screen.ts';

/** What becomes of all files together: the images, the flash, and how to write it. */
export function printTogether(screen: Screen, workspace: Workspace): void {
  const { outputs, plan, settings, mergeBlock } = workspace;
  const own = new Set(workspace.files.flatMap(file => file.findings));
  const shared = workspace.findings.filter(f => !own.has(f) && f.severity !== 'error');
  for (const finding of shared) printFinding(screen, finding);
  if (outputs.length === 0) return;
  if (shared.length > 0) screen.line();
  screen.line(screen.strong(`Flash: ${settingsText(settings)}`));
  const files = plan.writes.map(({ name, offset, bytes, from }) => [
    name,
    formatOffset(offset),
    formatBytes(bytes.length),
    from ? `from ${from}` : 'made by Twinslot',
  ]);
  for (const line of columns(files, ['left', 'left', 'right'])) screen.line(`  ${line}`);
  screen.line();
  const regions = regionsOf(plan).map(({ role, start, end, state }) => [
    rangeText(start, end),
    formatSize(end - start),
    roleName(role),
    stateName(state),
  ]);
  for (const line of columns(regions, ['left', 'right'])) screen.line(`  ${line}`);
  screen.line();
  const sentences = [planSentence(plan), ...(mergeBlock ? [mergeBlockWords(mergeBlock)] : [])];
  for (const sentence of sentences) {
    for (const line of wrap(sentence, screen.width && screen.width - 2)) screen.line(`  ${line}`);
  }
  screen.line();
  screen.line(`  ${visible(esptoolLine(plan))}`);
}
