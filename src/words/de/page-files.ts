/** Was eine Datei ist und wofür, in so wenigen Wörtern, wie auf einer Karte Platz haben. */
import type { ImageFormat } from '../../core/image/firmware-image.ts';
import type { FileRole, OpenedFile } from '../../core/workspace/workspace.ts';
import type { Translation } from '../language.ts';
import type * as english from '../page-files.ts';
import { type Badge, badgeOf, madeFrom } from '../page-files.ts';
import { formatSize, listOf } from './format.ts';
import { interchange } from './interchange.ts';
import { readBack } from './read-back.ts';

export { badgeOf } from '../page-files.ts';

const { READ_BACK } = readBack;

const FORMATS: Readonly<Record<ImageFormat, string>> = {
  v2: 'Update-Image',
  v1: 'Flash-Image ohne Slots',
  'old-boot': 'Image für den alten Bootloader 1.1',
  'boot-loader': 'Bootloader',
};

function kindOf(file: OpenedFile): string {
  switch (file.kind) {
    case 'elf':
      return 'ELF-Programm';
    case 'image':
      return FORMATS[file.image.format];
    case 'boot-loader': {
      const version = file.image.bootLoader?.version;
      return version ? `Bootloader ${version}` : 'Bootloader unbekannter Version';
    }
    case 'dump':
      return 'Ganzer Flash';
    case 'recipe':
      return interchange.recipeName(file.recipe);
    case 'bytes':
      return READ_BACK.what;
    case 'refused':
      return 'Datei';
  }
}

const ROLE_NAMES: Readonly<Record<FileRole, string>> = {
  user1: 'user1',
  user2: 'user2',
  'boot-loader': 'Bootloader',
};

export const BADGES: Readonly<Record<Badge, string>> = {
  user1: 'user1',
  user2: 'user2',
  both: 'user1 und user2',
  either: 'user1 oder user2',
  plain: 'ohne Slots',
  boot: 'Bootloader',
  flash: 'ganzer Flash',
  recipe: 'Flash-Layout',
  look: READ_BACK.badge,
  none: 'nicht benutzbar',
};

export const pageFiles = {
  whatItIs: file => `${kindOf(file)}, ${formatSize(file.source.size)}`,
  ...{ ROLE_NAMES, BADGES, badgeOf, madeFrom },
  becomes: names => `wird zu ${listOf(names)}`,
} satisfies Translation<typeof english>;
