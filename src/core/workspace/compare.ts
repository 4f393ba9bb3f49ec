import { readSymbols } from '../elf/symbols.ts';
import { type FlashMapName, flashMap } from '../esp8266/flash-map.ts';
import { finding, placed } from '../findings.ts';
import { Problem } from '../problem.ts';
import { sizesBySymbol } from '../size/by-symbol.ts';
import { type ProgramSizes, type SizeDifference, sizeDifference } from '../size/difference.ts';
import { measure } from '../size/sizes.ts';
import { evaluate } from './evaluate.ts';
import { openFile } from './open.ts';
import type { InputFile } from './workspace.ts';

export interface Comparison extends SizeDifference {
  /** Whose limits count: chosen, or what the newer program says. */
  readonly map: FlashMapName;
}

/** What grew from one ELF file to another. @throws Problem when one of them is none, or its symbols are broken. */
export function compareBuilds(older: InputFile, newer: InputFile, chosen?: FlashMapName): Comparison {
  const map = chosen ?? evaluate([newer], {}).settings.map;
  return { map, ...sizeDifference(sizesOf(older, map), sizesOf(newer, map)) };
}

function sizesOf(input: InputFile, map: FlashMapName): ProgramSizes {
  const where = { file: input.name };
  const opened = openFile(input);
  const [reason] = opened.findings;
  if (opened.kind !== 'elf') {
    const refused = opened.kind === 'refused' ? reason : undefined;
    throw new Problem(placed(refused ?? finding('difference-needs-elf', {}), where));
  }
  const symbols = readSymbols(opened.reader, opened.elf);
  const [why] = symbols.findings;
  if (!symbols.ok && why) throw new Problem(placed(why, where));
  const sections = sizesBySymbol(opened.memory, symbols.ok ? symbols.value : []);
  return { gauges: measure(opened.memory, flashMap(map)), sections };
}
