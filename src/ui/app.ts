import { ContextProvider } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import type { Spoken } from '../app/announcer.ts';
import type { BoardHolder } from '../app/board-holder.ts';
import type { Running } from '../app/companion/running.ts';
import {
  actionsContext,
  boardContext,
  diaryContext,
  lanesContext,
  lessonsContext,
  partsContext,
  rebuildContext,
  runningContext,
  settingsContext,
  statusContext,
  workContext,
} from '../app/contexts.ts';
import { DropController } from '../app/drop-controller.ts';
import type { Rebuild } from '../app/folder/start.ts';
import type { Diary } from '../app/history/diary.ts';
import type { LanesHolder } from '../app/lanes/lane-view.ts';
import type { LanguageChange } from '../app/language-change.ts';
import type { Lessons } from '../app/lessons/lessons.ts';
import type { PageParts } from '../app/page-parts.ts';
import { PlaceController } from '../app/places.ts';
import { ShortcutController } from '../app/shortcut-controller.ts';
import { type AppState, hasMap } from '../app/state.ts';
import type { StateHolder } from '../app/state-holder.ts';
import type { Language } from '../words/language.ts';
import { DROP, PAGE } from '../words/page.ts';
import { PLACE_NAMES } from '../words/places.ts';
import type { FirmwareStep } from './firmware-step.ts';
import { focusPath, primaryButton } from './focus.ts';
import './firmware-step.ts';
import './notices.ts';
import { navigation } from './place.ts';
import './language-choice.ts';
import './theme-switch.ts';

/** What deals with boards; it comes when the page stands already. */
export interface BoardParts {
  readonly lanes: LanesHolder;
  readonly board: BoardHolder;
  readonly running: Running;
  readonly diary: Diary;
  readonly parts: PageParts;
  /** Where the browser can look into folders. */
  readonly rebuild?: Rebuild;
}

/** The page: frame, ordered steps, live regions; hands state and actions down as contexts. */
@customElement('ts-app')
export class App extends LitElement {
  @state() private spoken: Spoken = { polite: '', urgent: '' };
  @state() private inLesson = false;
  @query('ts-firmware-step') private firmware!: FirmwareStep;
  @query('#firmware') private firstStep!: HTMLElement;

  #holder!: StateHolder;
  #actions!: Actions;
  #languages!: LanguageChange;
  readonly #lanes = new ContextProvider(this, { context: lanesContext });
  readonly #board = new ContextProvider(this, { context: boardContext });
  readonly #running = new ContextProvider(this, { context: runningContext });
  readonly #rebuild = new ContextProvider(this, { context: rebuildContext });
  readonly #diary = new ContextProvider(this, { context: diaryContext });
  readonly #parts = new ContextProvider(this, { context: partsContext });
  readonly #lessons = new ContextProvider(this, { context: lessonsContext });
  readonly #places = new PlaceController(this, () => this.#moved());
  readonly #drop = new DropController(this, dropped => void this.#actions.addDropped(dropped));

  /** Has to come before the element is put into the page. */
  compose(holder: StateHolder, actions: Actions, languages: LanguageChange): void {
    this.#holder = holder;
    this.#actions = actions;
    this.#languages = languages;
    new ContextProvider(this, { context: actionsContext, initialValue: actions });
    this.#provide(holder);
    new ShortcutController(this, {
      open: () => this.firmware.openChooser(),
      primary: () => this.#primary(),
      stop: () => actions.cancel() || this.#escape(),
    });
  }

  /** The part of the page that deals with boards has come. */
  provideBoards({ lanes, board, running, diary, parts, rebuild }: BoardParts): void {
    this.#rebuild.setValue(rebuild);
    this.#diary.setValue(diary);
    this.#lanes.setValue(lanes);
    this.#board.setValue(board);
    this.#running.setValue(running);
    this.#parts.setValue(parts);
  }

  /** The part of the page for lessons has come; its panel is fetched with the first lesson. */
  provideLessons(lessons: Lessons): void {
    this.#lessons.setValue(lessons);
    lessons.subscribe(({ active }) => {
      this.inLesson = active !== undefined;
      if (active) void import('./lessons/lesson-panel.ts');
    });
  }

