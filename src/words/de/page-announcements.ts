/** Was vorgelesen wird, wenn Dateien ausgewertet sind. */
import type { Finding, Severity } from '../../core/findings.ts';
import type { Translation } from '../language.ts';
import type * as english from '../page-announcements.ts';
import { wordsFor } from './findings.ts';
import { listOf, plural } from './format.ts';
import { BADGES, badgeOf } from './page-files.ts';

const aloud = (finding: Finding): string => `${wordsFor(finding).title}.`;

function counted(findings: readonly Finding[]): string[] {
  const count = (severity: Severity): number => findings.filter(f => f.severity === severity).length;
  const parts = [
    ...(count('warning') > 0 ? [plural(count('warning'), 'Warnung', 'Warnungen')] : []),
    ...(count('note') > 0 ? [plural(count('note'), 'Hinweis', 'Hinweise')] : []),
  ];
  return parts.length > 0 ? [`${listOf(parts)}.`] : [];
}

export const pageAnnouncements = {
  announcementOf: workspace => {
    const errors = workspace.findings.filter(f => f.severity === 'error');
    const verdicts = workspace.files.map(file => `${file.source.name}: ${BADGES[badgeOf(file, workspace)]}.`);
    const names = workspace.outputs.flatMap(output => output.built.files.map(file => file.name));
    const can = names.length === 1 ? 'kann' : 'können';
    const ready = names.length > 0 ? [`${listOf(names)} ${can} gespeichert werden.`] : [];
    const text = [...verdicts, ...errors.map(aloud), ...ready, ...counted(workspace.findings)].join(' ');
    return { text, urgent: errors.length > 0 };
  },
} satisfies Translation<typeof english>;
