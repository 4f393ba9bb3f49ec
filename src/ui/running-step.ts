import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Running } from '../app/companion/running.ts';
import { diaryContext, rebuildContext, runningContext } from '../app/contexts.ts';
import type { Rebuild } from '../app/folder/start.ts';
import type { Diary } from '../app/history/diary.ts';
import { RUNNING, runningSummary, withoutCable } from '../words/running.ts';
import { Follow } from './follow.ts';
import { KeepFocus } from './keep-focus.ts';
import './monitor.ts';
import type { MonitorElement } from './monitor.ts';
import { crashCard } from './running/crash-card.ts';
import './running/build-folder.ts';
import './running/history.ts';
import { listening } from './running/listening.ts';
import './running/relay-panel.ts';
import { slotCards } from './running/slot-cards.ts';
import { runningStyles } from './running/styles.ts';
import { updateView } from './running/update-view.ts';
import { base, buttons, disclosures, slotPatterns } from './shared-styles.ts';

/** Step 5: which slot runs, what the board says, and updates over the air with their proof. */
@customElement('ts-running-step')
export class RunningStep extends LitElement {
  static override styles = [base, buttons, disclosures, slotPatterns, runningStyles];

  @consume({ context: runningContext, subscribe: true }) @state() private running: Running | undefined;
  @consume({ context: diaryContext, subscribe: true }) @state() private diary: Diary | undefined;
  @consume({ context: rebuildContext, subscribe: true }) @state() private rebuild: Rebuild | undefined;
  @query('ts-monitor') private monitor?: MonitorElement;
  @query('details.log') private log?: HTMLDetailsElement;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#quiet);
  }

  constructor() {
    super();
    new Follow(this, () => [this.running]);
    new KeepFocus(this, '.summary');
  }

  override render(): TemplateResult {
    const { running } = this;
    return html`<slot name="title"></slot>${running ? this.#step(running) : nothing}`;
  }

  #step(running: Running): TemplateResult {
    const { ear, companion } = running;
    const { view } = companion;
    const idle = ear.kind === 'none' && !running.relayKey;
    const hasLog = running.monitor.log.rowCount > 0 || running.monitor.log.droppedRows > 0;
    return html`
      ${idle && !hasLog ? html`<p class="quiet">${RUNNING.nobody}</p>` : this.#summary(running)}
      ${
        ear.kind === 'lane' &&
        !ear.listening &&
        (ear.lane.phase === 'connected' || ear.lane.phase === 'closed')
          ? html`<div class="ask">
              <p class="quiet">${RUNNING.notListening}</p>
              <button @click=${() => running.listen()}>${RUNNING.listen}</button>
            </div>`
          : nothing
      }
      ${crashCard(running, this.#show)}
      ${idle ? nothing : slotCards(running)}
      ${idle ? nothing : updateView(running, this.#show)}
      <ts-relay-panel .running=${running} .relay=${view.relay}></ts-relay-panel>
      ${idle ? nothing : html`<ts-build-folder .rebuild=${this.rebuild}></ts-build-folder>`}
      <ts-board-history .diary=${this.diary} .subject=${running.subject}></ts-board-history>
      ${
        hasLog || ear.kind !== 'none'
          ? html`<details class="log" ?open=${true}>
              <summary>${RUNNING.log}</summary>
              ${listening(running)}
              <ts-monitor
                .monitor=${running.monitor}
                ?sendable=${ear.kind === 'lane' && ear.listening}
                @monitor-save=${() => running.saveLog()}
                @monitor-send=${(event: CustomEvent<Uint8Array>) => running.send(event.detail)}
              ></ts-monitor>
            </details>`
          : nothing
      }
    `;
  }

  #summary(running: Running): TemplateResult {
    const { state } = running;
    const { view } = running.companion;
    // Without a cable the device itself is the one who tells: by what it asks for, and by its page.
    const mute = running.ear.kind === 'none' && state.kind === 'not-known';
    const { title, text, facts, line } = mute
      ? withoutCable(view.device.running)
      : runningSummary(state, running.boot);
    // A slot counts as running when it has been quiet for a while: then the words change.
    clearTimeout(this.#quiet);
    if (state.kind === 'started' && state.waitMs !== undefined) {
      this.#quiet = setTimeout(() => this.requestUpdate(), state.waitMs + 1);
    }
    const { build } = view;
    const all = [...facts, ...(build === undefined ? [] : [RUNNING.build(build)])];
    const slot = state.kind === 'not-known' ? (mute && view.device.running) || 'none' : state.claim.slot;
    return html`<div class="summary" tabindex="-1">
      <p class="headline" role="status">
        <span class="swatch ${slot}" aria-hidden="true"></span> <strong>${title}</strong>
        ${all.length > 0 ? html`<span class="quiet">${all.map(fact => html` · ${fact}`)}</span>` : nothing}
      </p>
      <p class="quiet small">${text}</p>
      ${
        line === undefined
          ? nothing
          : html`<button class="quiet proof" @click=${() => this.#show(line)}>▶ ${RUNNING.proof(line)}</button>`
      }
    </div>`;
  }

  /** Brings a line of the log into view. */
  readonly #show = (line: number): void => {
    if (this.log) this.log.open = true;
    this.monitor?.showLine(line);
    this.monitor?.scrollIntoView({ block: 'nearest' });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-running-step': RunningStep;
  }
}