  /** In the page's own tree, so that the skip link and the headings belong to one document. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render(): TemplateResult {
    const { shown } = this.#holder.state.work;
    const map = shown !== undefined && hasMap(shown);
    // A board that is connected stays, whatever becomes of the files.
    const boards = map || (this.#lanes.value?.view.lanes.length ?? 0) > 0;
    const { here } = this.#places;
    const elsewhere = here.place !== undefined;
    return html`
      <header class="top">
        ${elsewhere ? html`<button class="skip" @click=${() => this.#focusPlace()}>${PAGE.skipToPlace}</button>` : html`<a class="skip" href="#firmware">${PAGE.skip}</a>`}
        <h1 class="brand"><img src="./icon.svg" alt="" width="32" height="32" /> ${PAGE.name}</h1>
        ${navigation(here.place)}
        <div class="choices">
          <ts-language-choice
            @languagechosen=${(event: CustomEvent<Language>) => void this.#languages.to(event.detail)}
          ></ts-language-choice>
          <ts-theme-switch></ts-theme-switch>
        </div>
      </header>
      ${elsewhere ? html`<main class="page"><ts-place .here=${here}></ts-place></main>` : nothing}
      ${this.inLesson ? html`<ts-lesson-panel ?hidden=${elsewhere}></ts-lesson-panel>` : nothing}
      <main class="page ${shown || boards ? '' : 'is-empty'}" ?hidden=${elsewhere}>
        <ts-notices></ts-notices>
        ${shown ? nothing : html`<p class="promise">${PAGE.promise}</p>`}
        <ol class="steps" role="list" aria-label=${PAGE.steps}>
          <li id="firmware" tabindex="-1"><ts-firmware-step>${heading(1, PAGE.firmware)}</ts-firmware-step></li>
          ${map ? html`<li id="memory-map" tabindex="-1"><ts-map-step>${heading(2, PAGE.memoryMap)}</ts-map-step></li>` : nothing}
          ${boards ? html`<li id="board" tabindex="-1"><ts-board-step>${heading(3, PAGE.board)}</ts-board-step></li>` : nothing}
          ${boards ? html`<li id="flash" tabindex="-1"><ts-flash-step>${heading(4, PAGE.flash)}</ts-flash-step></li>` : nothing}
          ${boards ? html`<li id="running" tabindex="-1"><ts-running-step>${heading(5, PAGE.running)}</ts-running-step></li>` : nothing}
        </ol>
      </main>
      <div class="visually-hidden" role="status">${this.spoken.polite}</div>
      <div class="visually-hidden" role="alert">${this.spoken.urgent}</div>
      ${this.#drop.over ? html`<div class="overlay"><p>${DROP.overlay}</p><p>${DROP.overlayMore}</p></div>` : nothing}
    `;
  }

  #provide(holder: StateHolder): void {
    const { work, settings, status } = holder.state;
    const providers = {
      work: new ContextProvider(this, { context: workContext, initialValue: work }),
      settings: new ContextProvider(this, { context: settingsContext, initialValue: settings }),
      status: new ContextProvider(this, { context: statusContext, initialValue: status }),
    };
    let before = holder.state;
    holder.subscribe(next => {
      providers.work.setValue(next.work);
      providers.settings.setValue(next.settings);
      providers.status.setValue(next.status);
      if (next.work.shown !== before.work.shown) this.#swap(before, next);
      before = next;
    });
  }

  /** The empty page gives way to the steps or comes back: a focus inside what goes moves to where it goes on. */
  #swap(before: AppState, next: AppState): void {
    this.requestUpdate();
    if (Boolean(before.work.shown) === Boolean(next.work.shown)) return;
    const held = this.contains(document.activeElement);
    void this.updateComplete.then(() => {
      requestAnimationFrame(() => {
        if (held && !this.contains(document.activeElement)) this.firstStep.focus();
      });
    });
  }

  /** The flow stays as it is while somebody is elsewhere: what runs there goes on. */
  #moved(): void {
    const { place } = this.#places.here;
    document.title = place ? `${PLACE_NAMES[place]} · ${PAGE.name}` : PAGE.name;
    void this.updateComplete.then(() => (place ? this.#focusPlace() : this.firstStep.focus()));
  }

  #focusPlace(): void {
    this.querySelector<HTMLElement>('ts-place')?.focus();
  }

  /** Puts words into the live regions. */
  say(spoken: Spoken): void {
    this.spoken = spoken;
  }

  /** What runs at the board that the focus is at, otherwise at any. */
  #escape(): boolean {
    const at = focusPath().find(element => 'lane' in element) as { lane?: { id: string } } | undefined;
    return this.#lanes.value?.escape(at?.lane?.id) ?? false;
  }

  /** The next step, wherever somebody is: there is one such button at a time. */
  #primary(): void {
    const button = primaryButton(this);
    button?.focus();
    button?.click();
  }
}

const heading = (number: number, name: string): TemplateResult => html`<h2 class="step-title" slot="title">
  <span class="step-number" aria-hidden="true">${number}</span> ${name}
</h2>`;
