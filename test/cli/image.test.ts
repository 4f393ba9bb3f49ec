/** `twinslot image`: canonical bytes for every vector, and nothing at all for what must be refused. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bootLoaderFile } from '../support/boot-loader-builder.ts';
import { buildProgram, emptyFolder, type Program, VECTORS } from './program.ts';

interface VectorImage {
  readonly file: string;
  readonly converter: string;
  readonly settings: { readonly mode: string; readonly freq: string; readonly size: string };
}
interface Vector {
  readonly file: string;
  readonly images: readonly VectorImage[];
}
interface BadInput {
  readonly file: string;
  readonly what: string;
  readonly acceptable: readonly ('reject' | 'warn' | 'convert')[];
}

const json = (name: string) => JSON.parse(readFileSync(join(VECTORS, name), 'utf8'));
const vectors: readonly Vector[] = json('vectors.json').vectors;
const bad: readonly BadInput[] = json('bad/bad.json').inputs;
const vector = (name: string): string => join(VECTORS, name);
const bytesOf = (path: string): Buffer => readFileSync(path);

let program: Program;
let folder: ReturnType<typeof emptyFolder>;
let out: string;

beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program.remove());
beforeEach(() => {
  folder = emptyFolder();
  out = join(folder.path, 'out');
});
afterEach(() => folder.remove());

const written = (): string[] => {
  try {
    return readdirSync(out).sort();
  } catch {
    return [];
  }
};

/** Canonical images of one ELF that are made with the same settings. */
const groups = vectors.flatMap(({ file, images }) => {
  const canonical = images.filter(image => image.converter === 'canonical');
  const settings = [...new Set(canonical.map(image => JSON.stringify(image.settings)))];
  return settings.map(text => {
    const expected = canonical.filter(image => JSON.stringify(image.settings) === text);
    return { file, settings: JSON.parse(text) as VectorImage['settings'], expected };
  });
});

/** `images/x/canonical-user1.dio-80m-4MB.bin` → `user1.bin`. */
const savedName = (path: string): string =>
  path.replace(/.*canonical-/, '').replace(/^(user[12]|0x\d+)\..*/, '$1.bin');

describe('the images of the vectors', () => {
  it.each(groups)('come out of $file with $settings.size $settings.mode $settings.freq', group => {
    const { mode, freq, size } = group.settings;
    const result = program.run(
      ...['image', vector(group.file), '--mode', mode, '--freq', freq, `--size=${size}`, '--out', out],
    );
    expect(result.status, result.err).toBe(0);
    expect(written()).toEqual(group.expected.map(image => savedName(image.file)).sort());
    for (const image of group.expected) {
      const name = savedName(image.file);
      const bytes = bytesOf(join(out, name));
      expect(bytes.equals(bytesOf(vector(image.file))), image.file).toBe(true);
      const count = String(bytes.length).replace(/\B(?=(?:\d{3})+$)/g, ',');
      expect(result.out).toMatch(new RegExp(`${name} +0x\\w{5,6} +${count} bytes +from ${group.file}\n`));
    }
  });
});

