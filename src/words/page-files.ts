import type { Slot } from '../core/esp8266/flash-map.ts';
import type { ImageFormat } from '../core/image/firmware-image.ts';
import type { FileRole, OpenedFile, Workspace } from '../core/workspace/workspace.ts';
import { formatSize, listOf } from './format.ts';
import { recipeName } from './interchange.ts';
import { READ_BACK } from './read-back.ts';

/** What a file is and what it is for, in as few words as a card has room for. */

const FORMATS: Readonly<Record<ImageFormat, string>> = {
  v2: 'Update image',
  v1: 'Flash image without slots',
  'old-boot': 'Image for the old boot loader 1.1',
  'boot-loader': 'Boot loader',
};

/** `ELF program, 6.5 KB`. */
export const whatItIs = (file: OpenedFile): string => `${kindOf(file)}, ${formatSize(file.source.size)}`;

function kindOf(file: OpenedFile): string {
  switch (file.kind) {
    case 'elf':
      return 'ELF program';
    case 'image':
      return FORMATS[file.image.format];
    case 'boot-loader': {
      const version = file.image.bootLoader?.version;
      return version ? `Boot loader ${version}` : 'Boot loader of unknown version';
    }
    case 'dump':
      return 'Whole flash';
    case 'recipe':
      return recipeName(file.recipe);
    case 'bytes':
      return READ_BACK.what;
    case 'refused':
      return 'File';
  }
}

export const ROLE_NAMES: Readonly<Record<FileRole, string>> = {
  user1: 'user1',
  user2: 'user2',
  'boot-loader': 'boot loader',
};

/** What stands on the badge of a card. */
export type Badge = Slot | 'both' | 'either' | 'plain' | 'boot' | 'flash' | 'recipe' | 'look' | 'none';

export const BADGES: Readonly<Record<Badge, string>> = {
  user1: 'user1',
  user2: 'user2',
  both: 'user1 and user2',
  either: 'user1 or user2',
  plain: 'no slots',
  boot: 'boot loader',
  flash: 'whole flash',
  recipe: 'flash layout',
  look: READ_BACK.badge,
  none: 'not usable',
};

/** What a file is for: what it went to, else what it could go to. */
export function badgeOf(file: OpenedFile, workspace: Workspace): Badge {
  if (file.origin || file.kind === 'bytes') return 'look';
  if (file.kind === 'boot-loader') return 'boot';
  if (file.kind === 'dump') return 'flash';
  if (file.kind === 'recipe') return 'recipe';
  if (file.kind === 'refused') return 'none';
  const used = workspace.outputs.filter(output => output.from === file.source.name);
  const [role, second] = used.map(output => output.role);
  if (role === 'user1' || role === 'user2') return second ? 'both' : role;
  const { verdict } = file.judgement;
  if (verdict.kind === 'plain') return 'plain';
  if (verdict.kind === 'neither') return 'none';
  const [slot, other] = verdict.slots;
  return slot ? (other ? 'either' : slot) : 'none';
}

/** Names of the images that were made from a file. */
export const madeFrom = (file: OpenedFile, workspace: Workspace): readonly string[] =>
  workspace.outputs
    .filter(output => output.from === file.source.name)
    .flatMap(output => output.built.files.map(made => made.name));

/** `becomes user1.bin`. */
export const becomes = (names: readonly string[]): string => `becomes ${listOf(names)}`;
