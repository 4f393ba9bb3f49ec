import { html, type TemplateResult } from 'lit';
import { formatHex } from '../../core/bytes/address.ts';
import { styleMap } from '../style-map.ts';
import { gapOf } from './layout.ts';

/** How a byte stands out. */
export type ByteLook = '' | 'marked' | 'selected' | 'cursor';

export interface HexRow {
  readonly index: number;
  readonly offset: number;
  /** undefined: not read yet. */
  readonly bytes: readonly (number | undefined)[];
  readonly looks: readonly ByteLook[];
  readonly columns: number;
  readonly offsetDigits: number;
  readonly top: string;
}

const hex = (byte: number | undefined): string =>
  byte === undefined ? '··' : byte.toString(16).toUpperCase().padStart(2, '0');

/** Printable ASCII as itself, everything else as a dot. */
const text = (byte: number | undefined): string =>
  byte !== undefined && byte >= 0x20 && byte < 0x7f
    ? String.fromCharCode(byte)
    : byte === undefined
      ? ' '
      : '.';

/** One row: offset, bytes, text. Spaces are part of the text, so that copied rows stay in columns. */
export function rowView(row: HexRow): TemplateResult {
  const { index, offset, bytes, columns, offsetDigits } = row;
  const gap = ' '.repeat(gapOf(columns));
  const missing = ' '.repeat(3 * (columns - bytes.length));
  return html`<div
    role="row"
    id="row-${index}"
    class=${index % 2 === 1 ? 'row odd' : 'row'}
    aria-rowindex=${index + 1}
    style=${styleMap({ top: row.top })}
  ><span role="rowheader" class="offset">${formatHex(offset, offsetDigits)}</span>${gap}<span role="gridcell" class="hex">${runs(row, hex, ' ')}</span>${missing}${gap}<span role="gridcell" class="text">${runs(row, text, '')}</span></div>`;
}

/** Neighbours that look the same share an element. */
function runs(row: HexRow, show: (byte: number | undefined) => string, between: string): TemplateResult[] {
  const parts: TemplateResult[] = [];
  for (let i = 0; i < row.bytes.length; ) {
    const look = row.looks[i] ?? '';
    const from = i;
    while (i < row.bytes.length && (row.looks[i] ?? '') === look) i++;
    const shown = row.bytes.slice(from, i).map(show).join(between);
    const gap = from === 0 ? '' : between;
    parts.push(look === '' ? html`${gap}${shown}` : html`${gap}<span class=${look}>${shown}</span>`);
  }
  return parts;
}
