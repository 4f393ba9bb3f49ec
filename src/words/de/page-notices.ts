/** Was die Seite über sich selbst zu sagen hat. */
import type { Translation } from '../language.ts';
import type * as english from '../page-notices.ts';
import type { Notice, NoticeWords } from '../page-notices.ts';
import { listOf, plural } from './format.ts';

type Words = {
  readonly [Kind in Notice['kind']]: (notice: Extract<Notice, { kind: Kind }>) => NoticeWords;
};

const WORDS: Words = {
  'too-many-files': ({ count, limit }) => ({
    tone: 'error',
    title: `${plural(count, 'Datei ist', 'Dateien sind')} zu viel`,
    text: `Twinslot sieht sich bis zu ${limit} Dateien auf einmal an. Wähle die ELF-Dateien eines Builds, und den Bootloader, wenn du einen hast.`,
  }),
  folders: ({ names }) => ({
    tone: 'error',
    title: names.length === 1 ? `${names[0]} ist ein Ordner` : `${plural(names.length, 'Ordner')} kamen an`,
    text: 'Öffne den Ordner, und leg die ELF-Dateien daraus hierher.',
  }),
  'nothing-dropped': () => ({
    tone: 'error',
    title: 'Es kam keine Datei an',
    text: 'Was du abgelegt, eingefügt oder geteilt hast, enthält keine lesbare Datei. Leg ELF-Dateien aus deinem Dateimanager hierher, oder öffne sie mit dem Knopf.',
  }),
  stopped: () => ({
    tone: 'note',
    title: 'Angehalten',
    text: 'Alles ist, wie es vorher war. Leg die Dateien noch einmal hierher, um weiterzumachen.',
  }),
  saved: ({ names, folder }) => ({
    tone: 'ok',
    title: `Gespeichert: ${listOf(names)}`,
    text: folder ? `Im Ordner ${folder}.` : 'In den Downloads deines Browsers.',
  }),
  'not-saved': ({ reason }) => ({
    tone: 'error',
    title: 'Nichts wurde gespeichert',
    text: `Der Ordner nahm die Dateien nicht an (${reason}). Wähle einen anderen Ordner, oder speichere die Dateien einzeln.`,
  }),
  copied: ({ what }) => ({ tone: 'ok', title: `Kopiert: ${what}`, text: '' }),
  'not-copied': () => ({
    tone: 'error',
    title: 'Nichts wurde kopiert',
    text: 'Der Browser lässt diese Seite nicht an die Zwischenablage. Markiere den Text, und kopiere ihn selbst.',
  }),
  'build-gone': ({ reason }) => ({
    tone: 'error',
    title: 'Dieser Build lässt sich nicht mehr öffnen',
    text: `Der Browser hat seine Kopie aufgegeben (${reason}). Leg die Dateien noch einmal hierher.`,
  }),
  'part-missing': () => ({
    tone: 'error',
    title: 'Ein Teil dieser Seite wurde nicht geladen',
    text: 'Prüfe dein Netz, und lade die Seite dann neu.',
  }),
  'example-missing': ({ reason }) => ({
    tone: 'error',
    title: 'Das Beispiel wurde nicht geladen',
    text: `Es wird einmal von dort geholt, woher diese Seite kam (${reason}). Prüfe dein Netz, und versuche es dann noch einmal.`,
  }),
  'language-waits': () => ({
    tone: 'note',
    title: 'Die Sprache bleibt vorerst',
    text: 'Eine andere Sprache lädt die Seite neu, und das würde sie von ihrem Board trennen. Leg das Board erst weg; speichere den Flash eines virtuellen, wenn du ihn brauchst.',
  }),
  'language-not-kept': () => ({
    tone: 'error',
    title: 'Die Sprache ließ sich nicht ändern',
    text: 'Dieser Browser lässt die Seite nichts behalten, also wären deine Dateien weg. Die Seite spricht die erste Sprache, die im Browser eingestellt ist.',
  }),
  problem: ({ title, text }) => ({ tone: 'error', title, text }),
  fault: ({ message }) => ({
    tone: 'error',
    title: 'Twinslot hat einen Fehler gemacht',
    text: `Deine Dateien sind unverändert. Lade die Seite neu, und versuche es noch einmal; kommt es wieder, melde es mit diesen Worten: ${message}`,
  }),
};

export const pageNotices = {
  noticeWords: notice => {
    const words = WORDS[notice.kind] as (n: Notice) => NoticeWords;
    return words(notice);
  },
} satisfies Translation<typeof english>;
