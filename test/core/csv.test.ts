import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../src/core/csv.ts';

const line = (...cells: (string | number | undefined)[]): string => csvOf([cells]).slice(1, -2);

/** Reads RFC 4180, as a spreadsheet program does. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; ) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        cell += text[at] ?? '';
      }
      at++;
    } else for (; at < text.length && !',\r'.includes(text[at] ?? ''); at++) cell += text[at];
    row.push(cell);
    if (text[at] === ',') at++;
    else {
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('a table for spreadsheet programs', () => {
  it('quotes what would break it, and leaves the rest alone', () => {
    expect(line('a', 'b,c', 'd"e', 'two\nlines', ' x', '', undefined, 12.5, -3)).toBe(
      'a,"b,c","d""e","two\nlines"," x",,,12.5,-3',
    );
  });

  it.each(['=1+2', '+49', '-x', '@a', '\tx', ' =HYPERLINK("http://x")', '＝1'])('defuses %j', text => {
    expect(read(line(text).concat('\r\n'))[0]?.[0]).toBe(`'${text}`);
  });

  it('says that it is UTF-8, and ends every line as the standard wants it', () => {
    expect(csvOf([['ä'], ['ö']])).toBe('\ufeffä\r\nö\r\n');
  });

  it('gives every text back, behind the mark that defuses it', () => {
    const cells = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1 }), rows => {
        const back = read(csvOf(rows).slice(1));
        const plain = back.map(row => row.map(cell => cell.replace(/^'(?=\s*[=+\-@\t\r＋－＝＠])/, '')));
        expect(plain).toEqual(rows);
      }),
    );
  });
});
