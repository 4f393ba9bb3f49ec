import { listOf, plural } from './format.ts';

/** What the page has to say about itself rather than about a file, and how it says it. */
export type Notice =
  | { readonly kind: 'too-many-files'; readonly count: number; readonly limit: number }
  | { readonly kind: 'folders'; readonly names: readonly string[] }
  | { readonly kind: 'nothing-dropped' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'saved'; readonly names: readonly string[]; readonly folder?: string }
  | { readonly kind: 'not-saved'; readonly reason: string }
  | { readonly kind: 'copied'; readonly what: string }
  | { readonly kind: 'not-copied' }
  | { readonly kind: 'build-gone'; readonly reason: string }
  | { readonly kind: 'part-missing' }
  | { readonly kind: 'example-missing'; readonly reason: string }
  | { readonly kind: 'language-waits' }
  | { readonly kind: 'language-not-kept' }
  /** A finding that belongs to no file on the page, in the words of the catalogue. */
  | { readonly kind: 'problem'; readonly title: string; readonly text: string }
  | { readonly kind: 'fault'; readonly message: string };

export type NoticeTone = 'ok' | 'note' | 'error';

export interface NoticeWords {
  readonly tone: NoticeTone;
  readonly title: string;
  readonly text: string;
}

type Words = {
  readonly [Kind in Notice['kind']]: (notice: Extract<Notice, { kind: Kind }>) => NoticeWords;
};

const WORDS: Words = {
  'too-many-files': ({ count, limit }) => ({
    tone: 'error',
    title: `${plural(count, 'file')} are too many`,
    text: `Twinslot looks at up to ${limit} files at a time. Choose the ELF files of one build, and the boot loader if you have one.`,
  }),
  folders: ({ names }) => ({
    tone: 'error',
    title: names.length === 1 ? `${names[0]} is a folder` : `${plural(names.length, 'folder')} were dropped`,
    text: 'Open the folder and drop the ELF files that are in it.',
  }),
  'nothing-dropped': () => ({
    tone: 'error',
    title: 'No file arrived',
    text: 'What you dropped, pasted or shared holds no file that can be read. Drop ELF files from your file manager, or open them with the button.',
  }),
  stopped: () => ({
    tone: 'note',
    title: 'Stopped',
    text: 'Everything is as it was before. Drop the files again to go on.',
  }),
  saved: ({ names, folder }) => ({
    tone: 'ok',
    title: `Saved ${listOf(names)}`,
    text: folder ? `In the folder ${folder}.` : 'In the downloads of your browser.',
  }),
  'not-saved': ({ reason }) => ({
    tone: 'error',
    title: 'Nothing was saved',
    text: `The folder refused the files (${reason}). Pick another folder, or save the files one by one.`,
  }),
  copied: ({ what }) => ({ tone: 'ok', title: `Copied ${what}`, text: '' }),
  'not-copied': () => ({
    tone: 'error',
    title: 'Nothing was copied',
    text: 'The browser does not let this page use the clipboard. Select the text and copy it yourself.',
  }),
  'build-gone': ({ reason }) => ({
    tone: 'error',
    title: 'This build cannot be opened any more',
    text: `The browser gave up its copy (${reason}). Drop the files again.`,
  }),
  'part-missing': () => ({
    tone: 'error',
    title: 'A part of this page did not load',
    text: 'Look at your network, then reload the page.',
  }),
  'example-missing': ({ reason }) => ({
    tone: 'error',
    title: 'The example did not load',
    text: `It is fetched once from where this page came from (${reason}). Look at your network, then try again.`,
  }),
  'language-waits': () => ({
    tone: 'note',
    title: 'The language stays for now',
    text: 'Another language loads the page again, which would part it from its board. Put the board away first; save the flash of a virtual one if you need it.',
  }),
  'language-not-kept': () => ({
    tone: 'error',
    title: 'The language could not be changed',
    text: 'This browser does not let the page keep anything, so your files would be lost. The page speaks the first language that is set in the browser.',
  }),
  problem: ({ title, text }) => ({ tone: 'error', title, text }),
  fault: ({ message }) => ({
    tone: 'error',
    title: 'Twinslot made a mistake',
    text: `Your files are unchanged. Reload the page and try again; if it comes back, report it with these words: ${message}`,
  }),
};

/** Words for a notice; the compiler sees to it that every kind has some. */
export function noticeWords(notice: Notice): NoticeWords {
  const words = WORDS[notice.kind] as (n: Notice) => NoticeWords;
  return words(notice);
}
