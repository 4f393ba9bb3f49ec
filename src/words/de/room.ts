/** Wörter des Raums: viele Geräte, über Funk von einem Computer aktualisiert. */
import type { RoomDevice } from '../../core/room/room.ts';
import type { Translation } from '../language.ts';
import type * as english from '../room.ts';
import { wordsFor } from './findings.ts';
import { formatSize, plural } from './format.ts';
import { running } from './running.ts';

const isEnded = (stage: string): boolean => ['done', 'stayed', 'failed', 'unproven'].includes(stage);

const buildName: typeof english.buildName = ({ name, build }) =>
  build === undefined ? name : `Build ${build}: ${name}`;

function deviceState({ update, queue, unreachable, build }: RoomDevice): string {
  const { resultSentence, stageSentence } = running;
  if (queue === 'waiting') return 'wartet, bis es an der Reihe ist';
  if (queue === 'asking') return 'seine Seite wird gelesen';
  if (update) return isEnded(update.stage) ? resultSentence(update, build).title : stageSentence(update);
  if (unreachable) return wordsFor(unreachable).title;
  return build === undefined ? '' : 'noch nicht aktualisiert';
}

function deviceAdvice({ update, unreachable }: RoomDevice): string {
  const why = update?.stage === 'done' ? undefined : (update?.why ?? unreachable);
  if (!why) return '';
  const { text, advice } = wordsFor(why);
  return `${text} ${advice}`;
}

function buildsText({ update, build }: RoomDevice): string {
  const known = [update?.target.buildBefore, build].filter(each => each !== undefined);
  return [...new Set(known)].join(' → ');
}

export const room = {
  ROOM: {
    title: 'Raum: viele Geräte über Funk',
    about:
      'Ein Computer mit dem Relay aktualisiert alle Geräte in seinem WLAN: jedes bekommt den Build, den ihm diese Tabelle gibt, dreißig und mehr zugleich.',
    needs: 'Was die Geräte brauchen',
    needsJoined:
      'Ihr Programm muss dem WLAN des Raums beigetreten sein und ein Update beginnen, wenn sich jemand mit seinem Port 88 verbindet, oder von selbst. Es holt dann von Port 8888 dieses Computers. Das Programm in src/sdk-app zeigt, was dafür nötig ist.',
    needsAccessPoint:
      'Geräte, die ein eigenes WLAN öffnen, heißen alle 192.168.123.1: dieser Computer kann nur einem davon beitreten. Aktualisiere sie nacheinander in Schritt 5 oder über ein Kabel.',
    needsNode:
      'Nur dieser eine Computer braucht Node. Wer keines hat, schreibt Boards über das Kabel oder arbeitet mit dem virtuellen Board.',
    relay: 'Das Relay',
    noKey: 'Der Raum arbeitet über das Relay auf diesem Computer.',
    open: 'Raum öffnen',
    close: 'Raum schließen',
    closeAsk:
      'Geräte werden gerade aktualisiert. Was sie holen, bricht ab, wenn der Raum geschlossen wird; was auf ihnen läuft, bleibt, wie es ist.',
    closeYes: 'Trotzdem schließen',
    closeNo: 'Offen lassen',
    takeOver: 'Übernehmen',
    connecting: 'Sucht das Relay auf diesem Computer …',
    ready: (port: number, addresses: string) =>
      `Offen: Geräte holen von Port ${port} dieses Computers${addresses ? `, der hier ${addresses} heißt` : ''}.`,
    builds: 'Builds dieses Raums',
    noBuilds: 'Noch gibt es keinen Build.',
    addBuild: 'Den Build aus Schritt 1 hinzufügen',
    addBuildNone: 'Schritt 1 hat keine Images, die über Funk gehen können.',
    addBuildAbout:
      'Für mehrere Builds: füge einen hinzu, öffne in Schritt 1 andere Dateien, komm zurück und füge auch den hinzu.',
    toFirmware: 'Zu Schritt 1',
    full: 'Mehr Builds passen nicht; nimm erst einen weg.',
    remove: 'Wegnehmen',
    others: 'Geräte ohne eigene Wahl bekommen',
    nothing: 'nichts',
    asOthers: (what: string) => `wie alle anderen (${what})`,
    devices: 'Geräte',
    table: 'Tabelle der Geräte',
    noDevices: 'Noch kein Gerät. Eines erscheint, sobald es ein Image verlangt; oder gib seine Adresse ein.',
    address: 'Adresse eines Geräts',
    addressBad: 'Eine Adresse sieht aus wie 192.168.1.23.',
    add: 'Gerät hinzufügen',
    updateAll: 'Alle aktualisieren',
    stopQueue: 'Keine weiteren Geräte rufen',
    update: 'Aktualisieren',
    look: 'Seine Seite lesen',
    save: 'Als CSV speichern',
    fileName: 'twinslot-raum.csv',
    kept: 'Namen und Adressen bleiben in dieser Seite und sind weg, wenn sie geschlossen wird.',
    device: 'Gerät',
    beforeNow: 'Build vorher und jetzt',
    name: 'Name',
    choice: 'Build, den es bekommt',
    slot: 'Verlangter Slot',
    progress: 'Fortschritt',
    result: 'Ergebnis',
    nameOf: (address: string) => `Name von ${address}`,
    choiceOf: (address: string) => `Build für ${address}`,
    accessPoint: 'öffnet ein eigenes WLAN: eines nach dem anderen',
    columns: [
      'Adresse',
      'Name',
      'Build',
      'Slot',
      'Build vorher',
      'Build jetzt',
      'Ergebnis',
      'Bytes',
      'Grund',
    ],
  },
  buildName,
  buildLine: (build, slots) => `${buildName(build)} (${slots.join(', ')})`,
  deviceState,
  deviceAdvice,
  buildsText,
  bytesText: ({ update }) => {
    if (!update?.length || update.sent === 0) return '';
    const rate = update.rate && !isEnded(update.stage) ? ` · ${formatSize(Math.round(update.rate))}/s` : '';
    return `${formatSize(update.sent)} von ${formatSize(update.length)}${rate}`;
  },
  roomSentence: devices => {
    const of = (is: (device: RoomDevice) => boolean): number => devices.filter(is).length;
    const done = of(({ update }) => update?.stage === 'done');
    const ended = of(
      ({ update }) => update !== undefined && isEnded(update.stage) && update.stage !== 'done',
    );
    const busy = of(
      ({ update, queue }) => queue !== undefined || (update !== undefined && !isEnded(update.stage)),
    );
    return [
      plural(devices.length, 'Gerät', 'Geräte'),
      ...(busy > 0 ? [`${busy} in Arbeit`] : []),
      ...(done > 0 ? [`${done} aktualisiert`] : []),
      ...(ended > 0 ? [`${ended} nicht aktualisiert`] : []),
    ].join(', ');
  },
  deviceCells: (device, build) => {
    const { address, name, update } = device;
    return [
      ...[address, name, build, update?.slot ?? '', update?.target.buildBefore ?? '', device.build ?? ''],
      ...[deviceState(device), update?.sent ?? '', deviceAdvice(device)],
    ];
  },
} satisfies Translation<typeof english>;
