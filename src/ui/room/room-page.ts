import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { otaImagesOf } from '../../app/companion/ota-images.ts';
import type { Running } from '../../app/companion/running.ts';
import { runningContext, workContext } from '../../app/contexts.ts';
import type { RoomBuildView, RoomHolder, RoomView } from '../../app/room/room-holder.ts';
import { roomOf, saveRoom } from '../../app/room/start.ts';
import type { AppState } from '../../app/state.ts';
import { MOST_BUILDS } from '../../core/ota/room-table.ts';
import { buildOf } from '../../core/room/room.ts';
import { listOf } from '../../words/format.ts';
import { buildLine, buildName, ROOM, roomSentence } from '../../words/room.ts';
import { RELAY_LOSSES } from '../../words/running.ts';
import { Follow } from '../follow.ts';
import '../finding-list.ts';
import '../running/relay-panel.ts';
import { base, buttons, disclosures } from '../shared-styles.ts';
import './room-devices.ts';
import { roomStyles } from './styles.ts';

/** The network of the computer itself, 127.0.0.0/8: no device comes from there. */
const LOOPBACK_PREFIX = 8;
const ADDRESS = /^(?:\d{1,3}\.){3}\d{1,3}$/;

/** The page of the room: its relay, its builds, and its devices. */
@customElement('ts-room-page')
export class RoomPage extends LitElement {
  static override styles = [base, buttons, disclosures, roomStyles];

  @consume({ context: runningContext, subscribe: true }) @state() private running: Running | undefined;
  @consume({ context: workContext, subscribe: true }) @state() private work!: AppState['work'];
  @state() private asking = false;
  @state() private bad = false;
  @query('#address') private field?: HTMLInputElement;
  #room: RoomHolder | undefined;

