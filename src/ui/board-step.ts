import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { BoardHolder } from '../app/board-holder.ts';
import { boardContext, workContext } from '../app/contexts.ts';
import { hasBoth } from '../app/lanes/check-plan.ts';
import type { LanesHolder, LaneView } from '../app/lanes/lane-view.ts';
import { hasMap, type WorkState } from '../app/state.ts';
import { BENCH } from '../words/bench.ts';
import { BOARD, portName } from '../words/page-board.ts';
import './lane-card.ts';
import { LanesWatch } from './lanes-watch.ts';
import './port-help.ts';
import { primaryLane } from './primary-lane.ts';
import { base, buttons, disclosures } from './shared-styles.ts';

/** Step 3: ways to a board, and the boards that are connected, each in its lane. */
@customElement('ts-board-step')
export class BoardStep extends LitElement {
  static override styles = [
    base,
    buttons,
    disclosures,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      .ways,
      .lanes,
      .ports {
        display: grid;
        gap: var(--space-4);
      }
      .ways {
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
      }
      .ways.few {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .way {
        display: grid;
        justify-items: start;
        align-content: start;
        gap: var(--space-2);
        padding: var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-2);
      }
      .ports ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      p {
        max-width: 75ch;
      }
    `,
  ];

  @consume({ context: workContext, subscribe: true }) @state() private work: WorkState = { files: [] };
  @consume({ context: boardContext, subscribe: true }) @state() private board: BoardHolder | undefined;
  @state() private bench: 'closed' | 'loading' | 'open' | 'failed' = 'closed';
  readonly #watch = new LanesWatch(this);

  override render(): TemplateResult {
    const { holder, view } = this.#watch;
    return html`
      <slot name="title"></slot>
      ${view.lanes.length > 0 ? lanes(view.lanes, this.#own) : nothing} ${this.#ways(holder)}
      ${view.serial === 'ready' ? this.#help() : nothing}
      ${this.bench === 'failed' ? html`<p role="alert">${BENCH.partMissing}</p>` : nothing}
      ${this.bench === 'open' ? this.#bench() : nothing}
    `;
  }

  /** A board that came from elsewhere, the locker for instance, has its bench here too. */
  protected override updated(): void {
    if (this.bench === 'closed' && this.board?.present) void this.#showBench();
  }

  async #showBench(): Promise<void> {
    this.bench = 'loading';
    this.bench = await import('./bench.ts').then(
      () => 'open',
      () => 'failed',
    );
  }

  #bench(): TemplateResult {
    return html`<details class="bench">
      <summary>${BOARD.bench}</summary>
      <ts-bench .shown=${this.#shown} @bench-close=${this.#closeBench}></ts-bench>
    </details>`;
  }

  get #shown(): WorkState['shown'] {
    const { shown } = this.work;
    return shown && hasMap(shown) ? shown : undefined;
  }

  get #own(): boolean {
    const { shown } = this.work;
    return shown !== undefined && hasBoth(shown.workspace.plan);
  }

  #ways(holder: LanesHolder | undefined): TemplateResult {
    const { serial, lanes: connected } = this.#watch.view;
    const few = connected.length > 0;
    const usb = html`<button ?disabled=${!holder} @click=${() => void holder?.choosePort()}>
      ${few ? BOARD.another : BOARD.connect}
    </button>`;
    const virtual = html`<button
      class="try"
      ?disabled=${!this.board || this.bench === 'loading'}
      @click=${this.#openBench}
    >
      ${this.bench === 'loading' ? BENCH.loading : BOARD.try}
    </button>`;
    const noSerial = serial === 'ready' ? nothing : html`<ts-port-help reason=${serial}></ts-port-help>`;
    if (few) {
      return html`<div class="ways few">${serial === 'ready' ? usb : nothing} ${this.#virtualWay(virtual)}</div>
        ${this.#ports(holder)}`;
    }
    return html`<div class="ways">
      <div class="way">${serial === 'ready' ? html`${usb}<p class="quiet small">${BOARD.before}</p>` : noSerial}${this.#ports(holder)}</div>
      <div class="way">${this.#virtualWay(virtual)}<p class="quiet small">${BOARD.virtualAbout}</p></div>
    </div>`;
  }

  /** A new virtual board, or a cable to the one that is there. */
  #virtualWay(fresh: TemplateResult): TemplateResult | typeof nothing {
    if (this.bench !== 'open') return fresh;
    const { holder, view } = this.#watch;
    if (view.lanes.some(({ port }) => port.identity.virtual)) return nothing;
    return html`<button @click=${() => void holder?.openVirtual()}>${BOARD.connectVirtual}</button>`;
  }

  #ports(holder: LanesHolder | undefined): TemplateResult | typeof nothing {
    const { ports } = this.#watch.view;
    if (ports.length === 0) return nothing;
    return html`<div class="ports" role="group" aria-label=${BOARD.known}>
      <p class="small">${BOARD.known}</p>
      <ul>
        ${ports.map(
          port => html`<li>
            <button @click=${() => void holder?.openPort(port.id)}>${BOARD.again(portName(port))}</button>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  #help(): TemplateResult | typeof nothing {
    const { lanes: connected, nothingChosen } = this.#watch.view;
    const notOpened = connected.some(({ finding }) => finding?.code === 'port-busy');
    if (connected.length > 0 && !nothingChosen && !notOpened) return nothing;
    const trouble = notOpened ? 'not-opened' : nothingChosen ? 'nothing-chosen' : 'none';
    return html`<ts-port-help trouble=${trouble}></ts-port-help>`;
  }

  /** A new board with nothing on it, and a cable to it: from there on it is a board like any other. */
  readonly #openBench = async (): Promise<void> => {
    const { board } = this;
    if (!board) return;
    this.bench = 'loading';
    try {
      await import('./bench.ts');
      await board.startBlank();
      this.bench = 'open';
      await this.#watch.holder?.openVirtual();
    } catch {
      this.bench = 'failed';
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('ts-lane-card')?.focus();
  };

  readonly #closeBench = async (): Promise<void> => {
    this.board?.end();
    this.bench = 'closed';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.try')?.focus();
  };
}

const lanes = (all: readonly LaneView[], own: boolean): TemplateResult => {
  const primary = primaryLane(all);
  return html`<ul class="lanes" role="list" aria-label=${BOARD.list}>
  ${all.map(lane => html`<li><ts-lane-card .lane=${lane} ?compact=${all.length > 2} ?own=${own} ?primary=${primary?.kind === 'connect' && primary.id === lane.id}></ts-lane-card></li>`)}
</ul>`;
};

declare global {
  interface HTMLElementTagNameMap {
    'ts-board-step': BoardStep;
  }
}
