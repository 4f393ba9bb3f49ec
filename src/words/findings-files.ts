/** Words about files as a whole. */
import type { OtherFile } from '../core/findings.ts';
import type { WordsTable } from './findings-table.ts';
import { exactSize, formatByteRow } from './format.ts';

const OTHER_FILES: Readonly<Record<OtherFile, { what: string; advice: string }>> = {
  archive: {
    what: 'a library of object files',
    advice: 'Link it into a program, and take the .elf file that the linker makes.',
  },
  zip: { what: 'a ZIP archive', advice: 'Unpack it, and take the .elf files inside.' },
  gzip: { what: 'compressed with gzip', advice: 'Unpack it, and take the .elf file inside.' },
  'intel-hex': {
    what: 'an Intel HEX file',
    advice: 'Take the .elf file or the .bin images of the same build.',
  },
  uf2: {
    what: 'a UF2 file for boards of another kind',
    advice: 'Take the .elf file of a build for the ESP8266.',
  },
  'windows-program': {
    what: 'a program for Windows',
    advice: 'Take the .elf file that was built for the board, not the one for your computer.',
  },
  text: {
    what: 'a text file',
    advice: 'Take the .elf file of the build: sources, logs and linker scripts cannot be converted.',
  },
  zeros: {
    what: 'filled with zeros at its start',
    advice: 'Build or copy the file again: a copy that broke off can leave zeros behind.',
  },
  unknown: {
    what: 'of a kind that Twinslot does not know',
    advice: 'Take the .elf file of the build, or a .bin image for the ESP8266.',
  },
};

const NAMED_ELF = {
  v2: 'an update image (it begins with EA)',
  v1: 'a flash image (it begins with E9)',
  dump: 'a whole flash chip',
} as const;

export const FILE_WORDS = {
  'file-unreadable': ({ reason }) => ({
    title: 'The file cannot be read',
    text: `Reading failed: ${reason.replace(/\.$/, '')}.`,
    advice: 'Check that the file is there and that no build is replacing it right now, then open it again.',
  }),
  'file-empty': () => ({
    title: 'Empty file',
    text: 'The file has 0 bytes; the header of an ELF file alone has 52.',
    advice: 'Build or copy the file again: a build or copy that broke off leaves empty files.',
  }),
  'file-unknown': ({ looksLike, firstBytes }) => {
    const { what, advice } = OTHER_FILES[looksLike];
    const seen = firstBytes.length > 0 ? ` and begins with ${formatByteRow(firstBytes)}` : '';
    return {
      title: 'Not an ELF file or flash image',
      text: `The file is ${what}${seen}; an ELF file begins with 7F 45 4C 46, a flash image with E9 or EA.`,
      advice,
    };
  },
  'file-blank': ({ size }) => ({
    title: 'Blank file',
    text: `The file, ${exactSize(size)} long, begins with nothing but FF, as erased flash does; a program begins with E9 or EA.`,
    advice: 'Leave it out: the flash plan erases what has to be erased.',
  }),
  'image-named-elf': ({ what }) => ({
    title: 'A flash image with the name of an ELF file',
    text: `The name says ELF, which begins with 7F 45 4C 46, but inside is ${NAMED_ELF[what]}.`,
    advice:
      'Take the ELF file that the linker made; if you do want this image, let its name end in .bin first.',
  }),
} satisfies Partial<WordsTable>;
