import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { parseFlashMap } from '../../src/core/esp8266/flash-map.ts';
import { parseFlashFrequency, parseFlashMode } from '../../src/core/esp8266/settings.ts';
import { hasErrors } from '../../src/core/findings.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';

const folder = new URL('../fixtures/vectors/', import.meta.url);
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const json = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

interface VectorImage {
  readonly file: string;
  readonly part: string;
  readonly converter: string;
  readonly app?: 1 | 2;
  readonly settings: { readonly mode: string; readonly freq: string; readonly size: string };
}
interface Vector {
  readonly file: string;
  readonly kind: string;
  readonly images: readonly VectorImage[];
}
interface BadInput {
  readonly file: string;
  readonly what: string;
  readonly acceptable: readonly string[];
}

const vectors: readonly Vector[] = json('vectors.json').vectors;
const bad: readonly BadInput[] = json('bad/bad.json').inputs;

const settingsOf = ({ mode, freq, size }: VectorImage['settings']) => {
  const [m, f, s] = [parseFlashMode(mode), parseFlashFrequency(freq), parseFlashMap(size)?.name];
  if (!m || !f || !s) throw new Error(`unknown settings ${mode} ${freq} ${size}`);
  return { mode: m, frequency: f, map: s };
};

describe('the images of the vectors', () => {
  for (const vector of vectors) {
    for (const expected of vector.images.filter(i => i.converter === 'canonical')) {
      it(`${expected.file} comes out of ${vector.file} byte for byte`, () => {
        const input = { id: vector.file, name: vector.file, reader: bytesReader(read(vector.file)) };
        const workspace = evaluate([input], settingsOf(expected.settings));
        const file = expected.file.split('/').pop() ?? '';
        const name = file.replace(/^canonical-/, '').replace(/^(user[12]|0x\d+)\..*bin$/, '$1.bin');
        const made = workspace.outputs.flatMap(o => o.built.files).find(f => f.name === name);
        expect(made?.bytes, `${name} of ${workspace.outputs.map(o => o.role)}`).toEqual(read(expected.file));
        expect(hasErrors(workspace.findings)).toBe(false);
      });
    }
  }
});

describe('the bad inputs of the vectors', () => {
  for (const input of bad) {
    it(`${input.file}: ${input.what}`, () => {
      const workspace = evaluate([
        { id: 'x', name: input.file, reader: bytesReader(read(`bad/${input.file}`)) },
      ]);
      const refused = hasErrors(workspace.findings) || workspace.outputs.length === 0;
      const warned = workspace.findings.some(f => f.severity === 'warning' || f.code === 'section-empty');
      const verdict = refused ? 'reject' : warned ? 'warn' : 'convert';
      expect(input.acceptable, JSON.stringify(workspace.findings)).toContain(verdict);
    });
  }
});
