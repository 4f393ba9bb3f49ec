import { formatHex } from '../core/bytes/address.ts';
import type { HeaderTable } from '../core/image/describe.ts';
import { formatByteRow } from '../words/format.ts';
import { fieldValue, fieldWords, headerTitle } from '../words/headers.ts';
import type { Block } from './inspection.ts';
import { columns } from './screen.ts';

/** Headers as tables of named bytes: offset, bytes, name, value. */
export const headerRows = (tables: readonly HeaderTable[]): Block[] =>
  tables.map(table => ({
    title: headerTitle(table),
    lines: columns(
      table.fields.map(field => {
        const { name, standard } = fieldWords(field);
        const label = standard ? `${name} (${standard})` : name;
        return [formatHex(field.offset, 5), formatByteRow(field.bytes), label, fieldValue(field)];
      }),
    ),
  }));
