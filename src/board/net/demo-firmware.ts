/** The demo firmware of BSPTools around the client (ota.md, section 7): a page with the build number, and a trigger. */
import type { Identity } from './announcement.ts';
import { SystemParameters } from './parameters.ts';
import type { SdkCpu, SdkTask } from './sdk-cpu.ts';
import type { SdkFlash } from './sdk-flash.ts';
import type { NetworkSettings } from './settings.ts';
import type { BoardTcp, Connection } from './tcp.ts';
import { UpgradeClient } from './upgrade-client.ts';

export interface DemoOptions {
  readonly settings: NetworkSettings;
  readonly cpu: SdkCpu;
  readonly flash: SdkFlash;
  readonly tcp: BoardTcp;
  /** Resets the chip by software. */
  readonly restart: () => void;
  /** Address of the device, as the page names it. */
  readonly address: string;
}

const HEADER = 'HTTP/1.1 200 OK\r\nContent-type: text/html\r\n\r\n';

export class DemoFirmware {
  readonly #options: DemoOptions;
  readonly #parameters: SystemParameters;
  /** Who runs, as it says itself. */
  identity: Identity;
  #upgrade: UpgradeClient | undefined;

  constructor(options: DemoOptions, identity: Identity) {
    this.#options = options;
    this.identity = identity;
    this.#parameters = new SystemParameters(options.flash);
  }

  /** Somebody connected: nothing is read before the answer. */
  accept(connection: Connection, port: number, from: string): void {
    const { cpu, settings } = this.#options;
    cpu.post(() => this.#answer(connection, port === settings.triggerPort ? TRIGGERED : this.#page));
    if (port === settings.triggerPort) cpu.post(() => this.#startUpgrade(from));
  }

  get #page(): string {
    const { address, settings } = this.#options;
    return (
      '<html><body><h1>Hello, World</h1>' +
      `<p>This page is served by HTTP Server build ${this.identity.build}.</p>` +
      `<a href="http://${address}:${settings.triggerPort}/">Update</a></body></html>`
    );
  }

  #answer(connection: Connection, page: string): void {
    connection.send(Uint8Array.from(HEADER + page, c => c.charCodeAt(0)));
    connection.end();
  }

  /** While one update runs the SDK starts no other. */
  *#startUpgrade(host: string): SdkTask {
    if (this.#upgrade) return;
    const { settings, cpu, flash, tcp } = this.#options;
    const { target, targetSector, targetSize } = this.#parameters;
    const wanted = this.identity.slot === 'user1' ? 'user2' : 'user1';
    const upgrade = new UpgradeClient(
      {
        request: settings.request.replaceAll('{slot}', wanted),
        checkTimes: settings.checkTimes,
        knowsBegunHeader: settings.sdk === '3.0.4',
        target,
        firstSector: targetSector,
        partition: settings.partition === 'from-map' ? targetSize : settings.partition,
      },
      {
        cpu,
        flash,
        connect: events => tcp.connect(host, settings.callbackPort, events),
        checked: good => this.#checked(good),
        forgotten: () => this.#forget(),
      },
    );
    this.#upgrade = upgrade;
    yield* upgrade.start();
  }

  /** Nothing is done about a failure: the device stays on its slot. */
  #checked(good: boolean): void {
    if (good) this.#options.cpu.post(() => this.#reboot());
    else this.#forget();
  }

  #forget(): void {
    this.#upgrade = undefined;
  }

  /** system_upgrade_reboot. */
  *#reboot(): SdkTask {
    const { cpu, restart } = this.#options;
    yield* this.#parameters.chooseTarget();
    yield* cpu.print(`reboot to use${this.#parameters.target === 'user1' ? 1 : 2}\n`);
    yield* cpu.drain();
    restart();
  }
}

const TRIGGERED = '<html><body>Updating the firmware.</body></html>';
