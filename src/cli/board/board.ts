import { createVirtualBoard, type VirtualBoard } from '../../board/board.ts';
import {
  BOARD_PRESETS,
  type BoardConfig,
  boardConfig,
  FLASH_SIZES,
  flashOfSize,
} from '../../board/config.ts';
import { BOARD_CLI, boardGreeting } from '../../words/board-cli.ts';
import { EXIT, type Exit } from '../exit.ts';
import { SaveError } from '../save.ts';
import { type Screens, visible } from '../screen.ts';
import { version } from '../version.ts';
import { checkSavePlace, FlashFileError, readFlashFile, saveFlashFile } from './flash-file.ts';
import { listenToKeys } from './keys.ts';
import { LiveBoard } from './live-board.ts';
import { BoardLog } from './log.ts';
import { type BoardOptions, parseBoardOptions } from './options.ts';
import { ListenError, PortServer } from './port-server.ts';
import { openWifi } from './wifi.ts';

/** The ways in which a terminal or another program ends this one. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `twinslot board`: a virtual board behind a TCP port, until Ctrl-C. */
export async function boardCommand(args: readonly string[], { out, err }: Screens): Promise<Exit> {
  const options = parseBoardOptions(args);
  const say = (sentence: string) => out.line(visible(sentence));
  try {
    if (options.save !== undefined) checkSavePlace(options.save);
    const board = makeBoard(options);
    board.onState = state => {
      if ('sentence' in state) say(state.sentence);
    };
    const log = new BoardLog(out);
    if (options.log) board.serial.onBytes(bytes => log.push(bytes));
    await serve(board, options, say);
    log.end();
    if (options.save !== undefined) {
      const bytes = board.saveFlash();
      saveFlashFile(options.save, bytes);
      say(BOARD_CLI.saved(options.save, bytes.length));
    }
    return EXIT.fine;
  } catch (error) {
    const known = [FlashFileError, ListenError, SaveError].some(kind => error instanceof kind);
    if (!known || !(error instanceof Error)) throw error;
    err.line(`twinslot: ${visible(error.message)}`);
    return EXIT.refused;
  }
}

/** Everything that a board has around it while it lives; it ends with a signal or the key for it. */
async function serve(board: VirtualBoard, options: BoardOptions, say: (text: string) => void): Promise<void> {
  const { host, baud } = options;
  const live = new LiveBoard(board);
  const end = new Ending();
  try {
    const signature = `Twinslot ${version()} virtual ${board.config.name}`;
    const server = await PortServer.open(live, { host, port: options.port, baud, signature, say });
    const { name, flash, mac } = board.config;
    for (const line of boardGreeting(name, flash.size, mac, { host, port: server.port }, baud)) say(line);
    if (!isLocal(host)) say(BOARD_CLI.open(host));
    const closeWifi = options.wifi && openWifi(live, options.wifi, say);
    const stopListening = listenToKeys(live, say, end.now);
    await end.come;
    stopListening();
    closeWifi?.();
    await server.close();
  } finally {
    end.forget();
    live.stop();
  }
}

/** The end of the program, by a signal or by itself; a second Ctrl-C does not wait for what is done at the end. */
class Ending {
  readonly come: Promise<void>;
  now = () => {};

  constructor() {
    this.come = new Promise(done => {
      this.now = () => done();
    });
    for (const signal of ENDINGS) process.once(signal, this.now);
  }

  forget(): void {
    for (const signal of ENDINGS) process.off(signal, this.now);
  }
}

function makeBoard({ preset, size, mac, flash: file, updatePort }: BoardOptions): VirtualBoard {
  const content = file === undefined ? undefined : readFlashFile(file, size);
  const ofPreset: BoardConfig['flash'] = BOARD_PRESETS[preset].flash;
  const bytes = size ? FLASH_SIZES[size] : (content?.length ?? ofPreset.size);
  const flash = bytes === ofPreset.size ? ofPreset : flashOfSize(bytes);
  const board = createVirtualBoard(
    boardConfig(preset, { flash, network: { callbackPort: updatePort }, ...(mac && { mac }) }),
  );
  if (content) board.loadFlash(content);
  return board;
}

const isLocal = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
