import { html, nothing, type TemplateResult } from 'lit';
import type { Companion, CompanionView } from '../../app/companion/companion.ts';
import type { Running } from '../../app/companion/running.ts';
import { otherSlot, SLOTS, type Slot } from '../../core/esp8266/flash-map.ts';
import { wordsFor } from '../../words/findings.ts';
import { RUNNING } from '../../words/running.ts';
import '../finding-list.ts';

/** Both slots: the one that runs, and what an update would put into the other, or why it would not. */
export function slotCards({ companion, state }: Running): TemplateResult {
  const { view } = companion;
  const proven =
    state.kind === 'not-known' ? undefined : state.kind === 'crashed' ? 'crashed' : state.claim.slot;
  return html`<section aria-label=${RUNNING.slots}>
    <div class="slots">${SLOTS.map(slot => card(slot, companion, proven))}</div>
    ${view.refused.length > 0 ? html`<ts-finding-list .findings=${view.refused}></ts-finding-list>` : nothing}
  </section>`;
}

function card(slot: Slot, companion: Companion, proven: Slot | 'crashed' | undefined): TemplateResult {
  const { view } = companion;
  const runs = view.device.running === slot;
  const says = !runs
    ? ''
    : proven === 'crashed'
      ? `✕ ${RUNNING.crashed}`
      : `▶ ${RUNNING.runs}${proven === slot ? '' : ` (${RUNNING.lastKnown})`}`;
  return html`<article class="slot ${runs ? 'runs' : ''}" aria-label=${`${slot} ${says}`}>
    <h3><span class="swatch ${slot}" aria-hidden="true"></span>${slot} <span class="says">${says}</span></h3>
    ${image(slot, companion)} ${runs ? running(slot, view) : target(slot, view)}
  </article>`;
}

/** What is offered; without a relay, what would be. */
function image(slot: Slot, companion: Companion): TemplateResult {
  const offered = companion.view.offered.find(each => each.slot === slot);
  const here = companion.imageFor(slot);
  const found = offered ?? (here && { ...here, length: here.bytes.length });
  const text = found ? RUNNING.image(found.name, found.length, found.build) : RUNNING.nothingForSlot;
  return html`<p class="small">${text}</p>`;
}

const running = (slot: Slot, { offered }: CompanionView): TemplateResult | typeof nothing =>
  offered.some(each => each.slot === slot)
    ? html`<p class="quiet small">${RUNNING.waitsForTurn(otherSlot(slot))}</p>`
    : nothing;

/** The slot that does not run: ready, or the reason why not and what to do. */
function target(slot: Slot, { offer, device, relay }: CompanionView): TemplateResult | typeof nothing {
  if (device.running === undefined) return nothing;
  const { title, text, advice } = wordsFor(offer.why);
  if (offer.kind === 'offer' && offer.offer === slot) {
    return relay.kind === 'ready'
      ? html`<p class="small">✓ ${RUNNING.ready}</p>`
      : html`<p class="small quiet">${RUNNING.needsRelay}</p>`;
  }
  return html`<p class="small"><strong>${title}</strong></p>
    <p class="small quiet">${text} ${advice}</p>`;
}
