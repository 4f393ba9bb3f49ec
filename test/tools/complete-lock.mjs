/**
 * Writes the platform packages into package-lock.json that a registry mirror without them left out.
 *
 * `npm install` drops an optional package that its registry does not have, and `npm ci` then refuses the lock on
 * every machine ("Missing: … from lock file"). Run this after each change of dependencies: `npm run complete-lock`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, cpu?: string[], os?: string[], libc?: string[],
 *   optionalDependencies?: Record<string, string> }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

const CPUS = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32'];
const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openbsd',
  'openharmony',
  'win32',
  'sunos',
  'netbsd',
  'aix',
];

/** Optional packages that the lock names but does not hold, with their parents. @param {Lock} lock */
export function missingFrom(lock) {
  return Object.entries(lock.packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !isHeld(lock, path, name))
      .map(([name, version]) => ({ name, version, parent })),
  );
}

/** @param {Lock} lock @param {string} path @param {string} name */
const isHeld = (lock, path, name) =>
  `${path}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages;

/** What the package itself says of its platform, read off its name. @param {string} name */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.find(word => SYSTEMS.includes(word));
  const cpu = words.find(word => CPUS.includes(word));
  const libc = words.some(word => /^musl/.test(word))
    ? 'musl'
    : words.some(w => /^gnu/.test(w))
      ? 'glibc'
      : '';
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(os && { os: [os] }),
    ...(os === 'linux' && libc && { libc: [libc] }),
  };
}

/** Adds them, sorted as npm sorts. @param {Lock} lock @returns {Lock} */
export function completed(lock) {
  const added = missingFrom(lock)
    .filter(({ version }) => /^\d/.test(version))
    .map(({ name, version, parent }) => {
      const entry = { version, ...(parent.dev && { dev: true }), optional: true, ...platformOf(name) };
      return /** @type {const} */ ([`node_modules/${name}`, entry]);
    });
  const packages = [...Object.entries(lock.packages), ...added].sort(([a], [b]) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  return { ...lock, packages: Object.fromEntries(packages) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  writeFileSync('package-lock.json', `${JSON.stringify(completed(lock), undefined, 2)}\n`);
  console.log(`${missingFrom(lock).length} platform packages added.`);
}
