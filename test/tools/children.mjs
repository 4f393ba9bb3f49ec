/** Child processes of the test run: each in its own group, so that ending one ends all that it started. */
import { spawn } from 'node:child_process';

/** How long a child may take to clean up (close its browser) before it is killed, ms. */
const GRACE = 3000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
const signalGroup = (child, signal) => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // the group is gone already
  }
};

/** @param {import('node:child_process').ChildProcess} child */
const end = child => {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE).unref();
};

/**
 * Runs a command to its end, its output on ours.
 * @param {readonly string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, limit?: number }} [options] limit in ms: afterwards the child is ended
 * @returns {Promise<{ code: number, late: boolean }>} code 127 if the program could not be started
 */
export const run = (command, { env = process.env, limit = Number.POSITIVE_INFINITY } = {}) =>
  new Promise(resolve => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env, detached: true });
    running.add(child);
    let late = false;
    const timer = Number.isFinite(limit)
      ? setTimeout(() => {
          late = true;
          end(child);
        }, limit)
      : undefined;
    /** @param {number} code */
    const finish = code => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, late });
    };
    child.once('error', error => {
      console.error(`${program} could not be started: ${error.message}`);
      finish(127);
    });
    child.once('exit', code => {
      signalGroup(child, 'SIGKILL'); // whatever it left behind
      finish(code ?? 1);
    });
  });

/** On Ctrl-C or a request to end: ends every child, then this process. */
export const endChildrenOnSignal = () => {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]))
    process.once(signal, () => {
      for (const child of running) {
        child.removeAllListeners('exit');
        child.once('exit', () => {
          signalGroup(child, 'SIGKILL');
          running.delete(child);
          if (running.size === 0) process.exit(code);
        });
        end(child);
      }
      if (running.size === 0) process.exit(code);
    });
};
