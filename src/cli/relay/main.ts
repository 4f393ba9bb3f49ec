#!/usr/bin/env node
/** The relay alone, as one file without dependencies: what the hosted page offers for download. */
import { EXIT } from '../exit.ts';
import { guarded } from '../guarded.ts';
import { screenFor } from '../screen.ts';
import { RELAY_HELP } from './help.ts';
import { relayCommand } from './relay.ts';

const args = process.argv.slice(2);
const screens = { out: screenFor(process.stdout), err: screenFor(process.stderr) };

// Whoever has read the lines may be gone; the devices are not.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await guarded(
  () => {
    if (!args.includes('--help') && !args.includes('-h')) return relayCommand(args, screens);
    screens.out.line(RELAY_HELP.replaceAll('twinslot relay', 'node twinslot-relay.mjs'));
    return EXIT.fine;
  },
  screens,
  () => 'node twinslot-relay.mjs --help',
);
