/** The upgrade client's progress, from its lines (ota.md, section 2). */
import type { UpgradeFact } from './events.ts';
import type { UpgradeReport } from './report.ts';

/** The report with one more step; `started` and `connecting` begin a new one where the last is over. */
export function withUpgradeStep(
  before: UpgradeReport | undefined,
  fact: UpgradeFact,
  line: number,
): UpgradeReport {
  const isOver = before === undefined || before.stage === 'failed' || before.stage === 'restarting';
  const begins = fact.step === 'started' || (isOver && fact.step !== 'restart');
  const report: UpgradeReport =
    begins || !before ? { stage: 'asking', firstLine: line, line, erased: 0, received: 0 } : before;
  return { ...report, ...stepOf(report, fact), line };
}

function stepOf(report: UpgradeReport, fact: UpgradeFact): Partial<UpgradeReport> {
  switch (fact.step) {
    case 'length':
      return { length: fact.bytes };
    case 'erasing':
      return { stage: 'erasing', sectors: fact.sectors };
    case 'erased':
      return { stage: 'erasing', erased: report.erased + 1 };
    case 'all-erased':
      return { stage: 'asking', erased: fact.sectors, sectors: fact.sectors };
    case 'downloading':
      return { stage: 'downloading' };
    case 'received':
      return { stage: 'downloading', received: fact.bytes };
    case 'downloaded':
      return { stage: 'checking' };
    case 'crc':
      return withCrc(report, fact);
    case 'restart':
      return { stage: 'restarting', target: fact.slot };
    case 'failed':
      return { stage: 'failed', failure: fact.why };
    default:
      return {};
  }
}

function withCrc(
  report: UpgradeReport,
  { of, value }: Extract<UpgradeFact, { step: 'crc' }>,
): Partial<UpgradeReport> {
  const flashCrc = of === 'flash' ? value : report.flashCrc;
  const imageCrc = of === 'image' ? value : report.imageCrc;
  const differs = flashCrc !== undefined && imageCrc !== undefined && flashCrc !== imageCrc;
  return {
    ...(flashCrc !== undefined && { flashCrc }),
    ...(imageCrc !== undefined && { imageCrc }),
    ...(differs && { stage: 'failed', failure: 'crc-differs' }),
  };
}
