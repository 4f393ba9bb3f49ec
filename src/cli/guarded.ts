import { Problem } from '../core/problem.ts';
import { EXIT, type Exit } from './exit.ts';
import { printProblem } from './findings.ts';
import { UsageError } from './options.ts';
import type { Screens } from './screen.ts';

/**
 * Runs a command; what goes wrong becomes sentences and an exit status.
 * @param helpOn how to ask this program for the options of a command.
 */
export async function guarded(
  work: () => Exit | Promise<Exit>,
  { err }: Screens,
  helpOn = (topic: string): string => `twinslot help ${topic}`,
): Promise<Exit> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) {
      err.line(`twinslot: ${error.message}`);
      if (error.topic) err.line(`For all options: ${helpOn(error.topic)}`);
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
