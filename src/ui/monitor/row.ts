import { html, nothing, type TemplateResult } from 'lit';
import type { MonitorRow } from '../../app/monitor/monitor-log.ts';
import { MONITOR, ORIGINS } from '../../words/monitor.ts';
import { noteWords } from '../../words/watch.ts';

export interface RowLook {
  /** Numbers of lines that prove which slot runs. */
  readonly proofs: ReadonlySet<number>;
  readonly found: boolean;
  /** The row that the search stands on. */
  readonly current: boolean;
  readonly onToggle: (stretch: number) => void;
}

/** One row of the monitor: time, who speaks, text. */
export function rowView(row: MonitorRow, look: RowLook): TemplateResult {
  const extra = `${look.found ? 'found' : ''} ${look.current ? 'current' : ''}`;
  if (row.kind === 'rate') return simple('rate', '', MONITOR.rate(row.baud, row.gapMs));
  if (row.kind === 'note') return simple('rate', '', noteWords(row.note));
  if (row.kind === 'noise') return noiseView(row, look);
  const { line } = row;
  const proof = look.proofs.has(line.number);
  const { mark, name } = ORIGINS[line.origin];
  return html`<div class="row ${line.origin} ${proof ? 'proof' : ''} ${extra}">
    <span class="time">${line.time === undefined ? nothing : MONITOR.seconds(line.time)}</span
    ><span class="mark" title=${name}>${proof ? '▶ ' : nothing}${mark}</span
    ><span class="text">${line.text}${proof ? html`<span class="visually-hidden"> (${MONITOR.proof})</span>` : nothing}</span>
  </div>`;
}

const simple = (kind: string, mark: string, text: string): TemplateResult => html`<div class="row ${kind}">
  <span class="time"></span><span class="mark">${mark}</span><span class="text">${text}</span>
</div>`;

function noiseView(row: Extract<MonitorRow, { kind: 'noise' }>, look: RowLook): TemplateResult {
  const { first, count, bytes, open } = row;
  return html`<div class="row noise">
    <span class="time">${first.time === undefined ? nothing : MONITOR.seconds(first.time)}</span
    ><span class="mark">${ORIGINS.noise.mark}</span
    ><span class="text">${MONITOR.noise(count, bytes)}
      <button aria-expanded=${String(open)} @click=${() => look.onToggle(first.number)}>${open ? MONITOR.foldNoise : MONITOR.openNoise}</button></span
    >
  </div>`;
}
