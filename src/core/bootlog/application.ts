/** What the lines of an application's SDK add to a report: they may also take a claim back. */
import type { BootFact, LogLine } from './events.ts';
import { withExceptionLine } from './exception.ts';
import type { BootReport, Doubt } from './report.ts';
import { withUpgradeStep } from './upgrade.ts';

type ApplicationFact = Extract<
  BootFact,
  { kind: 'sdk' | 'upgrade' | 'exception' | 'stray-jump' | 'missed-boot' }
>;

/** The claim about the slot does not hold any longer. */
export function doubted(report: BootReport, doubt: Doubt): BootReport {
  const { slot: _, ...rest } = report;
  return { ...rest, doubt };
}

export function withApplicationFact(report: BootReport, fact: ApplicationFact, line: LogLine): BootReport {
  const { number } = line;
  switch (fact.kind) {
    case 'stray-jump':
    case 'missed-boot':
      return doubted(report, { reason: fact.kind, line: number });
    case 'exception': {
      const exception = withExceptionLine(report.exception, fact.exception, number);
      return exception ? { ...report, stage: 'crashed', exception } : report;
    }
    case 'upgrade':
      return withUpgrade(spoken(report, number), fact.upgrade, number);
    case 'sdk':
      return withSdkNote(spoken(report, number), fact, number);
  }
}

const spoken = (report: BootReport, line: number): BootReport =>
  report.appLine === undefined ? { ...report, appLine: line } : report;

/** Behind `reboot to use2` nobody knows what runs until the next boot says it. */
function withUpgrade(
  report: BootReport,
  fact: Extract<BootFact, { kind: 'upgrade' }>['upgrade'],
  line: number,
): BootReport {
  const upgrade = withUpgradeStep(report.upgrade, fact, line);
  if (fact.step !== 'restart') return { ...report, upgrade };
  const { slot: _, ...rest } = report;
  return { ...rest, stage: 'restarting', upgrade };
}

/** Lines that the SDK says once, when it starts. */
const ONCE: ReadonlySet<string> = new Set(['version', 'rf-cal-sector']);

function withSdkNote(
  report: BootReport,
  { note, values }: Extract<BootFact, { kind: 'sdk' }>,
  line: number,
): BootReport {
  const seen = report.notes.some(each => each.kind === 'sdk' && each.note === note);
  if (seen && ONCE.has(note)) return doubted(report, { reason: 'missed-boot', line });
  if (seen) return report;
  return { ...report, notes: [...report.notes, { kind: 'sdk', note, values, line }] };
}