  constructor() {
    super();
    new Follow(this, () => [this.#room, this.running]);
  }

  protected override willUpdate(): void {
    this.#room = this.running && roomOf(this.running);
  }

  override render(): TemplateResult {
    const room = this.#room;
    return html`<div class="page">
      <header>
        <h2>${ROOM.title}</h2>
        <p>${ROOM.about}</p>
        <details>
          <summary>${ROOM.needs}</summary>
          <p>${ROOM.needsJoined}</p>
          <p><strong>${ROOM.needsAccessPoint}</strong></p>
          <p>${ROOM.needsNode}</p>
        </details>
      </header>
      ${room ? html`${this.#relay(room)} ${this.#builds(room)} ${this.#devices(room)}` : nothing}
    </div>`;
  }

  #relay(room: RoomHolder): TemplateResult {
    const { relay } = room.view;
    const { running } = this;
    return html`<section aria-label=${ROOM.relay}>
      <h3>${ROOM.relay}</h3>
      ${relay.kind === 'closed' ? this.#closed(room, running) : this.#opened(room, relay)}
    </section>`;
  }

  #closed(room: RoomHolder, running: Running | undefined): TemplateResult {
    if (running?.relayKey)
      return html`<div><button class="primary" @click=${() => room.open()}>${ROOM.open}</button></div>`;
    return html`<p>${ROOM.noKey}</p>
      <ts-relay-panel .running=${running} .relay=${running?.companion.view.relay}></ts-relay-panel>`;
  }

  #opened(room: RoomHolder, relay: Exclude<RoomView['relay'], { readonly kind: 'closed' }>): TemplateResult {
    const line =
      relay.kind === 'ready'
        ? ROOM.ready(
            relay.devicePort,
            listOf(
              relay.addresses.filter(({ prefix }) => prefix > LOOPBACK_PREFIX).map(({ address }) => address),
              'or',
            ),
          )
        : relay.loss
          ? RELAY_LOSSES[relay.loss]
          : ROOM.connecting;
    const mayTake = relay.kind === 'connecting' && (relay.loss === 'busy' || relay.loss === 'replaced');
    return html`<p role="status">${line}</p>
      <div class="row">
        ${mayTake ? html`<button @click=${() => room.takeOver()}>${ROOM.takeOver}</button>` : nothing}
        ${this.asking && room.busy ? this.#question(room) : html`<button @click=${() => this.#close(room)}>${ROOM.close}</button>`}
      </div>`;
  }

  #question(room: RoomHolder): TemplateResult {
    return html`<span role="alert">${ROOM.closeAsk}</span>
      <button @click=${() => this.#close(room)}>${ROOM.closeYes}</button>
      <button class="quiet" @click=${() => this.#ask(false)}>${ROOM.closeNo}</button>`;
  }

  #builds(room: RoomHolder): TemplateResult {
    const { builds, refused } = room.view;
    const { images } = otaImagesOf(this.work.shown);
    const full = builds.length >= MOST_BUILDS;
    return html`<section aria-label=${ROOM.builds}>
      <h3>${ROOM.builds}</h3>
      ${builds.length === 0 ? html`<p class="quiet">${ROOM.noBuilds}</p>` : html`<ul class="builds" role="list">${builds.map(build => this.#build(room, build))}</ul>`}
      <ts-finding-list .findings=${refused}></ts-finding-list>
      <div class="row">
        <button ?disabled=${images.length === 0 || full} @click=${() => this.#addBuild(room)}>${ROOM.addBuild}</button>
        <p class="small">
          ${images.length === 0 ? html`${ROOM.addBuildNone} ` : full ? html`${ROOM.full} ` : nothing}<a href="#firmware">${ROOM.toFirmware}</a>
        </p>
      </div>
      <p class="quiet small">${ROOM.addBuildAbout}</p>
      ${builds.length > 0 ? this.#others(room) : nothing}
    </section>`;
  }

  #build(room: RoomHolder, build: RoomBuildView): TemplateResult {
    const line = buildLine(
      build,
      build.images.map(({ slot }) => slot),
    );
    return html`<li>
      <span>${line}</span>
      <button class="quiet" aria-label="${ROOM.remove} ${line}" @click=${() => room.removeBuild(build.id)}>${ROOM.remove}</button>
    </li>`;
  }

  #others(room: RoomHolder): TemplateResult {
    const { builds } = room.view;
    const { others } = room.view.room;
    const chosen = others.kind === 'build' ? others.id : '';
    const choose = (e: Event): void => {
      const id = (e.target as HTMLSelectElement).value;
      room.setOthers(id === '' ? { kind: 'none' } : { kind: 'build', id });
    };
    return html`<label
      >${ROOM.others}
      <select @change=${choose}>
        ${builds.map(build => html`<option value=${build.id} .selected=${build.id === chosen}>${buildName(build)}</option>`)}
        <option value="" .selected=${chosen === ''}>${ROOM.nothing}</option>
      </select></label
    >`;
  }

  #devices(room: RoomHolder): TemplateResult {
    const { view } = room;
    const { devices } = view.room;
    const ready = view.relay.kind === 'ready';
    const waits = devices.some(({ queue }) => queue === 'waiting');
    return html`<section aria-label=${ROOM.devices}>
      <h3>${ROOM.devices}</h3>
      <form class="row" @submit=${(e: Event) => this.#addDevice(e, room)}>
        <label>${ROOM.address}<input id="address" inputmode="decimal" autocomplete="off" aria-invalid=${String(this.bad)} /></label>
        <button>${ROOM.add}</button>
      </form>
      ${this.bad ? html`<p class="small" role="alert">${ROOM.addressBad}</p>` : nothing}
      <div class="row">
        <button class="primary" ?disabled=${!ready || devices.length === 0} @click=${() => room.update()}>${ROOM.updateAll}</button>
        ${waits ? html`<button @click=${() => room.stopQueue()}>${ROOM.stopQueue}</button>` : nothing}
        ${devices.length > 0 ? html`<button @click=${() => this.#save(room)}>${ROOM.save}</button>` : nothing}
      </div>
      <p role="status">${devices.length > 0 ? roomSentence(devices) : ''}</p>
      <ts-room-devices .room=${room} .view=${view}></ts-room-devices>
      <p class="quiet small">${ROOM.kept}</p>
    </section>`;
  }

  #addBuild(room: RoomHolder): void {
    const { images, refused } = otaImagesOf(this.work.shown);
    const names = [...new Set(images.map(({ name }) => name))];
    room.addBuild(names.join(' + '), images, refused);
  }

  #addDevice(event: Event, room: RoomHolder): void {
    event.preventDefault();
    const address = this.field?.value.trim() ?? '';
    this.bad = !ADDRESS.test(address);
    if (this.bad || !this.field) return;
    room.addDevice(address);
    this.field.value = '';
  }

  #close(room: RoomHolder): void {
    if (room.busy && !this.asking) {
      this.#ask(true);
      return;
    }
    this.#ask(false);
    room.close();
  }

  #ask(asking: boolean): void {
    this.asking = asking;
  }

  #save(room: RoomHolder): void {
    saveRoom(room, address => {
      const device = room.view.room.devices.find(each => each.address === address);
      const id = device && buildOf(room.view.room, device)?.id;
      const build = room.view.builds.find(each => each.id === id);
      return build ? buildName(build) : ROOM.nothing;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-room-page': RoomPage;
  }
}
