#!/usr/bin/env node
import { run } from './run.ts';
import { screenFor } from './screen.ts';

// A reader that goes away (`twinslot inspect … | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// Not process.exit: that would cut off what a pipe has not taken yet.
process.exitCode = await run(process.argv.slice(2), {
  out: screenFor(process.stdout),
  err: screenFor(process.stderr),
});
