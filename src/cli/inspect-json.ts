import type { Finding } from '../core/findings.ts';
import { esptoolLine } from '../core/plan/esptool.ts';
import { regionsOf } from '../core/plan/regions.ts';
import { wordsFor } from '../words/findings.ts';
import type { Inspection } from './inspection.ts';
import { version } from './version.ts';

/** Goes up when a program that reads the document has to change. */
const FORMAT = 1;

/**
 * Everything that is known as one JSON document: the workspace of the core with its names, without file contents
 * (their lengths stand in their place), each finding with its words.
 */
export const workspaceJson = ({ workspace, sizes }: Inspection): unknown => ({
  format: FORMAT,
  twinslot: version(),
  ...(plain(workspace) as object),
  sizes: workspace.files.map((_, i) => plain(sizes[i] ?? null)),
  regions: plain(regionsOf(workspace.plan)),
  esptool: esptoolLine(workspace.plan),
});

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) =>
    member instanceof Uint8Array ? ['length', member.length] : [key, plain(member)],
  );
  return Object.fromEntries(isFinding(value) ? [...entries, ['words', wordsFor(value)]] : entries);
}

const isFinding = (value: object): value is Finding =>
  'code' in value && 'severity' in value && 'where' in value && 'facts' in value;
