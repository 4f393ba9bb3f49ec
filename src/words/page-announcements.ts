import type { Finding, Severity } from '../core/findings.ts';
import type { Workspace } from '../core/workspace/workspace.ts';
import { wordsFor } from './findings.ts';
import { listOf, plural } from './format.ts';
import { BADGES, badgeOf } from './page-files.ts';

/** What is read aloud when a workspace appears. */
export interface Announcement {
  readonly text: string;
  /** Something stands in the way of an image: it is said at once. */
  readonly urgent: boolean;
}

/** Files with what they are for, what can be saved, and how much there is to look at. */
export function announcementOf(workspace: Workspace): Announcement {
  const errors = workspace.findings.filter(f => f.severity === 'error');
  const verdicts = workspace.files.map(file => `${file.source.name}: ${BADGES[badgeOf(file, workspace)]}.`);
  const names = workspace.outputs.flatMap(output => output.built.files.map(file => file.name));
  const ready = names.length > 0 ? [`${listOf(names)} can be saved.`] : [];
  const text = [...verdicts, ...errors.map(aloud), ...ready, ...counted(workspace.findings)].join(' ');
  return { text, urgent: errors.length > 0 };
}

const aloud = (finding: Finding): string => `${wordsFor(finding).title}.`;

function counted(findings: readonly Finding[]): string[] {
  const count = (severity: Severity): number => findings.filter(f => f.severity === severity).length;
  const parts = [
    ...(count('warning') > 0 ? [plural(count('warning'), 'warning')] : []),
    ...(count('note') > 0 ? [plural(count('note'), 'note')] : []),
  ];
  return parts.length > 0 ? [`${listOf(parts)}.`] : [];
}
