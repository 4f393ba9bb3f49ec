import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OtaImages } from '../../core/ota/offer.ts';
import { RELAY_PORTS, relayFragment } from '../../core/ota/relay-messages.ts';
import { ownAddresses } from '../../relay/networks.ts';
import { type Relay, startRelay } from '../../relay/relay.ts';
import { wordsFor } from '../../words/findings.ts';
import { RELAY_LOG } from '../../words/relay-log.ts';
import { EXIT, type Exit } from '../exit.ts';
import { type Screens, visible } from '../screen.ts';
import { imagesFrom } from './images.ts';
import { RelayLogPrinter } from './log.ts';
import { parseRelayOptions, type RelayOptions } from './options.ts';

/** So long the last lines may take to be read, ms. */
const UNREAD_MS = 1000;

/** The ways in which a terminal or another program ends this one. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `twinslot relay`, and `twinslot` alone: serves page and devices until Ctrl-C. */
export async function relayCommand(args: readonly string[], screens: Screens): Promise<Exit> {
  const options = parseRelayOptions(args);
  const app = options.app ?? builtApp();
  if (app !== undefined && !hasPage(app)) {
    screens.err.line(`twinslot: ${visible(RELAY_LOG.noApp(app))}`);
    return EXIT.refused;
  }
  const images = imagesFrom(options, screens);
  if (!images) return EXIT.refused;
  const log = new RelayLogPrinter(screens.out);
  try {
    const relay = await startRelay({
      devicePort: options.port,
      ...(app !== undefined && { app }),
      ...(options.page && { origins: [options.page.origin] }),
      images,
      stay: options.stay,
      explain: why => `${wordsFor(why).text} ${wordsFor(why).advice}`,
      log: entry => log.print(entry),
    });
    const end = ending();
    greet(relay, { options, images, app }, screens);
    await end;
    screens.out.line(RELAY_LOG.ended);
    await relay.close();
    leaveUnread();
    return EXIT.fine;
  } catch (error) {
    const sentence = portSentence(error, options.port);
    if (sentence === undefined) throw error;
    screens.err.line(`twinslot: ${sentence}`);
    return EXIT.refused;
  }
}

interface Served {
  readonly options: RelayOptions;
  readonly images: OtaImages;
  readonly app: string | undefined;
}

function greet(relay: Relay, { options, images, app }: Served, { out }: Screens): void {
  const fragment = relayFragment(relay.key);
  const pages = [
    ...(app === undefined ? [] : [`http://localhost:${relay.key.port}/${fragment}`]),
    ...(options.page ? [`${options.page.href.split('#')[0]}${fragment}`] : []),
  ];
  for (const page of pages) out.line(out.strong(visible(RELAY_LOG.page(page))));
  out.line(pages.length > 0 ? RELAY_LOG.pageToken : RELAY_LOG.noPage);
  // An address of the computer itself (127…) helps no device.
  const own = ownAddresses().filter(({ prefix }) => prefix > 8);
  out.line(RELAY_LOG.devices(relay.devicePort, own));
  for (const { slot, name, bytes } of Object.values(images)) {
    out.line(`  ${visible(RELAY_LOG.serves(slot, name, bytes.length))}`);
  }
  out.line(options.files.length > 0 ? RELAY_LOG.waits : RELAY_LOG.waitsForPage);
}

/** The end does not wait for somebody who has stopped reading the lines. */
function leaveUnread(): void {
  setTimeout(() => process.exit(EXIT.fine), UNREAD_MS).unref();
}

/** The built app, where the package has it. */
function builtApp(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = join(here, '..', 'dist');
  return hasPage(folder) ? folder : undefined;
}

const hasPage = (folder: string): boolean => existsSync(join(folder, 'index.html'));

const ending = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ENDINGS) process.once(signal, () => resolve());
  });

/** Why a port cannot be had; undefined when it is something else. */
function portSentence(error: unknown, devicePort: number): string | undefined {
  const { code, port, syscall } = error as NodeJS.ErrnoException & { port?: number };
  if (syscall !== 'listen' || port === undefined) return undefined;
  if (code === 'EACCES') return RELAY_LOG.portForbidden(port);
  if (code !== 'EADDRINUSE') return undefined;
  return port === devicePort ? RELAY_LOG.portTaken(port) : RELAY_LOG.pagePortsTaken(RELAY_PORTS);
}
