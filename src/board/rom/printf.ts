/**
 * The ROM's printf: the formats that the ROM itself and the boot loaders use (boot.md, section 2), and their plain
 * relatives. On the wire every LF becomes CR LF and a literal CR is dropped.
 */

/** Where the arguments come from. */
export interface PrintfArguments {
  /** The next argument, unsigned. */
  next(): number;
  /** The zero-terminated text at an address of the CPU. */
  text(address: number): string;
}

const CONVERSION = /%(-?)(0?)(\d*)(l?)([sdixXucp%])/g;

/** The text as the program meant it, with plain line feeds. An unknown conversion stays as it is written. */
export const formatPrintf = (format: string, args: PrintfArguments): string =>
  format.replace(CONVERSION, (_, left: string, zero: string, width: string, _long, kind: string) => {
    const text = convert(kind, args);
    const fill = zero === '0' && left === '' ? '0' : ' ';
    return left ? text.padEnd(Number(width)) : pad(text, Number(width), fill);
  });

const convert = (kind: string, args: PrintfArguments): string => {
  switch (kind) {
    case '%':
      return '%';
    case 's':
      return args.text(args.next());
    case 'c':
      return String.fromCharCode(args.next() & 0xff);
    case 'd':
    case 'i':
      return String(args.next() | 0);
    case 'u':
      return String(args.next() >>> 0);
    case 'X':
      return (args.next() >>> 0).toString(16).toUpperCase();
    default: // x and p
      return (args.next() >>> 0).toString(16);
  }
};

/** Zeros go between sign and digits. */
const pad = (text: string, width: number, fill: string): string =>
  fill === '0' && text.startsWith('-')
    ? `-${text.slice(1).padStart(width - 1, '0')}`
    : text.padStart(width, fill);

/** The bytes that the ROM sends for a text. */
export const wireBytes = (text: string): Uint8Array =>
  Uint8Array.from(text.replaceAll('\r', '').replaceAll('\n', '\r\n'), c => c.charCodeAt(0) & 0xff);

/** Formats with arguments that are at hand: what the ROM prints on its own. */
export const romText = (format: string, ...values: readonly (number | string)[]): string => {
  let at = 0;
  return formatPrintf(format, {
    // A text travels as the index of its argument: there is no memory to point into.
    next: () => {
      const value = values[at++];
      return typeof value === 'number' ? value : at - 1;
    },
    text: index => String(values[index]),
  });
};
