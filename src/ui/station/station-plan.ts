import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Shown } from '../../app/state.ts';
import type { Station } from '../../app/station/station.ts';
import { BOARD } from '../../words/page-board.ts';
import { STATION } from '../../words/station.ts';
import { base } from '../shared-styles.ts';

/** For hubs and cables that do not bear more. */
const BAUDS = [115_200, 230_400, 460_800, 921_600];

/** What every board gets, and what was agreed to for all of them, once. */
@customElement('ts-station-plan')
export class StationPlan extends LitElement {
  static override styles = [
    base,
    css`
      section {
        display: grid;
        gap: var(--space-3);
      }
      h3 {
        font-size: var(--text-l);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
        gap: var(--space-2) var(--space-6);
      }
      dt {
        color: var(--ink-quiet);
        font-size: var(--text-s);
      }
      dd {
        overflow-wrap: anywhere;
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 2rem;
      }
      label {
        flex-wrap: wrap;
      }
      label:has([type='checkbox']) {
        flex-wrap: nowrap;
      }
      select {
        max-width: 100%;
        min-height: 2.5rem;
        padding: 0 var(--space-2);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-1);
        background: var(--ground);
        color: var(--ink);
        font: inherit;
      }
      input {
        flex: none;
        width: 1.25rem;
        height: 1.25rem;
        accent-color: var(--primary);
      }
      p {
        max-width: 75ch;
      }
      a {
        display: inline-block;
        min-height: 1.5rem;
        color: var(--primary);
      }
    `,
  ];

  @property({ attribute: false }) station?: Station;
  @property({ attribute: false }) shown?: Shown;
  /** Nothing can be changed while boards are written. */
  @property({ type: Boolean }) fixed = false;
  @property({ attribute: false }) rules: Station['view']['rules'] = {
    usedBoards: true,
    ownLoader: true,
    baud: 'auto',
  };

  override render(): TemplateResult | typeof nothing {
    const { shown, station } = this;
    if (!shown || !station) return nothing;
    const { plan, wish, outputs } = shown.workspace;
    const slots = outputs.some(({ role }) => role === 'user1' || role === 'user2');
    const given = plan.writes.find(({ role }) => role === 'boot-loader');
    return html`<section aria-label=${STATION.plan}>
      <h3>${STATION.plan}</h3>
      <dl>
        <div><dt>${STATION.build}</dt><dd>${station.build?.name}</dd></div>
        <div><dt>${STATION.slot}</dt><dd>${slots ? STATION.wishes[wish] : STATION.noSlots}</dd></div>
        <div><dt>${STATION.map}</dt><dd>${STATION.mapAbout(plan.map)}</dd></div>
        ${given ? html`<div><dt>${STATION.loader}</dt><dd>${STATION.givenLoader(given.from ?? given.name)}</dd></div>` : nothing}
      </dl>
      ${slots && !given ? this.#box('ownLoader', STATION.ownLoader) : nothing}
      <div>
        ${this.#box('usedBoards', STATION.usedBoards)}
        <p class="quiet small" id="used">${STATION.usedBoardsAbout}</p>
      </div>
      ${this.#speed()}
      ${this.fixed ? nothing : html`<p><a href="#firmware">${STATION.otherBuild}</a></p>`}
    </section>`;
  }

  #speed(): TemplateResult {
    const { rules } = this;
    const choose = (e: Event): void => {
      const value = Number((e.target as HTMLSelectElement).value);
      this.station?.setRules({ ...rules, baud: value > 0 ? value : 'auto' });
    };
    return html`<label
      >${BOARD.rate}<select ?disabled=${this.fixed} @change=${choose}>
        <option value="auto" .selected=${rules.baud === 'auto'}>${BOARD.rateAuto}</option>
        ${BAUDS.map(baud => html`<option value=${baud} .selected=${rules.baud === baud}>${BOARD.rateOf(baud)}</option>`)}
      </select></label
    >`;
  }

  #box(rule: 'usedBoards' | 'ownLoader', text: string): TemplateResult {
    const { rules } = this;
    return html`<label
      ><input
        type="checkbox"
        .checked=${rules[rule]}
        ?disabled=${this.fixed}
        aria-describedby=${rule === 'usedBoards' ? 'used' : nothing}
        @change=${(e: Event) => this.station?.setRules({ ...rules, [rule]: (e.target as HTMLInputElement).checked })}
      />${text}</label
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-station-plan': StationPlan;
  }
}
