/** Wörter über einen Absturz: worüber der Prozessor stolperte, und wo. */
import type { ResolvedAddress } from '../../core/bootlog/resolve.ts';
import { capital } from '../bootlog.ts';
import type * as english from '../bootlog-crash.ts';
import { symbolWords } from '../bootlog-crash.ts';
import type { Translation } from '../language.ts';
import { formatAddress } from './format.ts';

/** EXCCAUSE numbers, as in the English module. */
const CAUSES: Readonly<Record<number, (address: string) => string>> = {
  0: () => 'ein Befehl, den es nicht gibt: Code wurde überschrieben, oder ein Funktionszeiger ist falsch',
  1: () => 'ein Systemaufruf, den niemand behandelt',
  2: address =>
    `bei ${address} war kein Code zu lesen: Ein Funktionszeiger ist falsch, oder der Flash ist aus`,
  3: address => `Lesen oder Schreiben bei ${address} in einer Breite, die dieser Speicher nicht erlaubt`,
  4: () => 'ein Interrupt, den niemand behandelt',
  5: () => 'eine Ausnahme der Registerfenster, die dieser Prozessor nicht hat',
  6: () => 'eine Division durch null',
  8: () => 'ein privilegierter Befehl',
  9: address => `ein nicht ausgerichteter Zugriff bei ${address}: Worte liegen auf Vielfachen von 4`,
  12: address => `kein Speicher antwortete auf das Lesen von Code bei ${address}`,
  13: address => `kein Speicher antwortete auf Lesen oder Schreiben bei ${address}`,
  14: address => `die Adresse ${address} von Code liegt an keinem Bus`,
  15: address => `die Adresse ${address} liegt an keinem Bus`,
  20: address => `Sprung nach ${address}, wo kein Code sein kann: Ein Funktionszeiger ist falsch`,
  28: address => `Lesen von Adresse ${address}`,
  29: address => `Schreiben an Adresse ${address}`,
};

/** Pointers to members of a structure at address 0 have such addresses. */
const NEAR_NULL = 0x400;
const DATA_CAUSES: ReadonlySet<number> = new Set([3, 9, 28, 29]);

const addressWords = (address: number): string => (address === 0 ? '0' : formatAddress(address));

const pointerHint = (cause: number, address: number): string => {
  if (!DATA_CAUSES.has(cause) && cause !== 20 && cause !== 2) return '';
  if (address === 0) return ': ein Nullzeiger';
  return address < NEAR_NULL ? `: ein Nullzeiger, bei Offset ${address}` : '';
};

export function causeWords(cause: number, address?: number): string {
  const words = CAUSES[cause];
  if (!words) return `Ausnahme ${cause}`;
  if (address === undefined) return words('einer unbekannten Adresse');
  const text = words(addressWords(address));
  // Some already say what is wrong with the pointer.
  return text.includes(': ') && cause !== 28 && cause !== 29 ? text : text + pointerHint(cause, address);
}

const SPEAKERS = { rom: 'das ROM', sdk: 'das SDK', arduino: 'der Arduino-Kern' } as const;
const BY_SPEAKERS = { rom: 'vom ROM', sdk: 'vom SDK', arduino: 'vom Arduino-Kern' } as const;
const OF_SPEAKERS = { rom: 'des ROM', sdk: 'des SDK', arduino: 'des Arduino-Kerns' } as const;

function whereWords(pc: number | undefined, where: ResolvedAddress | undefined): string {
  if (where) return `, in ${symbolWords(where)} (${formatAddress(where.address)})`;
  return pc === undefined ? '' : `, bei ${formatAddress(pc)}`;
}

export const bootlogCrash = {
  ...{ causeWords, symbolWords },
  crashSentence: (report, where) => {
    const { what, cause, registers, firstLine, text, by, repeated } = report;
    const again = repeated > 0 ? ` Der Bericht kam ${repeated + 1}-mal.` : '';
    const at = whereWords(registers.epc1, where);
    if (what === 'watchdog') {
      return {
        title: 'Das Programm kam nicht rechtzeitig zurück',
        text: `Der Software-Watchdog ${OF_SPEAKERS[by]} hat das Board zurückgesetzt: Eine Schleife läuft zu lange, ohne abzugeben.`,
        line: firstLine,
      };
    }
    if (what === 'panic' || cause === undefined) {
      return {
        title: 'Das Programm gab auf',
        text: `${text === undefined ? `${capital(SPEAKERS[by])} gab einen Absturzbericht aus` : text}${at}.${again}`,
        line: firstLine,
      };
    }
    return {
      title: `Absturz: ${causeWords(cause, registers.excvaddr)}`,
      text: `Ausnahme ${cause}, gemeldet ${BY_SPEAKERS[by]}${at}.${again}`,
      line: firstLine,
    };
  },
} satisfies Translation<typeof english>;
