import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import { dropToPaint } from './drop-to-paint.ts';
import { median, medianTime, type Part, type Row } from './measure.ts';
import { programElf } from './program-elf.ts';

/** Best known figures in process, warm: 1.0, 2.0, 3.6 ms (esptool 5.3.1 as a library, peers.md section 4). */
const CASES = [
  { megabytes: 0.3, atMost: 0.5 },
  { megabytes: 1.6, atMost: 0.6 },
  { megabytes: 5.0, atMost: 0.8 },
] as const;

/** Bytes of image content in every ELF; the rest is debug sections. */
const CONTENT = 232 * 1024;

const row = (name: string, figure: number, unit: string, goal?: Row['goal']): Row => ({
  part: 'convert',
  case: name,
  figure,
  unit,
  ...(goal && { goal }),
});

function convertOnce(bytes: Uint8Array): void {
  const input = { id: 'bench', name: 'bench.elf', reader: bytesReader(bytes) };
  const { outputs } = evaluate([input], { map: '1MB' });
  if (outputs.length !== 1) throw new Error('the benchmark ELF was not converted');
}

async function* run(): AsyncGenerator<Row> {
  for (const { megabytes, atMost } of CASES) {
    const elf = programElf(CONTENT, megabytes * 1e6);
    const time = medianTime(() => convertOnce(elf));
    yield row(`ELF of ${megabytes} MB to user1.bin, warm`, time, 'ms', { atMost });
    yield row(`the same per MB of ELF`, time / megabytes, 'ms/MB');
  }
  const bare = programElf(CONTENT, 0);
  yield row(
    'the same content without debug sections',
    medianTime(() => convertOnce(bare)),
    'ms',
  );
  yield* wholeProcess();
  const elf = programElf(CONTENT, 1.6e6);
  yield row('drop to map painted in the page, ELF of 1.6 MB', await dropToPaint(elf), 'ms', { atMost: 100 });
}

/** `twinslot image` against `node -e 0`, in turn, so that a slow moment of the machine hits both. */
function* wholeProcess(): Generator<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-bench-'));
  try {
    const elf = join(folder, 'app1.elf');
    writeFileSync(elf, programElf(CONTENT, 1.6e6));
    const program = 'build/twinslot.mjs';
    const command = [program, 'image', elf, '--size', '1MB', '--out', folder];
    const [with_, without]: [number[], number[]] = [[], []];
    for (let i = 0; i < 21; i++) {
      with_.push(processTime(command));
      without.push(processTime(['-e', '0']));
    }
    const atMost = 80;
    yield row('twinslot image as a process, over node -e 0', median(with_) - median(without), 'ms', {
      atMost,
    });
    yield row('node -e 0', median(without), 'ms');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function processTime(words: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, words, { stdio: 'pipe' });
  return performance.now() - start;
}

export const convert: Part = { name: 'convert', what: 'ELF to images', run };
