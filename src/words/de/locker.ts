/** Die Wörter der Seite des Spinds. */
import { MAX_FILE_SIZE } from '../../core/locker/entry.ts';
import type { Translation } from '../language.ts';
import type * as english from '../locker.ts';
import { searchText } from '../locker.ts';
import { formatCount, formatSize, listOf, plural } from './format.ts';

const GB = 1024 * 1024 * 1024;

const entries = (count: number): string => plural(count, 'Eintrag', 'Einträge');
const formatRoom = (bytes: number): string =>
  bytes < GB ? formatSize(bytes) : `${formatCount(Math.round(bytes / GB))} GB`;

export const locker = {
  GROUPS: {
    build: { title: 'Builds' },
    image: { title: 'Gespeicherte Images' },
    backup: { title: 'Kopien von Boards' },
    log: { title: 'Serielle Protokolle' },
    board: { title: 'Virtuelle Boards' },
  },
  LOCKER: {
    title: 'Spind',
    about:
      'Was du hereingezogen, gespeichert und ausgelesen hast, aufbewahrt in diesem Browser auf diesem Computer. Nichts davon verlässt ihn, wenn du es nicht speicherst.',
    empty:
      'Hier ist noch nichts. Zieh Dateien auf die Seite, speichere Images oder lies ein Board aus: Sie kommen von selbst hierher.',
    denied:
      'Dieser Browser lässt die Seite nichts aufbewahren. Das kommt in manchen privaten Fenstern vor, wenn Speicher für diese Seite gesperrt ist, oder durch eine Richtlinie deiner Schule oder Firma. Erlaube Speicher für diese Seite, oder öffne sie in einem gewöhnlichen Fenster.',
    insecure:
      'Diese Seite kam über eine unsichere Adresse, wo Browser kein SHA-256 berechnen: Neues wird nicht aufbewahrt. Öffne sie über https oder von localhost.',
    search: 'Suchen',
    searchAbout: 'Name, Notiz, Board',
    show: 'Zeigen',
    everything: 'Alles',
    pinnedOnly: 'Nur Angeheftetes',
    noMatch: 'Nichts passt. Ändere die Suche, oder zeig alles.',
    found: (count, all) =>
      count === all ? entries(all) : `${count} von ${plural(all, 'Eintrag', 'Einträgen')}`,
    groupSize: (count, bytes) => `${entries(count)}, ${formatSize(bytes)}`,
    dismiss: 'Schließen',
  },
  ENTRY: {
    open: 'Öffnen',
    openNamed: name => `Öffnen: ${name}`,
    openBoard: 'Starten',
    openBoardNamed: name => `Starten als virtuelles Board: ${name}`,
    show: 'Zeigen',
    showNamed: name => `Zeigen: ${name}`,
    hide: 'Ausblenden',
    hideNamed: name => `Ausblenden: ${name}`,
    save: 'Speichern',
    saveNamed: name => `Speichern: ${name}`,
    pin: 'Anheften',
    pinNamed: name => `Anheften: ${name}`,
    pinned: 'Angeheftet',
    edit: 'Name und Notiz',
    editNamed: name => `Name und Notiz von ${name}`,
    remove: 'Entfernen',
    removeNamed: name => `Entfernen: ${name}`,
    name: 'Name',
    note: 'Notiz',
    keep: 'Behalten',
    cancel: 'Abbrechen',
    at: offset => `bei ${offset}`,
    from: name => `aus ${name}`,
    board: mac => `Board ${mac}`,
    logCut: (shown, all) =>
      `Die letzten ${formatSize(shown)} von ${formatSize(all)}; speichere das Protokoll, um alles zu sehen.`,
    logOf: name => `Inhalt von ${name}`,
  },
  STORAGE: {
    title: 'Speicher',
    used: (used, limit) => `${formatSize(used)} von ${formatSize(limit)} belegt`,
    part: (title, bytes) => `${title}: ${formatSize(bytes)}`,
    pinned: count => `${plural(count, 'Eintrag ist', 'Einträge sind')} angeheftet.`,
    rule: `Wenn er voll ist, machen die ältesten Einträge Platz für neue, soweit sie nicht angeheftet sind. Dateien über ${formatSize(MAX_FILE_SIZE)} werden nicht aufbewahrt.`,
    browser: (usage, quota) =>
      `Dieser Browser zählt ${formatSize(usage)} für diese Seite und gibt ihr ${formatRoom(quota)}.`,
    private: 'In einem privaten Fenster ist alles weg, wenn du das Fenster schließt.',
    persist: 'Den Browser bitten, es zu behalten',
    persisted: 'Der Browser hat versprochen, es nicht von selbst zu löschen.',
    notPersisted: 'Der Browser darf es von selbst löschen, wenn die Platte voll ist.',
    refused:
      'Der Browser hat es nicht versprochen. Manche tun das nur für Seiten, die installiert sind oder oft benutzt werden; um sicher zu sein, exportiere den Spind als Datei.',
    pruned: names =>
      `Um Platz zu machen, ${names.length === 1 ? 'ging der älteste Eintrag' : 'gingen die ältesten Einträge'}: ${listOf(names)}.`,
  },
  TRANSFER: {
    title: 'Als eine Datei',
    about:
      'Exportiere den Spind, um ihn mitzunehmen: auf einen anderen Computer, oder von dieser Seite im Netz zu deiner eigenen auf localhost und zurück. Browser haben für jede Adresse einen eigenen Spind.',
    export: 'Spind exportieren',
    import: 'Spind importieren …',
    choose: 'Ein Spind, der exportiert wurde',
    exported: 'Der Spind liegt in den Downloads deines Browsers.',
    lost: names => `Weggelassen, weil der Browser den Inhalt aufgegeben hat: ${listOf(names)}.`,
    reading: 'Die Datei wird gelesen …',
    question: name => `${name} importieren?`,
    outlook: ({ added, changed, same, bytes }) => {
      const parts = [
        ...(added > 0 ? [`${plural(added, 'neuen Eintrag', 'neue Einträge')} (${formatSize(bytes)})`] : []),
        ...(changed > 0 ? [`neuere Namen und Notizen für ${entries(changed)}`] : []),
        ...(same > 0 ? [`${entries(same)}, ${same === 1 ? 'den' : 'die'} du schon hast`] : []),
      ];
      return parts.length === 0 ? 'Die Datei enthält keine Einträge.' : `Die Datei enthält ${listOf(parts)}.`;
    },
    safe: 'Alles in deinem Spind bleibt; wo beide eine Notiz haben, gilt die neuere.',
    accept: 'Importieren',
    decline: 'Nicht importieren',
    checking: 'Der Inhalt wird geprüft',
    percent: (done, total) => `${total === 0 ? 100 : Math.floor((100 * done) / total)} Prozent geprüft`,
    stop: 'Anhalten',
    stopped: 'Angehalten. Es wurde nichts importiert.',
    done: ({ added, changed }) =>
      added + changed === 0
        ? 'Alles war schon hier.'
        : `Importiert: ${plural(added, 'neuer Eintrag', 'neue Einträge')}, ${plural(changed, 'neuere Notiz', 'neuere Notizen')}.`,
  },
  DELETE_ALL: {
    button: 'Alles löschen …',
    question: (count, bytes) =>
      `${entries(count)} löschen, ${formatSize(bytes)}? Auch angeheftete. Nichts bringt sie zurück.`,
    yes: 'Alles löschen',
    no: 'Alles behalten',
  },
  COMPARE: {
    title: 'Zwei Builds vergleichen',
    about: 'Was gewachsen ist, nach Speicher, Abschnitt und Funktion.',
    tooFew: 'Braucht zwei Builds mit ELF-Dateien: Zieh noch einen Build auf die Seite.',
    older: 'Älterer Build',
    newer: 'Neuerer Build',
    choose: 'Wähle einen Build',
    onPage: 'Jetzt auf der Seite',
    option: (name, moment) => `${name}, ${moment}`,
    which: 'Programm',
    pair: (older, newer, what) =>
      `${what ? `${what}: ` : ''}${older === newer ? older : `${older} → ${newer}`}`,
    noPair: 'Diese Builds haben kein Programm gemeinsam: Ihre Slots und Dateinamen unterscheiden sich.',
    working: 'Wird verglichen …',
    failed: reason => `Diese Builds lassen sich nicht vergleichen (${reason}).`,
  },
  searchText,
} satisfies Translation<typeof english>;
