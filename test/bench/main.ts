/**
 * `npm run bench -- PART… [--json]`: prints a table, or one JSON object a line. Without a part: all of them.
 * `TWINSLOT_QUICK=1` leaves out what has to run in real time.
 * Exit status 0 when every goal was reached, 1 when one was missed, 2 for wrong usage.
 */
import { board } from './board.ts';
import { convert } from './convert.ts';
import { flash } from './flash.ts';
import { log } from './log.ts';
import { type Part, type Row, reached } from './measure.ts';
import { hostBoard } from './paced-board.ts';
import { page } from './page.ts';
import { relay } from './relay.ts';
import { station } from './station.ts';

const PARTS: readonly Part[] = [convert, board, flash, log, relay, page, station];

const goalText = ({ goal, unit }: Row): string =>
  goal ? ('atMost' in goal ? `≤ ${goal.atMost} ${unit}` : `≥ ${goal.atLeast} ${unit}`) : '';

function tableLine(row: Row): string {
  const ok = reached(row);
  const mark = ok === undefined ? ' ' : ok ? '✓' : '✕';
  const figure = `${row.figure.toFixed(row.figure < 10 ? 3 : 1)} ${row.unit}`;
  return `${mark} ${row.part.padEnd(8)} ${row.case.padEnd(58)} ${figure.padStart(14)}   ${goalText(row)}`;
}

function jsonLine(row: Row): string {
  const { part, case: name, figure, unit } = row;
  const goal = row.goal ? ('atMost' in row.goal ? row.goal.atMost : row.goal.atLeast) : null;
  return JSON.stringify({ part, case: name, figure, unit, goal, ok: reached(row) ?? null });
}

async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json');
  const names = words.filter(word => word !== '--json');
  const unknown = names.find(name => !PARTS.some(part => part.name === name));
  if (unknown !== undefined) {
    console.error(
      `There is no part “${unknown}”. Parts: ${PARTS.map(p => `${p.name} (${p.what})`).join(', ')}.`,
    );
    return 2;
  }
  let missed = 0;
  for (const part of PARTS.filter(p => names.length === 0 || names.includes(p.name))) {
    for await (const row of part.run()) {
      if (reached(row) === false) missed++;
      console.log(json ? jsonLine(row) : tableLine(row));
    }
  }
  if (!json) console.log(missed === 0 ? 'All goals reached.' : `${missed} goals missed.`);
  return missed === 0 ? 0 : 1;
}

if (!hostBoard()) process.exitCode = await main(process.argv.slice(2));
