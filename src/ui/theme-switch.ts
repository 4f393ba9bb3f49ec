import { consume } from '@lit/context';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext, settingsContext } from '../app/contexts.ts';
import type { SettingsState } from '../app/state.ts';
import { STATUS } from '../words/page.ts';
import { base } from './shared-styles.ts';

type Theme = SettingsState['theme'];
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** As the system says, light or dark; one attribute on the root element does the rest. */
@customElement('ts-theme-switch')
export class ThemeSwitch extends LitElement {
  static override styles = [
    base,
    css`
      fieldset {
        display: flex;
        margin: 0;
        padding: 2px;
        border: 1px solid var(--line);
        border-radius: 2rem;
        background: var(--ground-raised);
      }
      label {
        position: relative;
        display: grid;
        place-items: center;
        min-height: 1.75rem;
        padding: 0 clamp(0.4rem, 2vw, var(--space-3));
        border-radius: 2rem;
        color: var(--ink-quiet);
        font-size: var(--text-s);
        cursor: pointer;
      }
      label:hover {
        color: var(--ink);
      }
      label:has(:checked) {
        background: var(--ground);
        box-shadow: 0 0 0 1px var(--line-strong);
        color: var(--ink);
        font-weight: 600;
      }
      label:has(:focus-visible) {
        outline: 3px solid var(--focus);
        outline-offset: 2px;
      }
      /* Shadows and grounds are gone there. */
      @media (forced-colors: active) {
        label:has(:checked) {
          outline: 2px solid Highlight;
        }
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
    `,
  ];

  @consume({ context: actionsContext }) private actions!: Actions;
  @consume({ context: settingsContext, subscribe: true }) @state() private settings!: SettingsState;

  override render(): TemplateResult {
    return html`<fieldset>
      <legend class="visually-hidden">${STATUS.theme}</legend>
      ${THEMES.map(
        theme => html`<label>
          <input
            type="radio"
            name="theme"
            value=${theme}
            .checked=${live(this.settings.theme === theme)}
            @change=${() => this.actions.setTheme(theme)}
          />${STATUS.themes[theme]}
        </label>`,
      )}
    </fieldset>`;
  }

  protected override updated(): void {
    const { theme } = this.settings;
    document.documentElement.dataset.theme = theme;
    colourFrame(theme);
  }
}

/** The frame that the system draws around an installed page has a colour for each theme: see index.html. */
function colourFrame(theme: Theme): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    const own = meta.dataset.theme ?? '';
    meta.media = theme === 'auto' ? `(prefers-color-scheme: ${own})` : theme === own ? 'all' : 'not all';
  }
}
