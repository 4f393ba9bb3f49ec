import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { formatOffset } from '../core/bytes/address.ts';
import { hasErrors } from '../core/findings.ts';
import { flashArgs } from '../core/interchange/flash-args.ts';
import { manifestJson } from '../core/interchange/manifest.ts';
import { RECIPE_NAMES, type RecipeFormat } from '../core/interchange/recipe.ts';
import { evaluate } from '../core/workspace/evaluate.ts';
import type { OpenedFile, Output, Workspace } from '../core/workspace/workspace.ts';
import { formatBytes } from '../words/format.ts';
import { settingsText } from '../words/settings.ts';
import { EXIT, type Exit } from './exit.ts';
import { printBrief } from './findings.ts';
import { type WantedFile, withInputs } from './inputs.ts';
import { type Options, parseOptions, UsageError } from './options.ts';
import { OWN_LOADER, OWN_LOADER_NAME, ownLoaderReader } from './own-loader.ts';
import { SaveError, saveAll } from './save.ts';
import { columns, type Screens, visible } from './screen.ts';

/** `twinslot image`: converts programs and writes the images, or says why not and writes nothing. */
export function imageCommand(args: readonly string[], screens: Screens): Exit {
  const options = parseOptions('image', args);
  if (options.slot && options.files.length > 1) {
    throw new UsageError(
      '--slot is for one file; with two, their link addresses or their order decide.',
      'image',
    );
  }
  const wanted = wantedFiles(options);
  const workspace = withInputs(wanted, inputs => evaluate(inputs, options.settings));
  for (const finding of workspace.findings) printBrief(screens.err, finding);
  if (hasErrors(workspace.findings)) return EXIT.refused;
  const unused = workspace.files.filter(
    file => file.kind !== 'recipe' && !isMentioned(file.source.name, workspace),
  );
  for (const file of unused) screens.err.line(`${visible(file.source.name)}: ${unusedWords(file)}`);
  if (workspace.outputs.length === 0) return EXIT.refused;
  return save(workspace, options, wanted, screens);
}

function wantedFiles({ files, boot, slot }: Options): WantedFile[] {
  const apps = files.map(path => ({ path, ...(slot && { role: slot }) }));
  if (boot === undefined) return apps;
  if (boot === OWN_LOADER)
    return [...apps, { path: OWN_LOADER_NAME, role: 'boot-loader', reader: ownLoaderReader() }];
  return [...apps, { path: boot, role: 'boot-loader' }];
}

/** Whether an image was made from a file, or a finding says why not. */
const isMentioned = (name: string, { outputs, findings }: Workspace): boolean =>
  outputs.some(output => output.from === name) || findings.some(finding => finding.where.file === name);

/** Why a file has no image among the results. */
function unusedWords(file: OpenedFile): string {
  return file.kind === 'dump'
    ? 'This is a whole flash; nothing is made from it. See what is in it with: twinslot inspect'
    : 'Nothing is made from this file.';
}

function save(
  workspace: Workspace,
  { out, recipes }: Options,
  wanted: readonly WantedFile[],
  screens: Screens,
): Exit {
  const others = recipes.map(format => recipeFile(format, workspace));
  const files = [...workspace.outputs.flatMap(output => output.built.files), ...others];
  const replaced = wanted.filter(
    ({ path, reader }) => !reader && files.some(file => isSame(path, join(out, file.name))),
  );
  try {
    saveAll(out, files);
  } catch (error) {
    if (!(error instanceof SaveError)) throw error;
    screens.err.line(`twinslot: ${visible(error.message)}`);
    return EXIT.refused;
  }
  for (const { path } of replaced)
    screens.err.line(`${visible(path)}: replaced; it was one of the files you gave.`);
  const rows = workspace.outputs.flatMap(output => rowsOf(output, out));
  rows.push(
    ...others.map(({ name, bytes }) => [join(out, name), '', formatBytes(bytes.length), 'for other tools']),
  );
  for (const line of columns(rows, ['left', 'left', 'right'])) screens.out.line(line);
  screens.out.line(`Flash: ${settingsText(workspace.settings)}`);
  return EXIT.fine;
}

const rowsOf = (output: Output, folder: string): string[][] =>
  output.built.files.map(({ name, offset, bytes }) => [
    join(folder, name),
    formatOffset(offset),
    formatBytes(bytes.length),
    `from ${output.from}`,
  ]);

/** What tells another tool where the images go; their names are those that they are written under. */
function recipeFile(format: RecipeFormat, { plan }: Workspace): { name: string; bytes: Uint8Array } {
  const written = { ...plan, writes: plan.writes.filter(({ role }) => role !== 'boot-choice') };
  const text = format === 'manifest' ? manifestJson(written) : flashArgs(written);
  return { name: RECIPE_NAMES[format], bytes: Buffer.from(text) };
}

const isSame = (a: string, b: string): boolean => existsSync(b) && realpathSync(a) === realpathSync(b);
