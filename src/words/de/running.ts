/** Wörter des Schritts „Läuft“: welcher Slot läuft, was ein Update senden würde, wie es geht und was daraus wurde. */
import { flashMap } from '../../core/esp8266/flash-map.ts';
import type { UpdateReport, UpdateStage } from '../../core/ota/update.ts';
import type { Translation } from '../language.ts';
import type * as english from '../running.ts';
import { lineOf, UPDATE_STEPS } from '../running.ts';
import { bootSentence, loaderWords, resetCauseWords } from './bootlog.ts';
import { wordsFor } from './findings.ts';
import { formatBytes, formatCount, formatSize, plural } from './format.ts';
import { layoutName } from './settings.ts';

const STAGES: Readonly<Record<UpdateStage, string>> = {
  waiting: 'Sagt dem Gerät, dass es anfangen soll',
  asked: 'Das Gerät fragt nach der Länge',
  erasing: 'Das Gerät löscht seinen anderen Slot',
  sending: 'Das Gerät holt das Image',
  checking: 'Das Gerät prüft, was es geschrieben hat',
  restarting: 'Das Gerät startet neu',
  done: 'Fertig',
  stayed: 'Das Gerät blieb auf seinem Slot',
  failed: 'Das Update fand nicht statt',
  unproven: 'Gesendet, nicht bewiesen',
};

const OTHERS = {
  asks: 'fragt nach seinem Image',
  erases: 'löscht seinen Slot',
  'has-all': 'hat alles',
  stopped: 'brach ab',
  refused: 'wurde abgewiesen',
} as const;

const STEP_NAMES: Readonly<Record<(typeof UPDATE_STEPS)[number], string>> = {
  waiting: 'Auslösen',
  asked: 'Länge',
  erasing: 'Löschen',
  sending: 'Holen',
  checking: 'Prüfen',
  restarting: 'Neustart',
};

