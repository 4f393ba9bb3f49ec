import { readSymbols } from '../core/elf/symbols.ts';
import { hasErrors, placed } from '../core/findings.ts';
import { sizesBySymbol } from '../core/size/by-symbol.ts';
import { evaluate } from '../core/workspace/evaluate.ts';
import type { InputFile, Workspace } from '../core/workspace/workspace.ts';
import { EXIT, type Exit } from './exit.ts';
import { printFinding } from './findings.ts';
import { withInputs } from './inputs.ts';
import { printFile } from './inspect-file.ts';
import { workspaceJson } from './inspect-json.ts';
import { printTogether } from './inspect-together.ts';
import type { Inspection } from './inspection.ts';
import { parseOptions } from './options.ts';
import type { Screens } from './screen.ts';

/** `twinslot inspect`: prints what the page shows. Errors go to stderr in full. */
export function inspectCommand(args: readonly string[], { out, err }: Screens): Exit {
  const options = parseOptions('inspect', args);
  const inspection: Inspection = withInputs(
    options.files.map(path => ({ path })),
    inputs => {
      const workspace = evaluate(inputs, options.settings);
      return { workspace, sizes: symbolSizes(workspace, inputs) };
    },
  );
  const { workspace } = inspection;
  if (options.json) {
    out.line(JSON.stringify(workspaceJson(inspection), undefined, 2));
  } else {
    for (const [i, file] of workspace.files.entries()) printFile(out, file, workspace, inspection.sizes[i]);
    printTogether(out, workspace);
  }
  for (const finding of workspace.findings.filter(f => f.severity === 'error')) printFinding(err, finding);
  const refused = hasErrors(workspace.findings) || workspace.files.some(file => file.kind === 'refused');
  return refused ? EXIT.refused : EXIT.fine;
}

const symbolSizes = (workspace: Workspace, inputs: readonly InputFile[]): Inspection['sizes'] =>
  workspace.files.map((file, i) => {
    const reader = inputs[i]?.reader;
    if (file.kind !== 'elf' || !reader) return undefined;
    const symbols = readSymbols(reader, file.elf);
    const sections = symbols.ok ? sizesBySymbol(file.memory, symbols.value) : [];
    return { sections, findings: symbols.findings.map(f => placed(f, { file: file.source.name })) };
  });
