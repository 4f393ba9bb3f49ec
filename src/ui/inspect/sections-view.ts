import { html, nothing, type TemplateResult } from 'lit';
import { formatOffset } from '../../core/bytes/address.ts';
import type { ElfFile, Section } from '../../core/elf/elf-file.ts';
import type { MemoryLayout } from '../../core/elf/memory-layout.ts';
import { formatAddress, formatSize } from '../../words/format.ts';
import { HEADER_WORDS, SECTION_WORDS } from '../../words/inspect.ts';
import { placeOpen } from '../place-event.ts';

/** Sections of a program that reach the chip, in the order of the section table. */
export function sectionsView(elf: ElfFile, memory: MemoryLayout): TemplateResult {
  const rows = [
    ...memory.ram.map(section => ({ section, goes: SECTION_WORDS.toRam })),
    { section: memory.irom, goes: SECTION_WORDS.toFlash },
    ...memory.zeroed.map(section => ({ section, goes: SECTION_WORDS.zeroed })),
  ].sort((a, b) => a.section.index - b.section.index);
  // Number 0 of every section table is empty by definition.
  const others = elf.header.sectionHeaderCount - 1 - rows.length;
  return html`<table>
      <caption>
        ${SECTION_WORDS.table}
      </caption>
      <thead>
        <tr>
          <th scope="col">${SECTION_WORDS.name}</th>
          <th scope="col">${SECTION_WORDS.address}</th>
          <th scope="col">${SECTION_WORDS.offset}</th>
          <th scope="col" class="number">${SECTION_WORDS.size}</th>
          <th scope="col" class="goes">${SECTION_WORDS.goes}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ section, goes }) => rowView(section, goes))}
      </tbody>
    </table>
    ${others > 0 ? html`<p class="quiet small">${SECTION_WORDS.unloaded(others)}</p>` : nothing}`;
}

const rowView = ({ name, address, offset, size }: Section, goes: string): TemplateResult => html`<tr>
  <th scope="row">${name}<span class="stacked more">${goes}</span
    ><span class="narrow more">${formatSize(size)}</span></th>
  <td class="mono">${formatAddress(address)}</td>
  <td class="mono">${placeButton(offset, goes === SECTION_WORDS.zeroed ? 0 : size)}</td>
  <td class="number">${formatSize(size)}</td>
  <td class="goes">${goes}</td>
</tr>`;

/** An offset that leads to the bytes; none for what has no bytes in the file. */
export function placeButton(offset: number, length: number): TemplateResult | string {
  if (length === 0) return '–';
  const open = (event: Event) => event.target?.dispatchEvent(placeOpen({ offset, length }));
  return html`<button type="button" class="link" aria-label=${HEADER_WORDS.showBytes(offset)} @click=${open}>
    ${formatOffset(offset)}
  </button>`;
}
