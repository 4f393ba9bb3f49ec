/** Words about lockers that were saved as one file, and about comparing what is in them. */
import type { WordsTable } from './findings-table.ts';
import { plural } from './format.ts';

export const LOCKER_WORDS = {
  'difference-needs-elf': () => ({
    title: 'Only ELF files can be compared',
    text: 'The file is no ELF file: images and whole flashes do not say which function takes how much.',
    advice: 'Take the ELF files that the linker made, of the older and of the newer build.',
  }),
  'locker-foreign': () => ({
    title: 'Not a saved locker',
    text: 'The file does not begin as lockers do that Twinslot saved.',
    advice: 'Choose a file that ends in .twinlocker. Nothing was changed.',
  }),
  'locker-damaged': () => ({
    title: 'Saved locker that cannot be read',
    text: 'The list at the start of the file is cut off or damaged, so nobody can tell what is in it.',
    advice: 'Copy the file again, or save the locker once more where it came from. Nothing was changed.',
  }),
  'locker-newer': ({ found, known }) => ({
    title: 'Locker of a newer Twinslot',
    text: `The file has version ${found} of the format; this page reads version ${known}.`,
    advice: 'Reload this page to get the newest Twinslot, then import the file again. Nothing was changed.',
  }),
  'locker-entries-damaged': ({ damaged, whole }) => ({
    title: `${plural(damaged, 'entry', 'entries')} of the file cannot be used`,
    text: `The contents of ${plural(damaged, 'entry is', 'entries are')} cut off or damaged; ${plural(whole, 'entry is', 'entries are')} whole.`,
    advice: 'Copy the file again to get them too. What is in your locker already stays as it is.',
  }),
} satisfies Partial<WordsTable>;
