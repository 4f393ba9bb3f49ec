import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { aboutSite, buildHash, type CopyCheck, checkCopy } from '../../app/about-site.ts';
import { copyText } from '../../app/clipboard.ts';
import { ABOUT } from '../../words/about.ts';
import { ICONS } from '../icons.ts';
import { base, buttons } from '../shared-styles.ts';

type Check =
  | { readonly state: 'running'; readonly done: number; readonly of: number }
  | ({ readonly state: 'done' } & CopyCheck);

/** Version and hash of this build, how to prove them, and a look at every file that runs here. */
@customElement('ts-about-build')
export class AboutBuild extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
        gap: var(--space-3);
        max-width: 75ch;
      }
      code {
        display: block;
        padding: var(--space-2);
        border: 1px solid var(--line);
        border-radius: var(--radius-1);
        background: var(--ground-sunken);
        font-family: var(--mono);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
      a {
        display: inline-flex;
        align-items: center;
        min-height: 2.75rem;
        color: inherit;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
      }
      .verdict {
        display: flex;
        gap: var(--space-2);
      }
      .ok {
        color: var(--ok);
      }
      .error {
        color: var(--error);
      }
    `,
  ];

  @state() private version = '';
  @state() private hash: string | undefined;
  @state() private failed = false;
  @state() private copied: boolean | undefined;
  @state() private check: Check | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    if (this.failed) return html`<p role="alert">${ABOUT.failed}</p>`;
    const here = new URL('./', location.href).href;
    return html`
      <p>${ABOUT.version(this.version)}</p>
      <div>
        <p><strong>${ABOUT.hash}</strong></p>
        <code class="hash">${this.hash ?? ABOUT.hashPending}</code>
      </div>
      <p class="quiet small">${ABOUT.hashAbout}</p>
      <div class="row">
        <button ?disabled=${!this.hash} @click=${this.#copy}>${ICONS.copy} ${ABOUT.copyHash}</button>
        <a href="./SHA256SUMS.txt" target="_blank">${ABOUT.sums}</a>
        <span role="status">${this.copied === undefined ? nothing : this.copied ? ABOUT.copied : ABOUT.notCopied}</span>
      </div>
      <div>
        <p class="small">${ABOUT.verify}</p>
        <code>npm ci && npm run verify-build -- ${here}</code>
      </div>
      <button ?disabled=${this.check?.state === 'running'} @click=${this.#check}>${ABOUT.check}</button>
      <div role="status">${this.check ? verdict(this.check) : nothing}</div>
    `;
  }

  async #load(): Promise<void> {
    try {
      this.version = (await aboutSite()).version;
      this.hash = await buildHash();
    } catch {
      this.failed = true;
    }
  }

  readonly #copy = async (): Promise<void> => {
    this.copied = await copyText(this.hash ?? '');
  };

  readonly #check = async (): Promise<void> => {
    try {
      const result = await checkCopy((done, of) => {
        // Every tenth: a screen reader that speaks each number would still be at it tomorrow.
        if (done % 10 === 0) this.check = { state: 'running', done, of };
      });
      this.check = { state: 'done', ...result };
    } catch {
      this.failed = true;
    }
  };
}

const verdict = (check: Check): TemplateResult => {
  if (check.state === 'running') return html`${ABOUT.checking(check.done, check.of)}`;
  const { files, wrong } = check;
  return wrong.length === 0
    ? html`<p class="verdict ok">${ICONS.ok} ${ABOUT.checked(files)}</p>`
    : html`<p class="verdict error">${ICONS.error} ${ABOUT.differing(wrong.length)}</p>
        <ul class="mono small">
          ${wrong.map(path => html`<li>${path}</li>`)}
        </ul>`;
};

declare global {
  interface HTMLElementTagNameMap {
    'ts-about-build': AboutBuild;
  }
}
