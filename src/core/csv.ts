/**
 * Tables for spreadsheet programs: RFC 4180, and nothing in it that such a program takes for a formula. What is typed
 * into a page may end in somebody else's spreadsheet.
 */

export type CsvCell = string | number | undefined;

/** Begins a formula in one program or another, behind white space too. */
const FORMULA = /^\s*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** With the mark by which such programs know UTF-8. */
export const csvOf = (rows: readonly (readonly CsvCell[])[]): string =>
  `\ufeff${rows.map(row => `${row.map(cell).join(',')}\r\n`).join('')}`;

function cell(value: CsvCell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
