/** Words about the flash: what its regions are, and what will happen to them. */
import type { BootChoice } from '../core/esp8266/boot-bytes.ts';
import type { DumpRole } from '../core/image/dump.ts';
import type { EraseReason, FlashPlan, KeepRole, WriteRole } from '../core/plan/flash-plan.ts';
import type { MergeBlock } from '../core/plan/merge.ts';
import type { RegionState } from '../core/plan/regions.ts';
import { listOf } from './format.ts';

/** Everything that can lie in the flash. */
export type RegionRole = WriteRole | KeepRole | DumpRole | 'unused';

interface RoleWords {
  readonly name: string;
  /** One line for people who have not met it before. */
  readonly about: string;
}

const ROLES: Readonly<Record<RegionRole, RoleWords>> = {
  'boot-loader': { name: 'boot loader', about: 'Starts first, and then starts one of the two slots.' },
  user1: { name: 'user1', about: 'The first slot: a whole program.' },
  user2: { name: 'user2', about: 'The second slot: a whole program, while the other one runs.' },
  'plain-head': { name: 'RAM part', about: 'The part of a program without slots that is copied to RAM.' },
  'plain-irom': { name: 'flash code', about: 'The part of a program without slots that runs from flash.' },
  'boot-choice': {
    name: 'boot choice',
    about: 'Boot bytes that make the boot loader start the wanted slot.',
  },
  'rf-calibration': { name: 'RF calibration', about: 'What the radio measured about itself on this board.' },
  'init-data': { name: 'init data', about: 'Settings of the radio, esp_init_data_default.bin of the SDK.' },
  parameters: { name: 'parameters', about: 'Which slot starts, and the stored Wi-Fi settings.' },
  'parameters-a': { name: 'parameters copy A', about: 'Which slot starts, and the stored Wi-Fi settings.' },
  'parameters-b': { name: 'parameters copy B', about: 'The other copy; the two are written in turn.' },
  flag: { name: 'flag sector', about: 'Byte 0 says which copy of the parameters counts: 0 for A, else B.' },
  unused: { name: 'unused', about: 'Free for data of your program.' },
};

export const roleName = (role: RegionRole): string => ROLES[role].name;
export const roleAbout = (role: RegionRole): string => ROLES[role].about;

const STATES: Readonly<Record<RegionState, string>> = {
  write: 'will be written',
  erase: 'will be erased',
  keep: 'kept',
  free: 'not used',
};

/** What will happen to a region. */
export const stateName = (state: RegionState): string => STATES[state];

/** Why the parameter sectors are erased, and what is lost with them. */
export function eraseWords(reason: EraseReason): { readonly why: string; readonly lost: string } {
  const why: Readonly<Record<EraseReason, string>> = {
    'start-user1': 'so that user1 starts: a boot loader without parameters starts user1',
    'start-user2': 'so that user2 starts: new boot bytes replace the old choice',
  };
  return { why: why[reason], lost: 'Wi-Fi settings stored on the board are lost' };
}

const MERGE_BLOCKS: Readonly<Record<MergeBlock, string>> = {
  'no-boot-loader':
    'A file of the whole flash needs a boot loader at 0x00000. Add one: Twinslot’s own, or for example boot_v1.7.bin of the SDK.',
  'nothing-to-write': 'There is nothing to write yet.',
};

/** Why the whole flash cannot be saved as one file. */
export const mergeBlockWords = (block: MergeBlock): string => MERGE_BLOCKS[block];

/** What somebody should know before writing the merged file to a board. */
export const MERGED_LOSES =
  'The file fills the whole flash: RF calibration, init data and Wi-Fi settings on the board are erased, and SDK programs need esp_init_data_default.bin written again.';

const PLAIN_ROLES: ReadonlySet<WriteRole> = new Set<WriteRole>(['plain-head', 'plain-irom']);

/**
 * One sentence: what will be written and erased, and what stays.
 * @param stored whether there may be Wi-Fi settings on the board that an erase would lose.
 */
export function planSentence(plan: FlashPlan, stored = true): string {
  if (plan.writes.length === 0) return mergeBlockWords('nothing-to-write');
  const roles = plan.writes.filter(w => w.role !== 'boot-choice').map(w => w.role);
  const named = roles.filter(role => !PLAIN_ROLES.has(role)).map(roleName);
  const plain = roles.some(role => PLAIN_ROLES.has(role)) ? ['the program'] : [];
  const writes = `Writes ${listOf([...named, ...plain])}`;
  const [erase] = plan.erases;
  const erases = erase
    ? `; erases the parameters ${eraseWords(erase.reason).why}${stored ? `; ${eraseWords(erase.reason).lost}` : ''}`
    : '';
  const keeps = plan.keeps.length > 0 ? `; keeps ${listOf(plan.keeps.map(k => roleName(k.role)))}` : '';
  return `${writes}${erases}${keeps}.`;
}

const BECAUSE = {
  chosen: 'it is the stored choice',
  'other-failed': 'the other one failed at its first try',
  blank: 'no choice is stored',
  'other-version': 'the choice was stored by another version of the boot loader',
  unreadable: 'the boot loader cannot read its parameters in a flash this large',
} as const;

/** Which slot the parameters of a whole flash select. */
export const choiceWords = (choice: BootChoice): string =>
  choice.kind === 'slot'
    ? `${choice.slot} starts: ${BECAUSE[choice.because]}.`
    : 'Nothing starts: the stored choice is invalid.';
