/** Wörter über den Flash: was seine Bereiche sind und was mit ihnen geschieht. */
import type { EraseReason, FlashPlan, WriteRole } from '../../core/plan/flash-plan.ts';
import type { MergeBlock } from '../../core/plan/merge.ts';
import type { RegionState } from '../../core/plan/regions.ts';
import type { Translation } from '../language.ts';
import type * as english from '../plan.ts';
import type { RegionRole } from '../plan.ts';
import { listOf } from './format.ts';

interface RoleWords {
  readonly name: string;
  readonly about: string;
}

const ROLES: Readonly<Record<RegionRole, RoleWords>> = {
  'boot-loader': { name: 'Bootloader', about: 'Startet zuerst, und dann einen der beiden Slots.' },
  user1: { name: 'user1', about: 'Der erste Slot: ein ganzes Programm.' },
  user2: { name: 'user2', about: 'Der zweite Slot: ein ganzes Programm, während das andere läuft.' },
  'plain-head': {
    name: 'RAM-Teil',
    about: 'Der Teil eines Programms ohne Slots, der ins RAM kopiert wird.',
  },
  'plain-irom': {
    name: 'Flash-Code',
    about: 'Der Teil eines Programms ohne Slots, der aus dem Flash läuft.',
  },
  'boot-choice': {
    name: 'Startwahl',
    about: 'Boot-Bytes, mit denen der Bootloader den gewünschten Slot startet.',
  },
  'rf-calibration': {
    name: 'Funkkalibrierung',
    about: 'Was das Funkteil auf diesem Board über sich gemessen hat.',
  },
  'init-data': {
    name: 'Init-Daten',
    about: 'Einstellungen des Funkteils, esp_init_data_default.bin des SDK.',
  },
  parameters: {
    name: 'Parameter',
    about: 'Welcher Slot startet, und die gespeicherten WLAN-Einstellungen.',
  },
  'parameters-a': {
    name: 'Parameterkopie A',
    about: 'Welcher Slot startet, und die gespeicherten WLAN-Einstellungen.',
  },
  'parameters-b': {
    name: 'Parameterkopie B',
    about: 'Die andere Kopie; die beiden werden abwechselnd geschrieben.',
  },
  flag: {
    name: 'Flag-Sektor',
    about: 'Byte 0 sagt, welche Parameterkopie gilt: 0 für A, sonst B.',
  },
  unused: { name: 'unbenutzt', about: 'Frei für Daten deines Programms.' },
};

export const roleName = (role: RegionRole): string => ROLES[role].name;

const STATES: Readonly<Record<RegionState, string>> = {
  write: 'wird geschrieben',
  erase: 'wird gelöscht',
  keep: 'bleibt',
  free: 'nicht benutzt',
};

export const stateName = (state: RegionState): string => STATES[state];

const WHY: Readonly<Record<EraseReason, string>> = {
  'start-user1': 'damit user1 startet: Ein Bootloader ohne Parameter startet user1',
  'start-user2': 'damit user2 startet: Neue Boot-Bytes ersetzen die alte Wahl',
};

export const eraseWords = (reason: EraseReason): { readonly why: string; readonly lost: string } => ({
  why: WHY[reason],
  lost: 'auf dem Board gespeicherte WLAN-Einstellungen gehen verloren',
});

const MERGE_BLOCKS: Readonly<Record<MergeBlock, string>> = {
  'no-boot-loader':
    'Eine Datei des ganzen Flash braucht einen Bootloader bei 0x00000. Füge einen hinzu, etwa boot_v1.7.bin des SDK.',
  'nothing-to-write': 'Noch gibt es nichts zu schreiben.',
};

const PLAIN_ROLES: ReadonlySet<WriteRole> = new Set<WriteRole>(['plain-head', 'plain-irom']);

/** With its article where it has one in the accusative: what is written, erased or kept. */
const accusative = (role: RegionRole): string => {
  if (role === 'boot-loader' || role === 'flag') return `den ${ROLES[role].name}`;
  if (role === 'user1' || role === 'user2') return ROLES[role].name;
  return role === 'unused' ? 'Unbenutztes' : `die ${ROLES[role].name}`;
};

export const rolesText = (roles: readonly RegionRole[]): string => listOf(roles.map(accusative));

export function planSentence(plan: FlashPlan, stored = true): string {
  if (plan.writes.length === 0) return MERGE_BLOCKS['nothing-to-write'];
  const roles = plan.writes.filter(w => w.role !== 'boot-choice').map(w => w.role);
  const named = roles.filter(role => !PLAIN_ROLES.has(role)).map(accusative);
  const plain = roles.some(role => PLAIN_ROLES.has(role)) ? ['das Programm'] : [];
  const writes = `Schreibt ${listOf([...named, ...plain])}`;
  const [erase] = plan.erases;
  const erases = erase
    ? `; löscht die Parameter, ${eraseWords(erase.reason).why}${stored ? `; ${eraseWords(erase.reason).lost}` : ''}`
    : '';
  const keeps = plan.keeps.length > 0 ? `; behält ${rolesText(plan.keeps.map(k => k.role))}` : '';
  return `${writes}${erases}${keeps}.`;
}

const BECAUSE = {
  chosen: 'er ist die gespeicherte Wahl',
  'other-failed': 'der andere ging beim ersten Versuch nicht',
  blank: 'keine Wahl ist gespeichert',
  'other-version': 'die Wahl hat eine andere Version des Bootloaders gespeichert',
  unreadable: 'der Bootloader kann in einem so großen Flash seine Parameter nicht lesen',
} as const;

export const plan = {
  ...{ roleName, stateName, eraseWords, planSentence },
  roleAbout: role => ROLES[role].about,
  mergeBlockWords: block => MERGE_BLOCKS[block],
  MERGED_LOSES:
    'Die Datei füllt den ganzen Flash: Funkkalibrierung, Init-Daten und WLAN-Einstellungen auf dem Board werden gelöscht, und SDK-Programme brauchen esp_init_data_default.bin neu geschrieben.',
  choiceWords: choice =>
    choice.kind === 'slot'
      ? `${choice.slot} startet: ${BECAUSE[choice.because]}.`
      : 'Nichts startet: Die gespeicherte Wahl ist ungültig.',
} satisfies Translation<typeof english>;
