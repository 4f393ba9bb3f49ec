import { Problem } from '../core/problem.ts';
import { listOf } from '../words/format.ts';
import { boardCommand } from './board/board.ts';
import { EXIT, type Exit } from './exit.ts';
import { printProblem } from './findings.ts';
import { HELP, HELP_TOPICS, HINTS } from './help.ts';
import { imageCommand } from './image.ts';
import { inspectCommand } from './inspect.ts';
import { UsageError } from './options.ts';
import type { Screens } from './screen.ts';
import { version } from './version.ts';

/** Runs one command line and says how it went. */
export async function run(args: readonly string[], screens: Screens): Promise<Exit> {
  const { err } = screens;
  try {
    return await dispatch(args, screens);
  } catch (error) {
    if (error instanceof UsageError) {
      err.line(`twinslot: ${error.message}`);
      if (error.topic) err.line(`For all options: twinslot help ${error.topic}`);
      return EXIT.usage;
    }
    if (error instanceof Problem) {
      printProblem(err, error.finding);
      return EXIT.refused;
    }
    err.line('twinslot: This is a fault in Twinslot. Please report it with these lines:');
    err.line(error instanceof Error ? error.stack : String(error));
    return EXIT.refused;
  }
}

function dispatch(args: readonly string[], screens: Screens): Exit | Promise<Exit> {
  const [command, ...rest] = args;
  const asksForHelp = rest.includes('--help') || rest.includes('-h');
  switch (command) {
    case undefined:
      screens.err.line(HELP);
      return EXIT.usage;
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
    case 'board':
      return asksForHelp ? help(['board'], screens) : boardCommand(rest, screens);
    default:
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
  return `There is no command "${command}"; there are image, inspect, board and help.`;
}
