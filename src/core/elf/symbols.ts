import { cpuAddress } from '../bytes/address.ts';
import { fits, type RangeReader } from '../bytes/range-reader.ts';
import { readStruct } from '../bytes/struct.ts';
import { zeroTerminated } from '../bytes/text.ts';
import { finding } from '../findings.ts';
import type { Outcome } from '../problem.ts';
import type { ElfFile, ElfSymbol } from './elf-file.ts';
import { SHT_SYMTAB, SYMBOL } from './layout.ts';

const STT_OBJECT = 1;
const STT_FUNC = 2;
const STT_SECTION = 3;
const STT_FILE = 4;
/** Characters of a name: those of C++ templates are long. */
const MAX_NAME = 2000;
/** Names share their ends in the string table, but not more than this; else the table is no table. */
const MAX_SHARING = 16;
/** Section numbers from here on are no sections (absolute, common). */
const SHN_LORESERVE = 0xff00;

/**
 * The symbols of a program, in the order of the file; empty when it was stripped. Read on demand, because the
 * tables of a C++ program are larger than its image. Symbols without an address in a section are left out.
 */
export function readSymbols(reader: RangeReader, elf: ElfFile): Outcome<readonly ElfSymbol[]> {
  const table = elf.sections.find(s => s.type === SHT_SYMTAB);
  if (!table) return { ok: true, value: [], findings: [] };
  const where = { section: table.name };
  if (table.entrySize !== SYMBOL.size) return broken('entry-size', where);
  const strings = elf.sections.find(s => s.index === table.link);
  if (!strings || table.link === 0) return broken('no-strings', where);
  if (!fits(reader.size, table.offset, table.size) || !fits(reader.size, strings.offset, strings.size)) {
    return broken('past-end', where);
  }
  const names = reader.read(strings.offset, strings.size);
  const bytes = reader.read(table.offset, table.size);
  const symbols: ElfSymbol[] = [];
  let letters = 0;
  for (let at = SYMBOL.size; at + SYMBOL.size <= bytes.length; at += SYMBOL.size) {
    const raw = readStruct(SYMBOL, bytes, at);
    if (raw.type === STT_SECTION || raw.type === STT_FILE) continue;
    if (raw.sectionIndex === 0 || raw.sectionIndex >= SHN_LORESERVE) continue;
    const name = zeroTerminated(names, raw.nameOffset, MAX_NAME);
    if (!name) continue;
    letters += name.length;
    if (letters > MAX_SHARING * names.length) return broken('no-strings', where);
    const kind = raw.type === STT_FUNC ? 'function' : raw.type === STT_OBJECT ? 'object' : 'other';
    symbols.push({ name, address: cpuAddress(raw.value), size: raw.size, kind, section: raw.sectionIndex });
  }
  return { ok: true, value: symbols, findings: [] };
}

const broken = (
  reason: 'past-end' | 'entry-size' | 'no-strings',
  where: { section: string },
): Outcome<never> => ({
  ok: false,
  findings: [finding('symbol-table', { reason }, where)],
});