describe('the bad inputs of the vectors', () => {
  it.each(bad)('$file: $what', ({ file, acceptable }) => {
    const { status, err } = program.run('image', vector(`bad/${file}`), '--out', out);
    const verdict =
      status === 1 ? 'reject' : /: warning: |Empty section|but 0 bytes/.test(err) ? 'warn' : 'convert';
    expect(acceptable, err).toContain(verdict);
    if (verdict === 'reject') {
      expect(written()).toEqual([]);
      expect(err).toMatch(new RegExp(`^${file}: error: [A-Z].+\n {2}\\S.+\\.\n {2}\\S.+\\.\n`));
    } else {
      expect(written()).toEqual(['user1.bin']);
    }
    expect(err).not.toMatch(/undefined|NaN|\[object|at .*\.mjs/);
  });
});

describe('two programs', () => {
  const app1 = vector('hello_build1_1024_app1.elf');
  const app2 = vector('hello_build1_1024_app2.elf');

  it('go to their slots in either order, under the names of other tools', () => {
    const { status, out: text } = program.run(
      'image',
      app2,
      app1,
      '--size',
      '8m',
      '--freq',
      '40',
      '--out',
      out,
    );
    expect(status).toBe(0);
    expect(written()).toEqual(['user1.bin', 'user2.bin']);
    const canonical = (slot: string) =>
      bytesOf(vector(`images/hello_build1_1024_app${slot}/canonical-user${slot}.bin`));
    expect(bytesOf(join(out, 'user1.bin')).equals(canonical('1'))).toBe(true);
    expect(bytesOf(join(out, 'user2.bin')).equals(canonical('2'))).toBe(true);
    expect(text).toContain('Flash: 1MB (512+512 KB), QIO, 40 MHz');
  });

  it('for the same slot are refused by name', () => {
    const { status, err } = program.run('image', app1, vector('hello_build2_1024_app1.elf'), '--out', out);
    expect(status).toBe(1);
    expect(err).toContain('hello_build1_1024_app1.elf and hello_build2_1024_app1.elf are both for user1');
    expect(written()).toEqual([]);
  });

  it('of one name are told apart by their folders', () => {
    const [one, two] = ['one', 'two'].map(name => join(folder.path, name, 'app.elf'));
    for (const path of [one, two]) {
      mkdirSync(join(path ?? '', '..'), { recursive: true });
      copyFileSync(app1, path ?? '');
    }
    const { err } = program.run('image', one ?? '', two ?? '', '--out', out);
    expect(err).toContain(`${one} and ${two} are both for user1`);
  });

  it('do not fit a map of another layout', () => {
    const { status, err } = program.run('image', app1, app2, '--size', '2MB-c1', '--out', out);
    expect(status).toBe(1);
    expect(err).toContain('which is user2 of maps with 512+512 KB; the flash map 2MB-c1 has 1024+1024 KB.');
    expect(written()).toEqual([]);
  });
});

describe('boot loader', () => {
  const app = vector('hello_build1_1024_app1.elf');
  const saveLoader = (bytes: Uint8Array): string => {
    const path = join(folder.path, 'loader.bin');
    writeFileSync(path, bytes);
    return path;
  };

  it('gets the settings of the app in bytes 2 and 3, and nothing else changes', () => {
    const original = bootLoaderFile('1.7');
    const args = ['--boot', saveLoader(original), '--size', '4MB', '--mode', 'dio', '--freq', '80m'];
    const { status, err } = program.run('image', app, ...args, '--out', out);
    expect(status, err).toBe(0);
    expect(written()).toEqual(['boot.bin', 'user1.bin']);
    const expected = Buffer.from(original);
    expected[2] = 2;
    expected[3] = 0x4f;
    expect(bytesOf(join(out, 'boot.bin')).equals(expected)).toBe(true);
    expect(err).toContain('said QIO, 40 MHz, 512KB; it now says DIO, 80 MHz, 4MB, in bytes 2 and 3.');
  });

  it('is the one that comes with Twinslot when that is wished, with the settings of the app', () => {
    const { status, err } = program.run('image', app, '--boot', 'own', '--size', '2MB', '--out', out);
    expect(status, err).toBe(0);
    expect(written()).toEqual(['boot.bin', 'user1.bin']);
    const expected = Buffer.from(bytesOf('src/bootloader/built/twinslot-boot.bin'));
    expected[3] = 0x30; // 2 MB, 40 MHz
    expect(bytesOf(join(out, 'boot.bin')).equals(expected)).toBe(true);
  });

  it('that is no boot loader is refused', () => {
    const slotImage = vector('images/hello_build1_1024_app2/canonical-user2.bin');
    const { status, err } = program.run('image', app, '--boot', slotImage, '--out', out);
    expect(status).toBe(1);
    expect(err).toContain('canonical-user2.bin: error: Not a boot loader');
    expect(written()).toEqual([]);
  });

  it('in the folder of the results is replaced, and said to be', () => {
    mkdirSync(out);
    writeFileSync(join(out, 'boot.bin'), bootLoaderFile('1.6'));
    const { status, err } = program.runIn(out, 'image', app, '--boot', 'boot.bin', '--size', '4MB');
    expect(status).toBe(0);
    expect(err).toContain('boot.bin: replaced; it was one of the files you gave.');
    expect(bytesOf(join(out, 'boot.bin'))[3]).toBe(0x40);
  });
});

describe('ready images', () => {
  const esptool = vector('images/hello_build1_1024_app1/esptool.bin');

  it('of esptool get their slot', () => {
    const { status, err } = program.run('image', esptool, '--out', out);
    expect(status, err).toBe(0);
    expect(bytesOf(join(out, 'user1.bin')).subarray(0, 4)).toEqual(Buffer.from([0xea, 4, 0, 1]));
    expect(err).toContain('esptool.bin: warning: The image does not name its slot');
  });

  it('get the settings, and are then the same as from the ELF file', () => {
    const image = vector('images/hello_build1_1024_app1/canonical-user1.bin');
    const args = ['--mode', 'dio', '--freq', '80m', '--size', '4MB'];
    expect(program.run('image', image, ...args, '--out', out).status).toBe(0);
    const expected = bytesOf(vector('images/hello_build1_1024_app1/canonical-user1.dio-80m-4MB.bin'));
    expect(bytesOf(join(out, 'user1.bin')).equals(expected)).toBe(true);
  });

  it('without a slot go where --slot says, when nothing speaks against it', () => {
    const both = vector('either_2048.elf');
    const { status, err } = program.run('image', both, '--size', '2MB-c1', '--slot', 'user2', '--out', out);
    expect(status, err).toBe(0);
    expect(written()).toEqual(['user2.bin']);
    const expected = bytesOf(vector('images/either_2048/canonical-user2.bin'));
    expect(bytesOf(join(out, 'user2.bin')).equals(expected)).toBe(true);
  });

  it('without slots cannot be converted alone, and that is said', () => {
    const { status, err } = program.run(
      'image',
      vector('images/plain_nonota/canonical-0x00000.bin'),
      '--out',
      out,
    );
    expect(status).toBe(1);
    expect(err).toContain('warning: Half of a program without slots');
    expect(written()).toEqual([]);
  });
});

describe('writing', () => {
  const app = vector('hello_build1_1024_app1.elf');

  it('goes to the current folder when nothing is said', () => {
    mkdirSync(out);
    const { status, out: text } = program.runIn(out, 'image', app);
    expect(status).toBe(0);
    expect(text).toMatch(/^user1\.bin {2}0x01000 {2}772 bytes {2}from hello_build1_1024_app1\.elf\n/);
    expect(written()).toEqual(['user1.bin']);
  });

  it('makes folders that are missing', () => {
    out = join(out, 'deep', 'er');
    expect(program.run('image', app, '--out', out).status).toBe(0);
    expect(written()).toEqual(['user1.bin']);
  });

  it('says in one sentence that a file is in the way of the folder', () => {
    writeFileSync(out, '');
    const { status, err } = program.run('image', app, '--out', out);
    expect(status).toBe(1);
    expect(err).toContain(`twinslot: ${out}: The folder cannot be made: there is a file of that name.\n`);
  });

  it('leaves nothing behind when one of two files cannot be written', () => {
    mkdirSync(join(out, 'user2.bin'), { recursive: true });
    const { status, err } = program.run('image', app, vector('hello_build1_1024_app2.elf'), '--out', out);
    expect(status).toBe(1);
    expect(err).toContain(`${join(out, 'user2.bin')} cannot be written: there is a folder of that name.\n`);
    expect(written()).toEqual(['user2.bin']);
  });
});

describe('files that cannot be read', () => {
  it.each([
    ['nothing-here.elf', 'there is no such file or folder'],
    ['.', 'it is not a file, but a folder or a device'],
    [join(VECTORS, 'README.md', 'app.elf'), 'a part of the path is a file, not a folder'],
  ])('%s: one sentence', (path, reason) => {
    const { status, err, out: text } = program.run('image', path, '--out', out);
    expect(status).toBe(1);
    expect(err).toBe(`twinslot: ${path} cannot be read: ${reason}.\n`);
    expect(text).toBe('');
    expect(written()).toEqual([]);
  });
});

describe('for other tools', () => {
  const apps = ['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(vector);

  it('writes flash_args and manifest.json beside the images, and reads them back', () => {
    const made = program.run('image', ...apps, '--mode', 'dio', '--out', out, '--flash-args', '--manifest');
    expect(made.status).toBe(0);
    expect(written()).toEqual(['flash_args', 'manifest.json', 'user1.bin', 'user2.bin']);
    const paths = written().map(name => join(out, name));
    const again = join(folder.path, 'again');
    const read = program.run('image', ...paths, '--out', again);
    expect(read.status).toBe(0);
    expect(readdirSync(again).sort()).toEqual(['user1.bin', 'user2.bin']);
    for (const name of ['user1.bin', 'user2.bin'])
      expect(bytesOf(join(again, name))).toEqual(bytesOf(join(out, name)));
  });
});
