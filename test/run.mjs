/**
 * `npm test`: makes sure of the tools, then runs every check in order and sums them up in the last line.
 * Plain Node without dependencies, because it has to say what is missing on a machine that has nothing yet.
 *
 * TWINSLOT_ALLOW_MISSING=1  installs nothing, runs what can run, lists at the end what did not
 * TWINSLOT_LONG=1           the long counts (read by the tests); no limit on time
 * CHROMIUM=/path            another browser
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endChildrenOnSignal, run } from './tools/children.mjs';
import { countTests, lastLine } from './tools/count.mjs';
import { adviceFor, ensureTools, locate, TOOLS } from './tools/ensure.mjs';

/** The whole run is meant to end within 15 minutes on two cores; one that takes longer says so. */
const MEANT = 15 * 60_000;
/** What takes so long hangs, however slow the machine is. */
const LIMIT = process.env.TWINSLOT_LONG === '1' ? Number.POSITIVE_INFINITY : 40 * 60_000;
const REPORT = 'test-results/vitest.json';
const started = performance.now();

/** @typedef {import('./tools/ensure.mjs').Tool} Tool */
/** @typedef {{ title: string, command: string[] }} Step */

/** The script behind a package's command, run by this very Node. @param {string} name @param {string} bin */
const program = (name, bin) => [process.execPath, join('node_modules', name, bin)];

/** Every TypeScript project below src and test: a new folder with a tsconfig.json is checked by itself. */
const typeProjects = () =>
  ['src', 'test']
    .flatMap(root => readdirSync(root, { recursive: true }).map(path => join(root, String(path))))
    .filter(path => path.endsWith(`/tsconfig.json`) && !path.startsWith('test/fixtures/'))
    .map(dirname)
    .sort();

/** @returns {Step[]} */
const steps = () => [
  { title: 'Format and lint', command: [...program('@biomejs/biome', 'bin/biome'), 'check'] },
  ...typeProjects().map(project => ({
    title: `Types of ${project}`,
    command: [...program('typescript', 'bin/tsc'), '-p', project],
  })),
  { title: 'Build of the site', command: [...program('vite', 'bin/vite.js'), 'build'] },
  {
    title: 'Build of the command line',
    command: [...program('vite', 'bin/vite.js'), 'build', '--mode', 'cli'],
  },
  {
    title: 'Build of the benchmarks',
    command: [...program('vite', 'bin/vite.js'), 'build', '--mode', 'bench'],
  },
];

/** @param {string} title @param {string[]} command */
const runStep = async (title, command) => {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(3, 70 - title.length))}`);
  const begin = performance.now();
  const browser = locate(/** @type {Tool} */ (TOOLS[0]));
  const env = { ...process.env, ...(browser === undefined ? {} : { CHROMIUM: browser }) };
  const { code, late } = await run(command, { env, limit: Math.max(1, LIMIT - (begin - started)) });
  const verdict = late ? 'ended: it hangs' : code === 0 ? 'ok' : `failed with code ${code}`;
  console.log(`   ${title}: ${verdict}, ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return late ? 124 : code;
};

const runTests = async () => {
  rmSync(REPORT, { force: true });
  const code = await runStep('Tests', [
    ...program('vitest', 'vitest.mjs'),
    ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`],
  ]);
  return countTests(existsSync(REPORT) ? readFileSync(REPORT, 'utf8') : undefined, code);
};

/** Ends the process with one sentence where going on makes no sense. */
const checkGround = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const tooOld = major < 20 || (major === 20 && minor < 19);
  if (tooOld) console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  else if (!existsSync('node_modules')) console.error('The packages are missing. Type: npm ci');
  else return;
  process.exit(1);
};

/** @param {string[]} failed @param {string[]} skipped @param {Tool[]} missing */
const printRemarks = (failed, skipped, missing) => {
  console.log('');
  if (failed.length > 0) console.log(`Failed:\n${failed.map(line => `  ${line}`).join('\n')}`);
  if (skipped.length > 0) console.log(`Did not run:\n${skipped.map(line => `  ${line}`).join('\n')}`);
  for (const tool of missing) console.log(`Missing here: ${tool.package}, for ${tool.for}.`);
  if (missing.length > 0) console.log(`To run everything:\n  ${adviceFor(missing).join('\n  ')}`);
  const took = performance.now() - started;
  if (took > MEANT && process.env.TWINSLOT_LONG !== '1')
    console.log('That is more than 15 minutes: a slow machine, or the tests want shortening.');
  console.log(`All in ${(took / 1000).toFixed(0)} s.`);
};

const main = async () => {
  process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
  checkGround();
  endChildrenOnSignal();
  const mayMiss = process.env.TWINSLOT_ALLOW_MISSING === '1';
  const missing = await ensureTools({ mayMiss, run });
  if (missing.length > 0 && !mayMiss) {
    console.error(
      `The tests need ${missing.map(tool => tool.package).join(', ')}. Type this, then npm test again:`,
    );
    console.error(adviceFor(missing).join('\n'));
    process.exit(1);
  }
  for (const built of ['dist', 'build']) rmSync(built, { recursive: true, force: true }); // never test an older build
  /** @type {string[]} */
  const failedSteps = [];
  const plan = steps();
  for (const { title, command } of plan) if ((await runStep(title, command)) !== 0) failedSteps.push(title);
  const tests = await runTests();
  printRemarks([...failedSteps, ...tests.problems], tests.skipped, missing);
  const failed = failedSteps.length + tests.failed;
  const passed = plan.length - failedSteps.length + tests.passed;
  console.log(lastLine({ passed, failed, skipped: tests.skipped.length }));
  process.exitCode = failed === 0 ? 0 : 1;
};

await main();
