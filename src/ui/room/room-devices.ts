import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RoomHolder, RoomView } from '../../app/room/room-holder.ts';
import { ACCESS_POINT_ADDRESS, type RoomChoice, type RoomDevice } from '../../core/room/room.ts';
import { buildName, buildsText, bytesText, deviceAdvice, deviceState, ROOM } from '../../words/room.ts';
import { ICONS } from '../icons.ts';
import { base, buttons } from '../shared-styles.ts';
import { tables } from '../table-styles.ts';
import { roomStyles } from './styles.ts';

/** The devices of the room: what each gets, and how far it is. */
@customElement('ts-room-devices')
export class RoomDevices extends LitElement {
  static override styles = [base, buttons, tables, roomStyles];

  @property({ attribute: false }) room?: RoomHolder;
  /** Comes beside `room`, whose identity stays when this changes. */
  @property({ attribute: false }) view?: RoomView;

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (!view) return nothing;
    const { devices } = view.room;
    if (devices.length === 0) return html`<p class="quiet">${ROOM.noDevices}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${ROOM.table}>
      <table>
        <thead>
          <tr>
            ${[ROOM.device, ROOM.choice, ROOM.slot, ROOM.beforeNow, ROOM.progress, ROOM.result].map(name => html`<th scope="col">${name}</th>`)}
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            devices,
            ({ address }) => address,
            device => this.#row(device, view),
          )}
        </tbody>
      </table>
    </div>`;
  }

  #row(device: RoomDevice, view: RoomView): TemplateResult {
    const { address, name, update, queue } = device;
    const { stage } = update ?? {};
    const bad =
      stage === 'failed' || stage === 'stayed' || stage === 'unproven' || device.unreachable !== undefined;
    const kind = queue ? '' : stage === 'done' ? 'done' : bad ? 'bad' : '';
    const advice = deviceAdvice(device);
    const ready = view.relay.kind === 'ready';
    return html`<tr class=${kind}>
      <th scope="row" class="mono">${address}${
        address === ACCESS_POINT_ADDRESS
          ? html`<br /><span class="small">${ROOM.accessPoint}</span>`
          : nothing
      }<br /><input
          aria-label=${ROOM.nameOf(address)}
          placeholder=${ROOM.name}
          maxlength="40"
          autocomplete="off"
          .value=${name}
          @change=${(e: Event) => this.room?.rename(address, (e.target as HTMLInputElement).value.trim())}
        /></th>
      <td>${this.#choice(device, view)}</td>
      <td>${update?.slot ?? ''}</td>
      <td>${buildsText(device)}</td>
      <td>
        ${update?.length ? html`<progress max=${update.length} .value=${update.sent} aria-label=${ROOM.progress} aria-valuetext=${bytesText(device)}></progress><br />` : nothing}
        <span class="small">${bytesText(device)}</span>
      </td>
      <td class="why">
        <span class="state">${kind === 'done' ? ICONS.ok : kind === 'bad' ? ICONS.error : nothing} ${deviceState(device)}</span>
        ${advice ? html`<span class="small">${advice}</span>` : nothing}
      </td>
      <td class="acts">
        <button class="quiet" ?disabled=${!ready} aria-label="${ROOM.update} ${address}" @click=${() => this.room?.update([address])}>${ROOM.update}</button>
        <button class="quiet" ?disabled=${!ready} aria-label="${ROOM.look} ${address}" @click=${() => this.room?.readPage(address)}>${ROOM.look}</button>
        <button class="quiet" aria-label="${ROOM.remove} ${address}" @click=${() => this.room?.removeDevice(address)}>${ROOM.remove}</button>
      </td>
    </tr>`;
  }

  #choice({ address, choice }: RoomDevice, { builds, room }: RoomView): TemplateResult {
    const { others } = room;
    const byDefault = others.kind === 'build' ? builds.find(({ id }) => id === others.id) : undefined;
    const options: readonly (readonly [string, string])[] = [
      ['default', ROOM.asOthers(byDefault ? buildName(byDefault) : ROOM.nothing)],
      ...builds.map(build => [`build ${build.id}`, buildName(build)] as const),
      ['none', ROOM.nothing],
    ];
    const chosen = choice.kind === 'build' ? `build ${choice.id}` : choice.kind;
    return html`<select
      aria-label=${ROOM.choiceOf(address)}
      @change=${(e: Event) => this.room?.choose(address, choiceOf((e.target as HTMLSelectElement).value))}
    >
      ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
    </select>`;
  }
}

function choiceOf(value: string): RoomChoice {
  if (value === 'none' || value === 'default') return { kind: value };
  return { kind: 'build', id: value.slice('build '.length) };
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-room-devices': RoomDevices;
  }
}
