import { html, nothing, type TemplateResult } from 'lit';
import type { NamedTrace, Running } from '../../app/companion/running.ts';
import type { ExceptionReport } from '../../core/bootlog/exception.ts';
import { crashSentence, symbolWords } from '../../words/bootlog-crash.ts';
import { formatAddress } from '../../words/format.ts';
import { RUNNING } from '../../words/running.ts';
import { ICONS } from '../icons.ts';

/** The crash of the last boot: its cause in words, where, and the way that led there. */
export function crashCard(running: Running, show: (line: number) => void): TemplateResult | typeof nothing {
  const exception = running.boot?.exception;
  if (!exception) return nothing;
  const { trace } = running;
  const { title, text, line } = crashSentence(exception, trace?.trace.pc);
  return html`<section class="crash" aria-label=${RUNNING.crash}>
    <p class="verdict">${ICONS.error} <span>${title}</span></p>
    <p>${text}</p>
    ${registers(exception)}
    ${trace ? names(trace) : html`<p class="quiet small">${RUNNING.noSymbols}</p>`}
    ${line === undefined ? nothing : html`<button class="quiet" @click=${() => show(line)}>▶ ${RUNNING.evidence(line)}</button>`}
  </section>`;
}

function registers({ registers, general }: ExceptionReport): TemplateResult {
  const all: readonly (readonly [string, number])[] = [
    ...Object.entries(registers),
    ...general.map((value, i) => [`a${i}`, value] as const),
  ];
  return html`<dl class="registers" aria-label=${RUNNING.registers}>
    ${all.map(([name, value]) => html`<div><dt>${name}</dt><dd>${formatAddress(value)}</dd></div>`)}
  </dl>`;
}

function names({ trace, file }: NamedTrace): TemplateResult {
  const { caller, calls } = trace;
  const all = [...(caller ? [caller] : []), ...calls];
  return html`${
    all.length > 0
      ? html`<h3>${RUNNING.calls}</h3>
        <ol class="calls">
          ${all.map(site => html`<li>${formatAddress(site.address)} ${symbolWords(site)}</li>`)}
        </ol>`
      : nothing
  }
  <p class="quiet small">${all.length > 0 || trace.pc ? RUNNING.crashBy(file) : RUNNING.noneAtAddresses(file)}</p>`;
}
