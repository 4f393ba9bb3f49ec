/** Short ways to hand files to the core and to look at what comes back. */
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import type { Finding, FindingCode } from '../../src/core/findings.ts';
import { readImage } from '../../src/core/image/read.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import type { ChosenSettings, FileRole, InputFile, Workspace } from '../../src/core/workspace/workspace.ts';

let count = 0;

export const input = (name: string, bytes: Uint8Array, role?: FileRole): InputFile => ({
  id: `${name}#${++count}`,
  name,
  reader: bytesReader(bytes),
  ...(role && { role }),
});

/** Evaluates files given as name and contents. */
export const open = (files: Readonly<Record<string, Uint8Array>>, chosen: ChosenSettings = {}): Workspace =>
  evaluate(
    Object.entries(files).map(([name, bytes]) => input(name, bytes)),
    chosen,
  );

export const codesOf = (findings: readonly Finding[]): FindingCode[] => findings.map(f => f.code);

/** Codes of the findings that stop the work. */
export const errorsOf = ({ findings }: Pick<Workspace, 'findings'>): FindingCode[] =>
  codesOf(findings.filter(f => f.severity === 'error'));

/** Contents of the saved files by name. */
export const savedFiles = ({ outputs }: Workspace): Record<string, Uint8Array> =>
  Object.fromEntries(outputs.flatMap(o => o.built.files.map(f => [f.name, f.bytes])));

/** The one finding with this code; fails when there is none. */
export function findingOf<Code extends FindingCode>(
  { findings }: Pick<Workspace, 'findings'>,
  code: Code,
): Finding & { readonly code: Code } {
  const found = findings.find((f): f is Finding & { readonly code: Code } => f.code === code);
  if (!found) throw new Error(`no ${code} among ${codesOf(findings).join(', ') || 'no findings'}`);
  return found;
}

/** Reads an image without anything around it. */
export const read = (bytes: Uint8Array, name = 'image.bin') =>
  readImage(bytesReader(bytes), { id: name, name, size: bytes.length });

/** The one reason for which a file is refused. @throws when it is not, or for more than one. */
export const refusal = (elf: Uint8Array): Finding => {
  const { outputs, files, findings } = open({ 'a.elf': elf });
  const [first, ...more] = findings.filter(f => f.severity === 'error');
  if (outputs.length > 0 || files[0]?.kind !== 'refused' || !first || more.length > 0)
    throw new Error(`not refused for one reason, but ${files[0]?.kind} with ${codesOf(findings).join(', ')}`);
  return first;
};
