import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext, workContext } from '../app/contexts.ts';
import { MERGED_NAME } from '../app/saving.ts';
import type { Shown, WorkState } from '../app/state.ts';
import { formatOffset } from '../core/bytes/address.ts';
import { flashMap } from '../core/esp8266/flash-map.ts';
import { RECIPE_NAMES, type RecipeFormat } from '../core/interchange/recipe.ts';
import { esptoolLine } from '../core/plan/esptool.ts';
import type { FlashWrite } from '../core/plan/flash-plan.ts';
import { DRAG } from '../words/drag.ts';
import { formatBytes, formatSize } from '../words/format.ts';
import { SAVE } from '../words/page.ts';
import { MERGED_LOSES, mergeBlockWords } from '../words/plan.ts';
import { ICONS } from './icons.ts';
import './inspect-details.ts';
import { imageListStyles } from './image-list-styles.ts';
import { base, buttons, disclosures } from './shared-styles.ts';

/** The images one by one, with their checksums; the whole flash as one file; the command for esptool. */
@customElement('ts-image-list')
export class ImageList extends LitElement {
  static override styles = [base, buttons, disclosures, imageListStyles];

  @consume({ context: actionsContext }) private actions!: Actions;
  @consume({ context: workContext, subscribe: true }) @state() private work!: WorkState;

  override render(): TemplateResult | typeof nothing {
    const { shown } = this.work;
    const writes = shown?.workspace.plan.writes ?? [];
    if (!shown || writes.length === 0) return nothing;
    return html`
      <h3>${SAVE.title}</h3>
      <div class="images">
        <ul role="list">
          ${writes.map(write => this.#image(write, shown))} ${this.#merged(shown)}
        </ul>
        ${this.#esptool(shown)} ${this.#others()}
      </div>
    `;
  }

  /** Unfolds what is in an image. @returns whether there is such an image. */
  reveal(name: string): boolean {
    const rows = [...this.renderRoot.querySelectorAll('ts-inspect-details')];
    const row = rows.find(details => details.output?.built.files.some(file => file.name === name));
    void row?.reveal();
    return row !== undefined;
  }

  #image({ name, offset, bytes }: FlashWrite, { hashes, workspace }: Shown): TemplateResult {
    const hash = hashes[name];
    // A program without slots is one image in two files: its headers are in the first.
    const output = workspace.outputs.find(({ built }) => built.files[0]?.name === name);
    return html`<li>
      <span class="offset mono">${formatOffset(offset)}</span>
      <span class="name">${name} <span class="quiet small">${formatBytes(bytes.length)}</span></span>
      <span class="hash small">
        <span class="quiet">${SAVE.sha256}</span>
        ${
          hash
            ? html`<code class="mono">${hash}</code>
                <button
                  class="quiet"
                  aria-label=${SAVE.copyHash(name)}
                  @click=${() => this.actions.saving.copy(hash, SAVE.hash(name))}
                >
                  ${ICONS.copy} ${SAVE.copy}
                </button>`
            : html`<span class="quiet">${SAVE.hashPending}</span>`
        }
      </span>
      <button class="save" aria-label=${SAVE.oneNamed(name)} @click=${() => this.actions.saving.save(name)}>
        ${SAVE.one}
      </button>
      ${this.#dragHandle(name)}
      ${
        output
          ? html`<ts-inspect-details class="inspect" of=${name} .output=${output}></ts-inspect-details>`
          : nothing
      }
    </li>`;
  }

  /** For those who have a pointer; the button beside it does the same. */
  #dragHandle(name: string): TemplateResult {
    const { saving } = this.actions;
    return html`<span
      class="drag quiet small"
      draggable="true"
      aria-hidden="true"
      title=${DRAG.about}
      @dragstart=${(event: DragEvent) => saving.startDrag(event, name)}
      @dragend=${(event: DragEvent) => saving.endDrag(event, name)}
      >${ICONS.grip} ${DRAG.handle}</span
    >`;
  }

  #merged({ workspace }: Shown): TemplateResult {
    const { mergeBlock, plan } = workspace;
    const about = mergeBlock ? mergeBlockWords(mergeBlock) : MERGED_LOSES;
    return html`<li>
      <span class="offset mono">${formatOffset(0)}</span>
      <span class="name">
        ${MERGED_NAME}
        <span class="quiet small">${SAVE.merged}, ${formatSize(flashMap(plan.map).size)}</span>
      </span>
      <span class="hash quiet small" id="merged-about">${about}</span>
      <button
        class="save"
        aria-label=${SAVE.oneNamed(MERGED_NAME)}
        aria-describedby="merged-about"
        ?disabled=${mergeBlock !== undefined}
        @click=${() => this.actions.saving.saveMerged()}
      >
        ${SAVE.one}
      </button>
    </li>`;
  }

  /** What tells other tools where the files go. */
  #others(): TemplateResult {
    const formats = Object.keys(RECIPE_NAMES) as RecipeFormat[];
    return html`<details>
      <summary>${SAVE.others}</summary>
      <p class="quiet small">${SAVE.othersAbout}</p>
      <div class="command">
        ${formats.map(
          format =>
            html`<button @click=${() => this.actions.saving.saveRecipe(format)}>
              ${SAVE.oneNamed(RECIPE_NAMES[format])}
            </button>`,
        )}
      </div>
    </details>`;
  }

  #esptool({ workspace }: Shown): TemplateResult {
    const line = esptoolLine(workspace.plan);
    return html`<details>
      <summary>${SAVE.esptool}</summary>
      <p class="quiet small">${SAVE.esptoolAbout}</p>
      <div class="command">
        <code class="mono small">${line}</code>
        <button
          class="quiet"
          aria-label=${SAVE.copyEsptool}
          @click=${() => this.actions.saving.copy(line, SAVE.esptoolCommand)}
        >
          ${ICONS.copy} ${SAVE.copy}
        </button>
      </div>
    </details>`;
  }
}
