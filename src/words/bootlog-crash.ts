/** Words about a crash: what the processor stumbled over, and where. */
import type { ExceptionReport } from '../core/bootlog/exception.ts';
import type { ResolvedAddress } from '../core/bootlog/resolve.ts';
import { capital } from './bootlog.ts';
import type { Sentence } from './bootlog-notes.ts';
import { formatAddress } from './format.ts';

/** EXCCAUSE numbers. Source: Xtensa ISA reference, table 4-64; which of them occur: boot.md, section 7. */
const CAUSES: Readonly<Record<number, (address: string) => string>> = {
  0: () => 'an instruction that does not exist: code was overwritten, or a function pointer is wrong',
  1: () => 'a system call, which nothing handles',
  2: address => `no code could be read at ${address}: a function pointer is wrong, or the flash is off`,
  3: address => `read or write at ${address} in a width that this memory does not allow`,
  4: () => 'an interrupt that nothing handles',
  5: () => 'a register window exception, which this processor does not have',
  6: () => 'a division by zero',
  8: () => 'a privileged instruction',
  9: address => `an unaligned access at ${address}: words lie at multiples of 4`,
  12: address => `no memory answered to a read of code at ${address}`,
  13: address => `no memory answered to a read or write at ${address}`,
  14: address => `the address ${address} of code is on no bus`,
  15: address => `the address ${address} is on no bus`,
  20: address => `jump to ${address}, where no code can be: a function pointer is wrong`,
  28: address => `read from address ${address}`,
  29: address => `write to address ${address}`,
};

/** Pointers to members of a structure at address 0 have such addresses. */
const NEAR_NULL = 0x400;
const DATA_CAUSES: ReadonlySet<number> = new Set([3, 9, 28, 29]);

const addressWords = (address: number): string => (address === 0 ? '0' : formatAddress(address));

const pointerHint = (cause: number, address: number): string => {
  if (!DATA_CAUSES.has(cause) && cause !== 20 && cause !== 2) return '';
  if (address === 0) return ': a null pointer';
  return address < NEAR_NULL ? `: a null pointer, at offset ${address}` : '';
};

/** `read from address 0: a null pointer`. */
export function causeWords(cause: number, address?: number): string {
  const words = CAUSES[cause];
  if (!words) return `exception ${cause}`;
  if (address === undefined) return words('an unknown address');
  const text = words(addressWords(address));
  // Some already say what is wrong with the pointer.
  return text.includes(': ') && cause !== 28 && cause !== 29 ? text : text + pointerHint(cause, address);
}

const SPEAKERS = { rom: 'the ROM', sdk: 'the SDK', arduino: 'the Arduino core' } as const;

/** A crash in one sentence. */
export function crashSentence(report: ExceptionReport, where?: ResolvedAddress): Sentence {
  const { what, cause, registers, firstLine, text, by, repeated } = report;
  const again = repeated > 0 ? ` The report came ${repeated + 1} times.` : '';
  const at = whereWords(registers.epc1, where);
  if (what === 'watchdog') {
    return {
      title: 'The program did not come back in time',
      text: `The software watchdog of ${SPEAKERS[by]} reset the board: a loop runs for too long without yielding.`,
      line: firstLine,
    };
  }
  if (what === 'panic' || cause === undefined) {
    return {
      title: 'The program gave up',
      text: `${text === undefined ? `${capital(SPEAKERS[by])} printed a crash report` : text}${at}.${again}`,
      line: firstLine,
    };
  }
  return {
    title: `Crash: ${causeWords(cause, registers.excvaddr)}`,
    text: `Exception ${cause}, reported by ${SPEAKERS[by]}${at}.${again}`,
    line: firstLine,
  };
}

function whereWords(pc: number | undefined, where: ResolvedAddress | undefined): string {
  if (where) return `, in ${symbolWords(where)} (${formatAddress(where.address)})`;
  return pc === undefined ? '' : `, at ${formatAddress(pc)}`;
}

/** `app_main + 12`. */
export const symbolWords = ({ name, offset }: ResolvedAddress): string =>
  offset === 0 ? name : `${name} + ${offset}`;
