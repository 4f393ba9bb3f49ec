/** Der eine Satz vor dem Schreiben: was geschrieben wird, was danach startet und was bleibt. */
import type { FlashContents } from '../../core/device/flash-contents.ts';
import type { BoardPlan } from '../../core/plan/board-plan.ts';
import type * as english from '../board-sentence.ts';
import type { Translation } from '../language.ts';
import { listOf } from './format.ts';

const ROLES: Readonly<Record<string, string>> = {
  'boot-loader': 'der Bootloader',
  user1: 'user1',
  user2: 'user2',
  'rf-calibration': 'die Funkkalibrierung',
  'init-data': 'die Init-Daten',
  parameters: 'die Parameter',
};
const SLOTS: readonly string[] = ['user1', 'user2'];

function boardSentence({ plan }: BoardPlan, contents: FlashContents | undefined): string {
  const { writes, erases, keeps, boots } = plan;
  const roles = writes.map(({ role }) => role);
  const names = [
    ...(roles.includes('boot-loader') ? ['den Bootloader'] : []),
    ...roles.filter(role => SLOTS.includes(role)),
    ...(roles.some(role => role.startsWith('plain-')) ? ['das Programm'] : []),
  ];
  const toSlots = roles.some(role => SLOTS.includes(role));
  const starts = boots
    ? `, danach startet ${boots}`
    : toSlots
      ? '; es startet der Slot, den das Board gespeichert hat'
      : '';
  const stored = !(contents?.blank || contents?.parameters?.blank);
  const lost =
    stored && erases.length > 0
      ? ', und löscht die Parameter: gespeicherte WLAN-Einstellungen gehen verloren'
      : '';
  const wifi =
    stored && erases.length === 0 && roles.includes('boot-choice')
      ? ['die gespeicherten WLAN-Einstellungen']
      : [];
  const kept = [...keeps.map(({ role }) => ROLES[role] ?? role), ...wifi];
  const stay = kept.length === 1 ? 'bleibt, wie es ist' : 'bleiben, wie sie sind';
  return `Schreibt ${listOf(names)}${starts}${lost}${kept.length > 0 ? `; ${listOf(kept)} ${stay}` : ''}.`;
}

export const boardSentenceWords = { boardSentence } satisfies Translation<typeof english>;
