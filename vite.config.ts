import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build, defineConfig, type Plugin, type UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { CONTENT_SECURITY_POLICY } from './src/app/csp.ts';
import { preloadPage, spokenWords } from './src/build/language.ts';
import { MANIFEST } from './src/build/manifest.ts';
import { SiteParts } from './src/build/packages.ts';
import { sums } from './src/build/sums.ts';

/** Strict policy as a <meta>, in the built page only: Vite's development server needs inline code. */
const contentSecurityPolicy = (): Plugin => ({
  name: 'twinslot-csp',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
});

/** Whose code is in the site; every build of a part of it tells. */
const parts = new SiteParts();

/** The relay as one file: in the site, so that the page can offer it for download, and offline too. */
const relayFile: Plugin = {
  name: 'twinslot-relay-file',
  apply: 'build',
  async generateBundle() {
    const result = await build({
      ...CONFIGS.relay,
      configFile: false,
      logLevel: 'warn',
      plugins: [parts.collect()],
      build: { ...CONFIGS.relay?.build, write: false },
    });
    const [chunk] = 'output' in result ? result.output : [];
    if (chunk?.type !== 'chunk') throw new Error('the relay was not built as one file');
    this.emitFile({ type: 'asset', fileName: RELAY_FILE, source: chunk.code });
  },
};

/** The site: everything in dist/, from any sub-path (all addresses are relative). */
const site: UserConfig = {
  base: './',
  build: { target: 'es2022', modulePreload: { polyfill: false } },
  worker: {
    format: 'es',
    plugins: () => [parts.collect()],
    // Chunks of the page may have the same names.
    rolldownOptions: { output: { entryFileNames: 'assets/worker-[name]-[hash].js' } },
  },
  assetsInclude: ['**/*.elf'],
  plugins: [
    spokenWords(),
    preloadPage(),
    contentSecurityPolicy(),
    relayFile,
    parts.collect(),
    VitePWA({
      injectRegister: null, // src/app/updates.ts registers, so that an update is offered and never forced
      registerType: 'prompt',
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectManifest: {
        globPatterns: ['**/*'],
        // The manifest is listed in any case; pictures are for README and install dialogs.
        globIgnores: ['sw.*', 'manifest.webmanifest', 'screenshot.png', 'screenshots/*'],
        buildPlugins: { vite: [parts.collect(), parts.write()] },
      },
      includeManifestIcons: false, // they are files like all others
      manifest: MANIFEST,
    }),
    sums(),
  ],
};

/** npm marks a command as executable when it links it, which a later build would undo. */
const executable: Plugin = {
  name: 'twinslot-executable',
  writeBundle: ({ dir = '.' }, files) => {
    for (const name of Object.keys(files)) chmodSync(join(dir, name), 0o755);
  },
};

/** The same for a download. */
const small = (config: UserConfig): UserConfig => ({ ...config, build: { ...config.build, minify: true } });

const RELAY_FILE = 'twinslot-relay.mjs';

/** A program for Node: one file without imports. */
const program = (name: string, entry: string): UserConfig => ({
  build: {
    ssr: true,
    outDir: 'build',
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'node20',
    rolldownOptions: { input: { [name]: entry }, output: { entryFileNames: '[name].mjs' } },
  },
  assetsInclude: ['**/*.bin'],
  ssr: { noExternal: true, external: ['playwright-core'] },
  plugins: [executable],
});

/** `vite build` makes the site; `--mode cli` the command line, `--mode relay` the relay alone, `--mode bench` the benchmarks. */
const CONFIGS: Readonly<Record<string, UserConfig>> = {
  cli: program('twinslot', 'src/cli/main.ts'),
  relay: small(program('twinslot-relay', 'src/cli/relay/main.ts')),
  bench: program('bench', 'test/bench/main.ts'),
};

export default defineConfig(({ mode }) => ({
  ...(CONFIGS[mode] ?? site),
  test: {
    include: ['test/**/*.test.ts'],
    // Generous: these limits end what hangs, on machines that have other things to do, and measure nothing.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // On two cores vitest would use one. A third makes it no faster: browsers and boards in real time want the cores too.
    maxWorkers: 2,
  },
}));
