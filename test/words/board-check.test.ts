/** The report of a check, and the names under which the hardware sheet speaks of the checks. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckResult } from '../../src/core/device/board-check.ts';
import { finding } from '../../src/core/findings.ts';
import { checkName, findingOf } from '../../src/words/board-check.ts';
import { checkReport } from '../../src/words/check-report.ts';
import { boardCheck as german } from '../../src/words/de/board-check.ts';
import { chipWith } from '../support/flash-plans.ts';

const write = { bytes: 70_296, sent: 420, baud: 921_600 };
const RESULTS: readonly CheckResult[] = [
  {
    ...{ check: 'identify', verdict: 'passed', ms: 812 },
    facts: { chip: chipWith(0x400000), loader: 'stub', baud: 921_600, reset: 'classic' },
  },
  { check: 'look', verdict: 'passed', ms: 90, facts: { blank: false, loader: '1.7', boots: 'user2' } },
  {
    check: 'rates',
    verdict: 'passed',
    ms: 9,
    facts: { rates: [{ asked: 921_600, got: 460_800, ms: 1340 }] },
  },
  { check: 'one-sector', verdict: 'passed', ms: 9, facts: write },
  {
    check: 'unchanged',
    verdict: 'failed',
    ms: 9,
    why: { miss: { kind: 'sent-too-much', sent: 4096, expected: 0 } },
  },
  {
    check: 'write',
    verdict: 'failed',
    ms: 1500,
    why: { finding: finding('flash-protected', { status: 0x1c }) },
  },
  { check: 'boots-user1', verdict: 'passed', ms: 9, facts: { line: 'jump | to <user1>' } },
  {
    check: 'boots-user2',
    verdict: 'failed',
    ms: 9,
    why: { miss: { kind: 'other-slot', expected: 'user2' } },
  },
  { check: 'resets', verdict: 'passed', ms: 9, facts: { works: ['slow'], fails: ['classic', 'swapped'] } },
  { check: 'unplug', verdict: 'skipped', why: 'not-wanted' },
];

describe('the report', () => {
  const text = checkReport(
    {
      ...{ chip: chipWith(0x400000), bridge: 'CH340 (1a86:7523)', browser: 'Chromium 156', system: 'Linux' },
      ...{ version: 'entry-1.js', time: '2026-01-02T03:04:05.000Z' },
    },
    RESULTS,
  );

  it('says who and where, and a row a check', () => {
    expect(text).toContain('### Twinslot board check: 6 passed, 3 failed, 1 skipped');
    expect(text).toContain('- Flash: 4 MB, id 0x1640EF');
    expect(text).toContain('| 812 ms | ESP8266, 26 MHz, stub at 921,600 baud, reset classic |');
    expect(text).toContain('921,600 → 460,800 in 1.3 s');
    expect(text).toContain('| ❌ failed | 9 ms | 4 KB were sent; expected at most 0 bytes |');
    expect(text).toContain('| slow works; classic and swapped do not |');
    expect(text).toContain('| no slot started; expected user2 |');
  });

  it('does not give the whole MAC away, and no board can break its table', () => {
    expect(text).not.toContain('12:34:56');
    expect(text).toContain('“jump \\| to \\<user1>”');
    const table = text.split('\n').filter(line => line.startsWith('|'));
    expect(table.every(line => line.split(/(?<!\\)\|/).length === 6)).toBe(true);
  });
});

describe('the words of checks', () => {
  it('are there in German, and other ones', () => {
    for (const result of RESULTS) expect(german.findingOf(result)).not.toBe('');
    expect(CHECKS.filter(name => german.checkName(name) === checkName(name))).toEqual([]);
    expect(findingOf({ check: 'look', verdict: 'skipped', why: 'after-failure' })).toBe(
      'builds on a check that failed',
    );
  });

  it('are those of the hardware sheet, which names a check or a dash in every row', () => {
    const rows = readFileSync('test/hardware.md', 'utf8')
      .split('\n')
      .filter(line => /^\| \d+ +\|/.test(line));
    expect(rows).toHaveLength(54);
    const names = rows.flatMap(row => (row.split('|').at(-3)?.trim() ?? '').split('; '));
    expect(names.filter(name => name !== '–' && !CHECKS.some(check => checkName(check) === name))).toEqual(
      [],
    );
    expect(new Set(names).size).toBeGreaterThan(8);
  });
});
