/** The report of a check of a board, to be pasted into an issue: in English wherever it comes from, as issues are. */
import { formatHex } from '../core/bytes/address.ts';
import type { CheckResult } from '../core/device/board-check.ts';
import type { ChipFacts } from '../core/device/chip-facts.ts';
import { checkName, findingOf, seconds } from './board-check.ts';
import { formatSize } from './format.ts';

export interface ReportFacts {
  readonly chip: ChipFacts;
  /** Name and ids of the bridge. */
  readonly bridge: string;
  /** As the browser says of itself. */
  readonly browser: string;
  readonly system: string;
  /** Of the page. */
  readonly version: string;
  /** ISO, UTC. */
  readonly time: string;
}

const SIGNS = { passed: '✅ passed', failed: '❌ failed', skipped: '➖ skipped' } as const;

/** Markdown: who and where, and a row a check. */
export function checkReport(facts: ReportFacts, results: readonly CheckResult[]): string {
  const { chip, bridge, browser, system, version, time } = facts;
  const { flash } = chip;
  const count = (verdict: CheckResult['verdict']): number =>
    results.filter(r => r.verdict === verdict).length;
  const rows = results.map(result => [
    checkName(result.check),
    SIGNS[result.verdict],
    result.verdict === 'skipped' ? '' : seconds(result.ms),
    findingOf(result),
  ]);
  return [
    `### Twinslot board check: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`,
    '',
    `- Board: ${chip.chip.toUpperCase()}, MAC ${chip.mac?.slice(0, 8) ?? 'unknown'}:…, crystal ${chip.crystal / 1_000_000} MHz`,
    `- Flash: ${flash.size === undefined ? 'size unknown' : formatSize(flash.size)}, id ${formatHex(flash.jedecId, 6)}${flash.maker ? ` (${flash.maker})` : ''}`,
    `- Bridge: ${bridge}`,
    `- Browser: ${browser}`,
    `- System: ${system}`,
    `- Twinslot ${version}, ${time}`,
    '',
    '| Check | Result | Time | Finding |',
    '| --- | --- | --- | --- |',
    ...rows.map(row => `| ${row.map(cell).join(' | ')} |`),
    '',
  ].join('\n');
}

/** A board may say anything in its boot text. */
const cell = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[|\\<]/g, '\\$&');
