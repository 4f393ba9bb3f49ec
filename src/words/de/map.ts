/** Wörter der Speicherkarte: wie ein Bereich heißt, was über ihn zu sagen ist und was die CPU von ihm sieht. */
import type { Translation } from '../language.ts';
import type * as english from '../map.ts';
import { type ContentState, codeText, type RegionFacts, rangeText, windowEnds } from '../map.ts';
import { formatShare, formatSize } from './format.ts';
import { eraseWords, roleName, stateName } from './plan.ts';
import { mapName } from './settings.ts';

/** For regions that are drawn too small for their names: in a column of 44 pixels, and in a row of 40. */
const SHORT_NAMES: Readonly<Record<RegionFacts['role'], readonly [column: string, row: string]>> = {
  'boot-loader': ['Boot', 'Bootloader'],
  user1: ['user1', 'user1'],
  user2: ['user2', 'user2'],
  'plain-head': ['RAM', 'RAM-Teil'],
  'plain-irom': ['Code', 'Flash-Code'],
  'rf-calibration': ['Funk', 'Funkkal.'],
  'init-data': ['Init', 'Init-Daten'],
  'parameters-a': ['A', 'Kopie A'],
  'parameters-b': ['B', 'Kopie B'],
  flag: ['Flag', 'Flag'],
  unused: ['', 'unbenutzt'],
};

const CONTENTS: Readonly<Record<ContentState, string>> = {
  image: 'enthält ein Programm',
  broken: 'enthält ein beschädigtes Programm',
  blank: 'leer',
  data: 'enthält Daten',
  unread: 'nicht angesehen',
};

const isContent = (state: RegionFacts['state']): state is ContentState => Object.hasOwn(CONTENTS, state);

function regionState({ role, state, filled }: RegionFacts): string {
  if (isContent(state))
    return role === 'boot-loader' && state === 'image' ? 'enthält einen Bootloader' : CONTENTS[state];
  if (role === 'boot-loader' && state === 'keep') return 'nicht dabei, bleibt';
  if (state === 'write' && role === 'parameters-b' && filled > 0)
    return 'wird gelöscht, dann wird die Startwahl geschrieben';
  return stateName(state);
}

const STARTS = 'startet';

export const map = {
  shortRoleName: (role, room) => SHORT_NAMES[role][room === 'column' ? 0 : 1],
  regionState,
  ...{ rangeText, codeText, windowEnds },
  fillText: ({ start, end, filled }) => {
    const size = formatSize(end - start);
    return filled > 0 ? `${formatSize(filled)} von ${size}` : size;
  },
  fillShare: ({ start, end, filled }) => (filled > 0 ? formatShare(filled, end - start) : ''),
  regionText: region => {
    const { role, start, end, filled, file, starts } = region;
    const content = file ? `${regionState(region)} mit ${file.name}` : regionState(region);
    return [
      roleName(role),
      rangeText(start, end, ' bis '),
      formatSize(end - start),
      content,
      ...(filled > 0 ? [formatSize(filled)] : []),
      ...(starts ? [STARTS] : []),
    ].join(', ');
  },
  STARTS,
  reasonText: ({ reason, file }, before) => {
    const from = file?.from === undefined ? [] : [`Aus ${file.from}.`];
    if (!reason) return from.join('');
    const { why, lost } = eraseWords(reason);
    const erased = before?.reason === reason ? 'Gelöscht aus demselben Grund.' : `Gelöscht, ${why}; ${lost}.`;
    return [...from, erased].join(' ');
  },
  MAP_WORDS: {
    table: 'Alle Bereiche des Flash',
    region: 'Bereich',
    range: 'Im Flash',
    size: 'Größe',
    happens: 'Was geschieht',
    holds: 'Was er enthält',
  },
  mapTitle: ({ name }, size) => `Flash-Aufteilung ${mapName(name)}, ${rangeText(0, size, ' bis ')}`,
  windowTitle: (runs, plain) => {
    if (runs) return `Was die CPU sieht, während ${runs} läuft`;
    return plain ? 'Was die CPU sieht' : 'Was die CPU sieht, welcher Slot auch läuft';
  },
  windowText: ({ start, end, moved }) => {
    const flash = rangeText(start, end);
    return moved ? `Das Fenster ist nach Flash ${flash} gewandert.` : `Das Fenster zeigt Flash ${flash}.`;
  },
  codeOwner: role => (role === 'plain-irom' ? 'der Code' : `Code von ${role}`),
} satisfies Translation<typeof english>;
