import { listOf } from '../words/format.ts';
import { boardCommand } from './board/board.ts';
import { diffCommand } from './diff.ts';
import { EXIT, type Exit } from './exit.ts';
import { guarded } from './guarded.ts';
import { HELP, HELP_TOPICS, HINTS } from './help.ts';
import { imageCommand } from './image.ts';
import { inspectCommand } from './inspect.ts';
import { UsageError } from './options.ts';
import { relayCommand } from './relay/relay.ts';
import type { Screens } from './screen.ts';
import { version } from './version.ts';

/** Runs one command line and says how it went. */
export const run = (args: readonly string[], screens: Screens): Promise<Exit> =>
  guarded(() => dispatch(args, screens), screens);

function dispatch(args: readonly string[], screens: Screens): Exit | Promise<Exit> {
  const [command, ...rest] = args;
  const asksForHelp = rest.includes('--help') || rest.includes('-h');
  switch (command) {
    case undefined:
      return relayCommand([], screens);
    case '--version':
    case '-v':
      screens.out.line(version());
      return EXIT.fine;
    case 'help':
    case '--help':
    case '-h':
      return help(rest, screens);
    case 'image':
      return asksForHelp ? help(['image'], screens) : imageCommand(rest, screens);
    case 'inspect':
      return asksForHelp ? help(['inspect'], screens) : inspectCommand(rest, screens);
    case 'diff':
      return asksForHelp ? help(['diff'], screens) : diffCommand(rest, screens);
    case 'board':
      return asksForHelp ? help(['board'], screens) : boardCommand(rest, screens);
    case 'relay':
      return asksForHelp ? help(['relay'], screens) : relayCommand(rest, screens);
    default:
      if (args.some(arg => arg.split('=')[0] === '--ota')) return relayCommand(args, screens);
      throw new UsageError(elsewhere(args) ?? unknownCommand(command));
  }
}

function help([topic]: readonly string[], { out }: Screens): Exit {
  const text = topic === undefined ? HELP : HELP_TOPICS[topic];
  if (text === undefined) {
    throw new UsageError(`There is no help on "${topic}", only on ${listOf(Object.keys(HELP_TOPICS))}.`);
  }
  out.line(text);
  return EXIT.fine;
}

/** Options of ESPImageTool that are answered by another part of Twinslot. */
function elsewhere(args: readonly string[]): string | undefined {
  const found = Object.keys(HINTS).find(option => args.some(arg => arg.split('=')[0] === option));
  return found && HINTS[found];
}

function unknownCommand(command: string): string {
  const isFile = /\.(?:elf|bin|out|axf)$/i.test(command);
  if (isFile)
    return `Say what to do with ${command}: twinslot image ${command}, or twinslot inspect ${command}`;
  return `There is no command "${command}"; there are image, inspect, diff, relay, board and help.`;
}