export const running = {
  RUNNING: {
    nobody:
      'Noch hört niemand einem Board zu. Verbinde oben eines, oder nimm ein virtuelles: Dann zeigt dieser Schritt, welcher Slot läuft, und aktualisiert ihn über Funk.',
    notListening:
      'Das Board ist zum Schreiben verbunden. Lass sein Programm laufen, und diese Seite hört zu, was es sagt.',
    listen: 'Sein Programm starten und zuhören',
    proof: line => `Zeile ${formatCount(line)} des Logs beweist es`,
    evidence: line => `Zeile ${formatCount(line)} des Logs zeigen`,
    build: build => `Build ${build} auf seiner Seite`,
    slots: 'Die Slots',
    runs: 'läuft',
    lastKnown: 'soweit bekannt',
    nothingForSlot: 'Für diesen Slot ist kein Image auf der Seite.',
    image: (name, length, build) =>
      `${name} · ${formatSize(length)}${build === undefined ? '' : ` · Build ${build}`}`,
    ready: 'Bereit zum Senden',
    needsRelay: 'Konvertiert; zum Senden fehlt das Relay.',
    crashed: 'abgestürzt',
    waitsForTurn: other => `Wartet, bis ${other} läuft.`,
    update: 'Über Funk aktualisieren',
    updateSame: 'Trotzdem über Funk aktualisieren',
    stopFollowing: 'Nicht weiter verfolgen',
    dismiss: 'Diesen Bericht schließen',
    address: 'Adresse des Geräts',
    addressAbout: '192.168.123.1 ist die Adresse, die der eigene Access Point des SDK dem Gerät gibt.',
    readBuild: 'Seine Seite lesen',
    others: 'Andere Geräte, die bedient werden',
    progress: 'Update über Funk',
    crash: 'Absturz',
    crashBy: file => `Namen aus ${file}.`,
    noneAtAddresses: file => `An diesen Adressen hat ${file} keine Funktionen.`,
    noSymbols: 'Füge die ELF-Datei dieses Slots hinzu, um die Namen der Funktionen zu sehen.',
    calls: 'Der Weg dorthin, das Innerste zuerst',
    registers: 'Register',
    log: 'Boot-Log und Ausgabe',
  },
  runningSummary: (state, boot) => {
    const facts = [
      ...(boot?.reset ? [resetCauseWords(boot.reset.cause)] : []),
      ...(boot?.map?.name ? [layoutName(flashMap(boot.map.name).layout)] : []),
      ...(boot?.loader ? [loaderWords(boot.loader)] : []),
    ];
    return { ...bootSentence(state), facts };
  },
  withoutCable: slot =>
    slot === undefined
      ? {
          title: 'Noch nicht bekannt, welcher Slot läuft',
          text: 'Kein Kabel ist verbunden. Das Gerät fragt nach dem Image des Slots, den es nicht ausführt: Starte das Update, und es sagt ihn.',
          facts: [],
        }
      : {
          title: `${slot} läuft, wie das Gerät gesagt hat`,
          text: 'Kein Kabel ist verbunden: Das geht nach dem Image, das es zuletzt verlangt hat, und der Build nach seiner Seite.',
          facts: [],
        },
  RELAY_STEP: {
    page: 'Die Seite selbst bedient das virtuelle Board: Nichts muss gestartet werden.',
    ready: port => `Das Relay auf diesem Rechner bedient Geräte auf Port ${port}.`,
    at: addresses => `Geräte finden es unter ${addresses}.`,
    title: 'Relay für echte Geräte',
    about:
      'Ein Gerät holt sein Image von einem Rechner in seinem Netz, und eine Seite kann nicht in ein Netz hören. Ein kleines Programm auf diesem Rechner tut es:',
    command: 'npx twinslot',
    commandAbout: 'Es öffnet diese Seite von deinem eigenen Rechner und gibt eine Adresse aus; öffne diese.',
    download: 'Als eine Datei herunterladen',
    downloadAbout: 'Für Node 20 oder neuer: node twinslot-relay.mjs',
    key: 'Adresse, die es ausgab',
    keyBad:
      'Das ist keine Adresse, die das Relay ausgibt: Sie endet auf #relay= mit einem Port und einem Token.',
    connect: 'Mit dem Relay verbinden',
    permission:
      'Der Browser wird fragen, ob diese Seite Geräte in deinem lokalen Netz erreichen darf: Das Relay ist auf diesem Rechner, und nur dort. Ohne diese Erlaubnis öffne stattdessen die Adresse, die das Relay ausgibt.',
    permissionDenied:
      'Dem Browser wurde gesagt, dass diese Seite das Relay auf diesem Rechner nicht erreichen darf. Erlaube „Zugriff auf das lokale Netzwerk“ (oder „Apps auf diesem Gerät“) in seinen Einstellungen für diese Seite, oder öffne die Adresse, die das Relay ausgibt: Jene Seite braucht keine Erlaubnis.',
    storage:
      'Eine Seite von deinem eigenen Rechner (localhost) behält Builds und Einstellungen getrennt von dieser Adresse. Nimm sie mit: Exportieren und Importieren geht im',
    locker: 'Spind',
    stay: 'Die Images beim Relay lassen, wenn diese Seite geschlossen wird',
    connecting: 'Sucht das Relay auf diesem Rechner …',
    takeOver: 'Übernehmen',
  },
  RELAY_LOSSES: {
    'not-there':
      'Auf diesem Rechner antwortet kein Relay. Starte es mit npx twinslot; diese Seite findet es von selbst.',
    token: 'Das Relay wurde seither neu gestartet: Öffne die Adresse, die es jetzt ausgibt.',
    busy: 'Ein anderer Tab oder ein anderes Fenster hat das Relay.',
    replaced: 'Ein anderer Tab oder ein anderes Fenster hat das Relay übernommen.',
    version:
      'Das Relay hat eine andere Version als diese Seite. Aktualisiere es, oder öffne die Seite, die es ausliefert.',
  },
  UPDATE_STEPS,
  lineOf,
  otherDevice: ({ device, state, slot, sent, length }) => {
    const share = length > 0 ? `${Math.floor((100 * sent) / length)} %` : '';
    const what = state === 'fetches' ? share : OTHERS[state];
    return `${device}: ${slot === undefined ? '' : `${slot}, `}${what}`;
  },
  stepName: step => STEP_NAMES[step],
  stageSentence: ({ stage, sent, length, rate }) => {
    const name = STAGES[stage];
    if (stage === 'erasing' && length !== undefined)
      return `${name}: ${plural(Math.ceil(length / 4096), 'Sektor', 'Sektoren')} für ${formatBytes(length)}`;
    if (stage !== 'sending' || length === undefined) return name;
    const speed = rate === undefined ? '' : `, ${formatCount(Math.round(rate))} Bytes/s`;
    return `${name}: ${formatCount(sent)} von ${formatBytes(length)}${speed}`;
  },
  resultSentence: (report: UpdateReport, build) => {
    const { stage, slot, proof, why } = report;
    const words = why && wordsFor(why);
    const line = lineOf(report);
    const withLine = line === undefined ? {} : { line };
    if (stage === 'done' && slot) {
      const number = proof?.by === 'page' ? proof.build : build;
      const text =
        proof?.by === 'page'
          ? `Seine Seite auf Port 80 sagt Build ${proof.build}.`
          : 'Sein Boot-Text sagt es, und seither hat es nicht neu gestartet.';
      return { title: `${slot} läuft${number === undefined ? '' : `, Build ${number}`}`, text, ...withLine };
    }
    const stayed =
      stage === 'stayed' && slot ? `Das Gerät blieb auf ${slot === 'user1' ? 'user2' : 'user1'}: ` : '';
    return {
      title: stayed + (words?.title ?? STAGES[stage]),
      text: [words?.text, words?.advice].filter(Boolean).join(' '),
      ...withLine,
    };
  },
} satisfies Translation<typeof english>;
