/**
 * A Chromium as people have it, driven by the bare debugger protocol: Playwright makes every page believe that it is
 * seen, and then none of its timers slow down.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { launchOptions, PATIENCE_MS } from '../browser.ts';
import { startStaticServer } from '../static-server.ts';
import {
  buildPortTools,
  grantPorts,
  type PortIdentity,
  portEnvironment,
  temporaryFolder,
  VirtualPort,
} from './virtual-port.ts';

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** One tab, by its session. */
export interface BareTab {
  /** The value of an expression, of a promise when it settles. @throws with what the page says. */
  evaluate<T>(expression: string): Promise<T>;
  /** Files into the page's hidden chooser. */
  choose(paths: readonly string[]): Promise<void>;
}

export interface HiddenBrowser {
  plug(identity: PortIdentity): VirtualPort;
  /** A new tab in front of all others. */
  tab(address?: string): Promise<BareTab>;
  close(): Promise<void>;
}

export const startHiddenBrowser = async (
  ports: readonly PortIdentity[],
  folder: string,
): Promise<HiddenBrowser> => {
  const { executablePath, args } = launchOptions();
  const tools = buildPortTools();
  const server = await startStaticServer(folder);
  const plugs = temporaryFolder('ports');
  const profile = temporaryFolder('profile');
  grantPorts(profile.path, new URL(server.url).origin, ports);
  const browser = spawn(
    executablePath,
    [
      ...[...args, '--headless=new', '--no-sandbox', '--remote-debugging-port=0'],
      ...[`--user-data-dir=${profile.path}`, 'about:blank'],
    ],
    { env: portEnvironment(tools, plugs.path), stdio: 'ignore' },
  );
  const debug = await Debugger.open(await addressOf(profile.path));
  return {
    plug: identity => new VirtualPort(tools, plugs.path, identity),
    tab: async (address = server.url) => {
      const { targetId } = await debug.call('Target.createTarget', { url: address });
      const { sessionId } = await debug.call('Target.attachToTarget', { targetId, flatten: true });
      return tabOf(debug, String(sessionId));
    },
    close: async () => {
      const gone = ended(browser);
      await Promise.race([debug.call('Browser.close', {}), gone]);
      await gone;
      debug.close();
      await server.close();
      plugs.remove();
      profile.remove();
    },
  };
};

const tabOf = (debug: Debugger, sessionId: string): BareTab => ({
  evaluate: async <T>(expression: string) => {
    const asked = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails } = await debug.call('Runtime.evaluate', asked, sessionId);
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  },
  choose: async paths => {
    const expression =
      'document.querySelector("ts-firmware-step").shadowRoot.querySelector("ts-drop-zone").shadowRoot.querySelector("input[type=file]")';
    const { result } = await debug.call('Runtime.evaluate', { expression }, sessionId);
    const { objectId } = result as { objectId: string };
    await debug.call('DOM.setFileInputFiles', { files: paths, objectId }, sessionId);
  },
});

/** Where the browser listens, which it writes into its profile when it does. */
async function addressOf(profile: string): Promise<string> {
  const file = join(profile, 'DevToolsActivePort');
  const end = performance.now() + PATIENCE_MS;
  while (!existsSync(file) || !readFileSync(file, 'utf8').includes('\n')) {
    if (performance.now() > end) throw new Error('the browser did not start');
    await new Promise(done => setTimeout(done, 20));
  }
  const [port, path] = readFileSync(file, 'utf8').split('\n');
  return `ws://127.0.0.1:${port}${path}`;
}

const ended = (browser: ChildProcess): Promise<unknown> => new Promise(done => browser.once('exit', done));

class Debugger {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', data => {
      const answer = JSON.parse(String(data)) as Answer;
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    });
  }

  static async open(address: string): Promise<Debugger> {
    const socket = new WebSocket(address, { maxPayload: 64 * 1024 * 1024 });
    await new Promise((done, failed) => socket.once('open', done).once('error', failed));
    return new Debugger(socket);
  }

  close(): void {
    this.#socket.close();
  }

  call(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#last;
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        this.#waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
    });
  }
}
