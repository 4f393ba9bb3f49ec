/**
 * The vectors: ELF files, what four converters make of them, and bad inputs. Every image file is compared by its
 * bytes where it must be canonical, and everywhere by what it puts into RAM and flash.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFlashMap } from '../../src/core/esp8266/flash-map.ts';
import { parseFlashFrequency, parseFlashMode } from '../../src/core/esp8266/settings.ts';
import { hasErrors } from '../../src/core/findings.ts';
import { patchImage } from '../../src/core/image/patch.ts';
import { loadImage } from '../support/image-builder.ts';
import { codesOf, errorsOf, findingOf, open, read, savedFiles } from '../support/workspaces.ts';

const folder = new URL('../fixtures/vectors/', import.meta.url);
const contents = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const json = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

interface VectorImage {
  /** None where the converter gave up. */
  readonly file: string;
  readonly part: 'ota' | 'head' | 'irom';
  readonly converter: 'canonical' | 'gen_appbin' | 'ESPImageTool' | 'esptool';
  readonly app?: 1 | 2;
  readonly settings: { readonly mode: string; readonly freq: string; readonly size: string };
  readonly complete?: boolean;
  readonly eaHeader?: string;
  readonly checksum?: string;
}
interface Vector {
  readonly file: string;
  readonly kind: string;
  readonly checksum: string;
  readonly slotCandidates: Readonly<Record<string, readonly string[]>>;
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

/** What Twinslot makes of the ELF for this image's place and settings; esptool's fit the slot of the ELF. */
function ours(vector: Vector, { part, app, settings }: VectorImage): Uint8Array {
  const saved = savedFiles(open({ [vector.file]: contents(vector.file) }, settingsOf(settings)));
  const names = {
    ota: app ? `user${app}.bin` : Object.keys(saved)[0],
    head: '0x00000.bin',
    irom: '0x10000.bin',
  };
  const bytes = saved[names[part] ?? ''];
  if (!bytes) throw new Error(`no ${names[part]} from ${vector.file}, only ${Object.keys(saved)}`);
  return bytes;
}

const all = vectors.flatMap(vector =>
  vector.images.filter(i => i.file).map(image => ({ vector, image, file: image.file })),
);
const made = (converter: VectorImage['converter']) => all.filter(v => v.image.converter === converter);

describe('the images of the vectors', () => {
  it.each(made('canonical'))('$file comes out byte for byte', ({ vector, image, file }) => {
    expect(ours(vector, image)).toEqual(contents(file));
    const workspace = open({ [vector.file]: contents(vector.file) }, settingsOf(image.settings));
    expect(hasErrors(workspace.findings)).toBe(false);
  });

  it.each(made('canonical').filter(v => v.image.part === 'ota'))('$file reads back without a finding', v => {
    expect(read(contents(v.file))).toMatchObject({ ok: true, findings: [] });
  });

  const complete = all.filter(v => v.image.part !== 'irom' && v.image.complete !== false);
  it.each(complete)('$file puts the same into RAM and flash as ours', ({ vector, image, file }) => {
    const [theirs, own] = [loadImage(contents(file)), loadImage(ours(vector, image))];
    // Zero padding of merged or differently ordered segments may fill gaps; what the ELF says must be the same.
    for (const [address, byte] of own.ram) expect(theirs.ram.get(address) ?? 0).toBe(byte);
    for (const [address, byte] of theirs.ram) expect(own.ram.get(address) ?? 0).toBe(byte);
    expect(theirs.irom).toEqual(own.irom);
    expect(theirs.entry).toBe(own.entry);
    expect(theirs.checksum).toEqual(own.checksum);
    expect(theirs.checksum.stored).toBe(Number(vector.checksum));
  });

  it.each(all.filter(v => v.image.part === 'irom'))('$file is our flash code, padded at most', v => {
    const own = ours(v.vector, v.image);
    const theirs = contents(v.file);
    expect(theirs.subarray(0, own.length)).toEqual(own);
    expect([...theirs.subarray(own.length)]).toEqual(new Array(theirs.length - own.length).fill(0));
    expect(theirs.length - own.length).toBeLessThan(4);
  });
});

describe('images of other converters', () => {
  const ota = (converter: VectorImage['converter']) => made(converter).filter(v => v.image.part === 'ota');

  it.each(ota('gen_appbin'))('$file is taken as it is', ({ image, file }) => {
    const bytes = contents(file);
    expect(read(bytes)).toMatchObject({ ok: true, findings: [] });
    const saved = savedFiles(open({ 'image.bin': bytes }));
    expect(saved).toEqual({ [`user${image.app}.bin`]: bytes });
  });

  it.each(ota('ESPImageTool'))(
    '$file is taken when its second byte is 4, else refused',
    ({ image, file }) => {
      const bytes = contents(file);
      const marker = Number.parseInt(image.eaHeader?.split(' ')[1] ?? '', 16);
      const workspace = open({ 'image.bin': bytes });
      if (marker === 4) return expect(savedFiles(workspace)).toEqual({ [`user${image.app}.bin`]: bytes });
      expect(findingOf(workspace, 'image-marker')).toMatchObject({
        severity: 'error',
        facts: { found: marker },
        where: { file: 'image.bin', field: 'marker', offset: 1 },
      });
      return expect(workspace.outputs).toEqual([]);
    },
  );

  it('has an ESPImageTool image with a wrong second byte among them', () => {
    expect(ota('ESPImageTool').some(v => !v.image.eaHeader?.startsWith('ea 04'))).toBe(true);
  });

  it.each(ota('esptool'))('$file lacks its slot and is ours once it is put in', ({ vector, file }) => {
    const bytes = contents(file);
    const image = read(bytes);
    expect(codesOf(image.findings)).toEqual(['image-slot-missing']);
    if (!image.ok) throw new Error('not read');
    for (const slot of ['user1', 'user2'] as const) {
      const repaired = patchImage(bytes, image.value, { slot });
      expect(read(repaired)).toMatchObject({ ok: true, value: { slot } });
      expect(codesOf(read(repaired).findings).filter(code => code !== 'image-wrong-slot')).toEqual([]);
      const canonical = vector.images.find(
        i => i.converter === 'canonical' && `user${i.app}` === slot && i.part === 'ota',
      );
      const same = vector.images.find(i => i.file === file)?.settings.mode === canonical?.settings.mode;
      const segments = image.value.segments.length;
      const merged = canonical && loadImage(contents(canonical.file)).segments.length !== segments;
      if (canonical && same && !merged) expect(repaired).toEqual(contents(canonical.file));
    }
  });

  it.each(ota('esptool'))(
    '$file is saved for a slot that fits it, when somebody says so',
    ({ vector, file, image }) => {
      const { map } = settingsOf(image.settings);
      const layout = { '512KB': '256+256', '1MB': '512+512', '4MB': '512+512' }[map as string] ?? '1024+1024';
      const slot = vector.slotCandidates[layout]?.[0] as 'user1' | 'user2';
      const workspace = open({ [`${slot}.bin`]: contents(file) });
      const saved = savedFiles(workspace)[`${slot}.bin`];
      if (saved) expect(read(saved)).toMatchObject({ ok: true, value: { slot }, findings: [] });
      else expect(errorsOf(workspace)).toEqual(['image-slot-unknown']);
    },
  );
});

describe('the bad inputs of the vectors', () => {
  it.each(bad)('$file: $what', ({ file, acceptable }) => {
    const workspace = open({ [file]: contents(`bad/${file}`) });
    const refused = errorsOf(workspace).length > 0 || workspace.outputs.length === 0;
    const warned = workspace.findings.some(f => f.severity === 'warning' || f.code === 'section-empty');
    expect(acceptable, codesOf(workspace.findings).join()).toContain(
      refused ? 'reject' : warned ? 'warn' : 'convert',
    );
    // No partial output, and every finding names its file.
    if (refused) expect(workspace.outputs).toEqual([]);
    for (const finding of workspace.files.flatMap(f => f.findings)) expect(finding.where.file).toBe(file);
  });
});
