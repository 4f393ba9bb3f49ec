import { programOf, traceCrash } from '../core/bootlog/resolve.ts';
import { hexOf } from '../core/bytes/hex.ts';
import { readSymbols } from '../core/elf/symbols.ts';
import { readArchive } from '../core/locker/archive.ts';
import { mergeFlash } from '../core/plan/merge.ts';
import { Problem } from '../core/problem.ts';
import { sizesBySymbol } from '../core/size/by-symbol.ts';
import { compareBuilds } from '../core/workspace/compare.ts';
import { evaluate } from '../core/workspace/evaluate.ts';
import { openFile } from '../core/workspace/open.ts';
import type { InputFile, Workspace } from '../core/workspace/workspace.ts';
import { blobReader } from '../platform/blob-reader.ts';
import type { CallMessage, CallName, Calls, Failure, FileRef, ReplyMessage, Request } from './protocol.ts';

/** The worker: parses, converts and hashes, so that the page stays quick. It keeps nothing between calls. */

type Answers = {
  readonly [Name in CallName]: (
    request: Request<Name>,
  ) => Calls[Name]['reply'] | Promise<Calls[Name]['reply']>;
};

const inputOf = ({ id, name, file, role, origin }: FileRef): InputFile => ({
  id,
  name,
  reader: blobReader(file),
  ...(role && { role }),
  ...(origin && { origin }),
});

const answers: Answers = {
  evaluate: ({ files, settings }) => evaluate(files.map(inputOf), settings),
  symbols: ({ file }) => {
    const { opened, symbols } = openProgram(file);
    return sizesBySymbol(opened.memory, symbols);
  },
  trace: ({ file, crash }) => {
    const { opened, symbols } = openProgram(file);
    return traceCrash(crash, programOf(opened.elf, opened.reader, symbols));
  },
  difference: ({ older, newer, map }) => compareBuilds(inputOf(older), inputOf(newer), map),
  locker: ({ file }) => readArchive(blobReader(file)),
  merge: ({ plan }) => mergeFlash(plan) as Uint8Array<ArrayBuffer>,
  hash: async ({ contents }) => {
    const digest = await crypto.subtle.digest('SHA-256', await contents.arrayBuffer());
    return hexOf(new Uint8Array(digest));
  },
};

/** An ELF file with its symbols. @throws Problem when it is none, or its table of symbols is broken. */
function openProgram(file: FileRef) {
  const opened = openFile(inputOf(file));
  const [reason] = opened.findings;
  if (opened.kind !== 'elf') throw reason ? new Problem(reason) : new TypeError('symbols of no ELF file');
  const symbols = readSymbols(opened.reader, opened.elf);
  const [why] = symbols.findings;
  if (!symbols.ok && why) throw new Problem(why);
  return { opened, symbols: symbols.ok ? symbols.value : [] };
}

/** The images go over without being copied. Outputs and plan share their bytes; the clone keeps that. */
function buffersOf(name: CallName, value: unknown): Transferable[] {
  if (name === 'merge') return [(value as Uint8Array<ArrayBuffer>).buffer];
  if (name !== 'evaluate') return [];
  const { outputs, plan } = value as Workspace;
  const files = [...outputs.flatMap(output => output.built.files), ...plan.writes];
  return [...new Set(files.map(file => file.bytes.buffer as ArrayBuffer))];
}

const failureOf = (error: unknown): Failure =>
  error instanceof Problem
    ? { kind: 'problem', finding: error.finding }
    : { kind: 'fault', message: error instanceof Error ? error.message : String(error) };

async function answer<Name extends CallName>({ id, name, request }: CallMessage<Name>): Promise<void> {
  let reply: ReplyMessage;
  let transfer: Transferable[] = [];
  try {
    const value = await answers[name](request);
    reply = { id, ok: true, value };
    transfer = buffersOf(name, value);
  } catch (error) {
    reply = { id, ok: false, failure: failureOf(error) };
  }
  postMessage(reply, { transfer });
}

addEventListener('message', ({ data }: MessageEvent<CallMessage>) => answer(data));
