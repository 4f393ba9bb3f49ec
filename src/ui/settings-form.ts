import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext, settingsContext, workContext } from '../app/contexts.ts';
import type { SettingsState, WorkState } from '../app/state.ts';
import { FLASH_MAPS, flashMap } from '../core/esp8266/flash-map.ts';
import {
  FLASH_MODES,
  type FlashFrequency,
  type FlashMode,
  type FlashSettings,
} from '../core/esp8266/settings.ts';
import type { BootWish } from '../core/plan/flash-plan.ts';
import { SETTINGS } from '../words/page.ts';
import {
  frequencyName,
  layoutName,
  mapName,
  modeName,
  SETTING_ABOUT,
  settingValue,
} from '../words/settings.ts';
import { base } from './shared-styles.ts';

interface Option<Value extends string = string> {
  readonly value: Value;
  readonly name: string;
}

interface Choice<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: Value | undefined;
  /** Name of the option that leaves the choice to the files. */
  readonly automatic?: string;
  readonly options: readonly Option<Value>[];
  readonly set: (value: Value | undefined) => void;
}

const MAPS = [...FLASH_MAPS].sort((a, b) => a.size - b.size || a.code - b.code);

const OPTIONS: { readonly [Key in keyof FlashSettings]: readonly Option<FlashSettings[Key]>[] } = {
  map: MAPS.map(({ name }) => ({ value: name, name: mapName(name) })),
  mode: (Object.keys(FLASH_MODES) as FlashMode[]).map(mode => ({ value: mode, name: modeName(mode) })),
  frequency: (['20m', '26m', '40m', '80m'] satisfies FlashFrequency[]).map(frequency => ({
    value: frequency,
    name: frequencyName(frequency),
  })),
};

const WISHES: readonly Option<BootWish>[] = (['user1', 'user2', 'keep'] satisfies BootWish[]).map(wish => ({
  value: wish,
  name: SETTINGS.wishes[wish],
}));

/** Flash settings; every change is shown at once. Whatever nobody chose says where its value comes from. */
@customElement('ts-settings-form')
export class SettingsForm extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        container-type: inline-size;
      }
      /* All in a row, or two by two: none stands alone in a line. */
      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
        gap: var(--space-4);
        margin: 0;
        padding: var(--space-4);
        border: 0;
        border-radius: var(--radius-2);
        background: var(--ground-raised);
        min-width: 0;
      }
      @container (width >= 64rem) {
        fieldset {
          grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
        }
      }
      .field {
        display: grid;
        align-content: start;
        gap: var(--space-1);
        min-width: 0;
      }
      label {
        font-size: var(--text-s);
        font-weight: 600;
      }
      select {
        width: 100%;
        min-height: 2.75rem;
        padding: 0 var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-1);
        background: var(--ground);
        color: var(--ink);
        font: inherit;
        text-overflow: ellipsis;
      }
    `,
  ];

  @consume({ context: actionsContext }) private actions!: Actions;
  @consume({ context: settingsContext, subscribe: true }) @state() private settings!: SettingsState;
  @consume({ context: workContext, subscribe: true }) @state() private work!: WorkState;

  override render(): TemplateResult {
    const workspace = this.work.shown?.workspace;
    const slots = workspace?.outputs.some(o => o.role === 'user1' || o.role === 'user2') ?? false;
    return html`<fieldset>
      <legend class="visually-hidden">${SETTINGS.title}</legend>
      ${this.#setting('map')} ${this.#setting('mode')} ${this.#setting('frequency')}
      ${slots && workspace ? this.#wish(workspace.wish) : ''}
    </fieldset>`;
  }

  #setting<Key extends keyof FlashSettings>(key: Key): TemplateResult {
    const workspace = this.work.shown?.workspace;
    const chosen: Partial<FlashSettings>[Key] = this.settings.chosen[key];
    const options: readonly Option<FlashSettings[Key]>[] = OPTIONS[key];
    const origin = workspace?.assumed[key] ? SETTINGS.assumed : SETTINGS.stated;
    const layout = key === 'map' && workspace ? flashMap(workspace.settings.map).layout : 'none';
    const slots = layout === 'none' ? '' : `${SETTINGS.layout(layoutName(layout))} `;
    return this.#select<FlashSettings[Key]>({
      id: key,
      label: SETTING_ABOUT[key].name,
      hint: `${slots}${chosen ? SETTINGS.chosen : origin}`,
      value: chosen,
      automatic:
        chosen || !workspace
          ? SETTINGS.automatic
          : SETTINGS.automaticIs(settingValue(key, workspace.settings[key])),
      options,
      set: value => void this.actions.setSetting(key, value),
    });
  }

  #wish(wish: BootWish): TemplateResult {
    return this.#select<BootWish>({
      id: 'wish',
      label: SETTINGS.wish,
      hint: SETTINGS.wishAbout,
      value: this.settings.chosen.wish ?? wish,
      options: WISHES,
      set: value => value && void this.actions.setWish(value),
    });
  }

  #select<Value extends string>(choice: Choice<Value>): TemplateResult {
    const { id, label, hint, options, value } = choice;
    const change = (event: Event): void => {
      const picked = (event.target as HTMLSelectElement).value;
      choice.set(options.find(o => o.value === picked)?.value);
    };
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <select id=${id} aria-describedby="${id}-hint" @change=${change}>
        ${choice.automatic ? option('', choice.automatic, value === undefined) : nothing}
        ${options.map(o => option(o.value, o.name, o.value === value))}
      </select>
      <p class="quiet small" id="${id}-hint">${hint}</p>
    </div>`;
  }
}

/** Says `selected` again whatever the person has picked meanwhile: a choice may have been cancelled. */
const option = (value: string, name: string, selected: boolean): TemplateResult =>
  html`<option value=${value} .selected=${live(selected)}>${name}</option>`;
