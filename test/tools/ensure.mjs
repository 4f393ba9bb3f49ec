/**
 * Makes sure of the programs that the tests need and that npm does not bring: finds them, installs what is
 * missing by apt where it may, and says otherwise what to type. Knows nothing of the tests themselves.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {{ package: string, commands: readonly string[], also?: string, variable?: string, for: string }} Tool */

/**
 * Debian package → the commands that prove it. `variable` may name another program instead; `also` is what apt
 * merely recommends beside it and we need. @type {readonly Tool[]}
 */
export const TOOLS = [
  {
    package: 'chromium',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    variable: 'CHROMIUM',
    for: 'tests in a browser',
  },
  { package: 'gcc', commands: ['gcc'], also: 'libc6-dev', for: 'tests with native helpers' },
  {
    package: 'gcc-xtensa-lx106',
    commands: ['xtensa-lx106-elf-gcc'],
    for: 'tests that rebuild the example firmware',
  },
  {
    package: 'qemu-system-misc',
    commands: ['qemu-system-xtensa'],
    for: 'tests against an emulated processor',
  },
];

/** @param {string} file */
const isProgram = file => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * Where the tool is on this machine, or undefined. A variable that is set decides alone: whoever names a
 * browser wants that one and not silently another.
 * @param {Tool} tool
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export const locate = (tool, env = process.env) => {
  const named = tool.variable === undefined ? undefined : env[tool.variable];
  if (named) return isProgram(named) ? named : undefined;
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
  return folders.flatMap(folder => tool.commands.map(command => join(folder, command))).find(isProgram);
};

/** The one line that a person types. @param {readonly Tool[]} tools */
export const lineToType = tools =>
  `sudo apt-get update && sudo apt-get install -y ${tools.map(tool => tool.package).join(' ')}`;

/** What goes before `apt-get` so that it may install here, or undefined where it may not. @returns {string[] | undefined} */
const privilege = () => {
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  if (process.getuid?.() === 0) return [];
  // -n: never ask for a password, so that the tests do not wait for one in CI.
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
};

/**
 * Installs the packages, showing apt's own progress. Whether it worked is read from the machine afterwards.
 * @param {readonly string[]} prefix
 * @param {readonly Tool[]} tools
 * @param {(command: string[]) => Promise<unknown>} run
 */
const install = async (prefix, tools, run) => {
  const apt = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=120',
  ];
  await run([...apt, 'update']);
  const packages = tools.flatMap(tool => [tool.package, tool.also ?? []].flat());
  await run([...apt, 'install', '-y', '--no-install-recommends', ...packages]);
};

/**
 * The tools that are still missing after everything allowed was tried.
 * @param {{ mayMiss: boolean, run: (command: string[]) => Promise<unknown> }} options `mayMiss`: install nothing
 * @returns {Promise<Tool[]>}
 */
export const ensureTools = async ({ mayMiss, run }) => {
  const missing = TOOLS.filter(tool => locate(tool) === undefined);
  // A program named by a variable is not apt's to bring.
  const installable = missing.filter(tool => !(tool.variable && process.env[tool.variable]));
  if (installable.length === 0 || mayMiss) return missing;
  const prefix = privilege();
  if (prefix === undefined) return missing;
  console.log(`Installing what is missing: ${installable.map(tool => tool.package).join(', ')}`);
  await install(prefix, installable, run);
  return missing.filter(tool => locate(tool) === undefined);
};

/** What to do about missing tools, in one line each. @param {readonly Tool[]} missing */
export const adviceFor = missing => {
  const misnamed = missing.filter(tool => tool.variable && process.env[tool.variable]);
  const absent = missing.filter(tool => !misnamed.includes(tool));
  return [
    ...misnamed.map(
      tool => `${tool.variable}=${process.env[tool.variable ?? '']} is not a program: correct or unset it.`,
    ),
    ...(absent.length === 0 ? [] : [lineToType(absent)]),
  ];
};
