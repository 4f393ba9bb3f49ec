import { html, nothing, type TemplateResult } from 'lit';
import { formatHex } from '../../core/bytes/address.ts';
import type { Check, FirmwareImage } from '../../core/image/firmware-image.ts';
import { formatAddress, formatSize } from '../../words/format.ts';
import { CHECK_WORDS, SECTION_WORDS } from '../../words/inspect.ts';
import { CROSS, TICK } from '../memory-map/marks.ts';
import { placeButton } from './sections-view.ts';

/** What an image brings: flash code, RAM segments, checksum and CRC word. */
export const segmentsView = (image: FirmwareImage): TemplateResult => html`<table>
    <caption>
      ${SECTION_WORDS.segmentTable}
    </caption>
    <thead>
      <tr>
        <th scope="col">${SECTION_WORDS.name}</th>
        <th scope="col">${SECTION_WORDS.address}</th>
        <th scope="col">${SECTION_WORDS.offset}</th>
        <th scope="col" class="number">${SECTION_WORDS.size}</th>
      </tr>
    </thead>
    <tbody>
      ${
        image.irom
          ? row(SECTION_WORDS.flashCode, image.irom.address, image.irom.offset, image.irom.length)
          : nothing
      }
      ${image.segments.map(({ name, address, offset, length }, i) =>
        row(name ?? SECTION_WORDS.noName(i), address, offset, length),
      )}
    </tbody>
  </table>
  <table>
    <caption>
      ${CHECK_WORDS.table}
    </caption>
    <thead>
      <tr>
        <th scope="col">${CHECK_WORDS.check}</th>
        <th scope="col" class="place">${SECTION_WORDS.offset}</th>
        <th scope="col">${CHECK_WORDS.stored}</th>
        <th scope="col">${CHECK_WORDS.computed}</th>
      </tr>
    </thead>
    <tbody>
      ${check(CHECK_WORDS.checksum, image.checksum, 1)} ${image.crc ? check(CHECK_WORDS.crc, image.crc, 4) : nothing}
    </tbody>
  </table>`;

const row = (name: string, address: number | undefined, offset: number, length: number) => html`<tr>
  <th scope="row">${name}<span class="narrow more">${formatSize(length)}</span></th>
  <td class="mono">${address === undefined ? '–' : formatAddress(address)}</td>
  <td class="mono">${placeButton(offset, length)}</td>
  <td class="number">${formatSize(length)}</td>
</tr>`;

function check(name: string, { offset, stored, computed }: Check, size: 1 | 4): TemplateResult {
  const equal = stored === computed;
  const show = (value: number): string => formatHex(value, 2 * size);
  return html`<tr>
    <th scope="row">${name}<span class="narrow more">${placeButton(offset, size)}</span></th>
    <td class="mono place">${placeButton(offset, size)}</td>
    <td class="mono">${show(stored)}</td>
    <td>
      <span class=${equal ? '' : 'bad'}>
        ${equal ? TICK : CROSS} <span class="mono">${show(computed)}</span>
        ${equal ? CHECK_WORDS.equal : CHECK_WORDS.differs}
      </span>
    </td>
  </tr>`;
}
