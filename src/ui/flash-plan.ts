import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext, lanesContext } from '../app/contexts.ts';
import type { LanesHolder, LaneView } from '../app/lanes/lane-view.ts';
import type { Shown } from '../app/state.ts';
import type { Severity } from '../core/findings.ts';
import type { BootWish } from '../core/plan/flash-plan.ts';
import { boardSentence } from '../words/board-sentence.ts';
import { BROKEN_OFF } from '../words/broken-off.ts';
import { formatSize } from '../words/format.ts';
import { BACKUP, FLASH } from '../words/page-flash.ts';
import './finding-list.ts';
import { laneCardStyles } from './lane-card-styles.ts';
import { base, buttons } from './shared-styles.ts';

const WISHES: readonly BootWish[] = ['user1', 'user2', 'keep'];
/** Flashes that boards have, bytes. */
const SIZES = [512, 1024, 2048, 4096, 8192, 16384].map(kilobytes => kilobytes * 1024);

/**
 * Before a write: one sentence of what will happen, what speaks against it, and the button.
 *
 * @fires flash-write - somebody wants it
 */
@customElement('ts-flash-plan')
export class FlashPlanElement extends LitElement {
  static override styles = [
    base,
    buttons,
    laneCardStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      .choices,
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--space-3) var(--space-6);
      }
      .box {
        display: grid;
        gap: var(--space-2);
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-2);
      }
      .box.warning {
        border: 2px solid var(--warn);
      }
      p {
        max-width: 75ch;
      }
    `,
  ];

  @property({ attribute: false }) lane?: LaneView;
  @property({ attribute: false }) shown?: Shown;
  /** Another button is the primary one. */
  @property({ type: Boolean }) secondary = false;
  /** A write of this broke off. */
  @property({ type: Boolean }) again = false;
  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  @consume({ context: actionsContext }) private actions!: Actions;
  @query('.write') private button?: HTMLElement;

  override focus(): void {
    this.button?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { lane } = this;
    if (!lane?.boardPlan) return nothing;
    const { boardPlan, readiness } = lane;
    const of = (severity: Severity) => boardPlan.findings.filter(f => f.severity === severity);
    const [errors, notes] = [of('error'), of('note')];
    return html`
      <p>${boardSentence(boardPlan, lane.contents)}</p>
      ${this.#choices(lane)}
      ${errors.length > 0 ? html`<div class="box" role="alert"><ts-finding-list .findings=${errors}></ts-finding-list></div>` : nothing}
      ${this.#warnings(lane)} ${notes.length > 0 ? html`<ts-finding-list notes .findings=${notes}></ts-finding-list>` : nothing}
      ${lane.backup === 'offer' ? this.#backup(lane) : nothing}
      ${lane.backup === 'saved' ? html`<p class="quiet small">${BACKUP.saved}</p>` : nothing}
      <div class="row">
        <button
          class="write ${this.secondary ? '' : 'primary'}"
          ?disabled=${readiness !== 'ready'}
          aria-describedby=${readiness === 'ready' ? nothing : 'why'}
          @click=${() => this.dispatchEvent(new CustomEvent('flash-write'))}
        >
          ${this.again ? BROKEN_OFF.goOn : FLASH.write}
        </button>
        <slot name="more"></slot>
        ${readiness === 'blocked' ? html`<p id="why" class="small">${FLASH.blocked}</p>` : nothing}
      </div>
    `;
  }

  #choices({ id, choices, chip }: LaneView): TemplateResult {
    const { shown } = this;
    const slots = shown?.workspace.outputs.some(o => o.role === 'user1' || o.role === 'user2');
    const loader = shown?.workspace.plan.writes.some(w => w.role === 'boot-loader');
    return html`<div class="choices">
      ${slots ? this.#wish(shown?.workspace.wish ?? 'user1') : nothing}
      ${chip && chip.flash.size === undefined ? this.#size(id, choices.flashSize) : nothing}
      ${
        slots && !loader
          ? html`<label class="check"
              ><input
                type="checkbox"
                .checked=${choices.ownLoader}
                @change=${(e: Event) => this.lanes?.choose(id, { ownLoader: (e.target as HTMLInputElement).checked })}
              />${FLASH.ownLoader}</label
            >`
          : nothing
      }
    </div>`;
  }

  #wish(wish: BootWish): TemplateResult {
    return html`<label
      >${FLASH.slot}
      <select @change=${(e: Event) => void this.actions.setWish((e.target as HTMLSelectElement).value as BootWish)}>
        ${WISHES.map(each => html`<option value=${each} .selected=${each === wish}>${FLASH.wishes[each]}</option>`)}
      </select></label
    >`;
  }

  #size(id: string, chosen: number | undefined): TemplateResult {
    return html`<label
      >${FLASH.flashSize}
      <select
        @change=${(e: Event) => {
          const size = Number((e.target as HTMLSelectElement).value);
          if (size > 0) this.lanes?.choose(id, { flashSize: size });
        }}
      >
        <option value="" .selected=${chosen === undefined}>${FLASH.flashSizeUnknown}</option>
        ${SIZES.map(size => html`<option value=${size} .selected=${size === chosen}>${formatSize(size)}</option>`)}
      </select></label
    >`;
  }

  #warnings({ id, boardPlan, choices }: LaneView): TemplateResult | typeof nothing {
    const warnings = boardPlan?.findings.filter(f => f.severity === 'warning') ?? [];
    if (warnings.length === 0) return nothing;
    return html`<div class="box warning" role="group" aria-label=${FLASH.confirmGroup}>
      <ts-finding-list .findings=${warnings}></ts-finding-list>
      <label class="check"
        ><input
          type="checkbox"
          .checked=${choices.confirmed}
          @change=${(e: Event) => this.lanes?.choose(id, { confirmed: (e.target as HTMLInputElement).checked })}
        />${FLASH.confirm}</label
      >
    </div>`;
  }

  #backup({ id }: LaneView): TemplateResult {
    return html`<div class="box" role="group" aria-label=${BACKUP.title}>
      <p><strong>${BACKUP.title}.</strong> ${BACKUP.text}</p>
      <div class="row">
        <button @click=${() => this.lanes?.readBack(id, undefined, true)}>${BACKUP.make}</button>
        <button class="quiet" @click=${() => this.lanes?.declineBackup(id)}>${BACKUP.skip}</button>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-flash-plan': FlashPlanElement;
  }
}
