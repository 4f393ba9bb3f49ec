/** Commands and options: what is wrong is said, with what there is instead; exit status 2. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, type Program, VECTORS } from './program.ts';

const app = join(VECTORS, 'hello_build1_1024_app1.elf');
let program: Program;
beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program.remove());

describe('the program', () => {
  it('is one file that starts by itself and needs only Node', () => {
    const source = readFileSync(program.path, 'utf8');
    expect(source.startsWith('#!/usr/bin/env node\n')).toBe(true);
    const imports = [...source.matchAll(/^import .* from ["']([^"']+)["'];?$/gm)].map(([, name]) => name);
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter(name => !name?.startsWith('node:'))).toEqual([]);
    expect(execFileSync(program.path, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('does not complain when its reader goes away', () => {
    const command = `"${process.execPath}" "${program.path}" inspect "${app}" --json | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(stdout).toBe('{\n');
    expect(stderr).toBe('');
  });
});

describe('help', () => {
  it.each([
    [['--help'], 'Usage: twinslot [COMMAND'],
    [['-h'], 'Usage: twinslot [COMMAND'],
    [['help'], 'Usage: twinslot [COMMAND'],
    [['help', 'image'], 'Usage: twinslot image'],
    [['image', '--help'], 'Usage: twinslot image'],
    [['image', app, '-h'], 'Usage: twinslot image'],
    [['help', 'inspect'], 'Usage: twinslot inspect'],
    [['inspect', '--help'], 'Usage: twinslot inspect'],
    [['help', 'diff'], 'Usage: twinslot diff'],
    [['diff', '--help'], 'Usage: twinslot diff'],
    [['help', 'relay'], 'Usage: twinslot relay'],
    [['relay', '--help'], 'Usage: twinslot relay'],
    [['help', 'board'], 'Usage: twinslot board'],
    [['board', '--help'], 'Usage: twinslot board'],
  ])('%j prints it', (args, start) => {
    const { status, out, err } = program.run(...args);
    expect(status).toBe(0);
    expect(out.startsWith(start)).toBe(true);
    expect(err).toBe('');
  });

  it('names every option of a command', () => {
    const { out } = program.run('help', 'image');
    for (const option of ['--size', '--mode', '--freq', '--out', '--boot', '--slot'])
      expect(out).toContain(option);
    expect(program.run('help', 'inspect').out).toContain('--json');
  });

  it('prints the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(program.run('--version').out).toBe(`${version}\n`);
  });
});

describe('wrong usage', () => {
  const maps = '512KB, 256KB, 1MB, 2MB, 4MB, 2MB-c1, 4MB-c1, 8MB or 16MB';

  it.each([
    [
      ['frobnicate'],
      'There is no command "frobnicate"; there are image, inspect, diff, relay, board and help.',
    ],
    [[app], `Say what to do with ${app}: twinslot image ${app}, or twinslot inspect ${app}`],
    [['help', 'me'], 'There is no help on "me", only on image, inspect, diff, relay and board.'],
    [['image'], 'Which file? twinslot image app1.elf'],
    [['diff', app], 'Which two builds? twinslot diff OLD.elf NEW.elf'],
    [['inspect', '--json'], 'Which file? twinslot inspect app1.elf'],
    [['image', app, '--size', '3MB'], `--size 3MB is not possible; it takes ${maps}.`],
    [['image', app, '--mode', 'dual'], '--mode dual is not possible; it takes qio, qout, dio or dout.'],
    [['image', app, '--freq', '60m'], '--freq 60m is not possible; it takes 40m, 26m, 20m or 80m.'],
    [['image', app, '--slot', 'user3'], '--slot user3 is not possible; it takes user1 or user2.'],
    [['image', app, '--size'], `--size needs a value: ${maps}.`],
    [['image', app, '--size='], `--size needs a value: ${maps}.`],
    [['image', app, '--out', '--size', '1MB'], '--out needs a value: a folder.'],
    [
      ['image', app, '--boot'],
      '--boot needs a value: the file of a boot loader, or own for the one that comes with Twinslot.',
    ],
    [
      ['image', app, '--json'],
      '--json is no option of twinslot image; there are --size, --mode, --freq, --out, --boot, --slot, --flash-args and --manifest.',
    ],
    [
      ['inspect', app, '-q'],
      '-q is no option of twinslot inspect; there are --size, --mode, --freq and --json.',
    ],
    [['inspect', app, '--json=yes'], '--json takes no value.'],
    [
      ['relay', '--port', '99999'],
      '--port 99999 is not possible; it takes a port, 1 to 65535, or 0 for any free one.',
    ],
    [
      ['relay', '--page', 'here'],
      '--page here is not possible; it takes an address such as https://example.org/twinslot/.',
    ],
    [
      ['relay', app, '--out', 'x'],
      '--out is no option of twinslot relay; there are --size, --port, --ota, --app, --page and --stay.',
    ],
    [
      ['image', app, app, '--slot', 'user1'],
      '--slot is for one file; with two, their link addresses or their order decide.',
    ],
  ])('%j', (args, sentence) => {
    const { status, out, err } = program.run(...args);
    expect(err.split('\n')[0]).toBe(`twinslot: ${sentence}`);
    expect(status).toBe(2);
    expect(out).toBe('');
  });
});

describe('habits from ESPImageTool', () => {
  it.each([
    [['--program', 'COM3', app], /^twinslot: .*\(start twinslot without a command\)/],
    [['--erase'], /^twinslot: .*\(start twinslot without a command\)/],
  ])('%j is answered with what to do instead', (args, sentence) => {
    const { status, err } = program.run(...args);
    expect(err).toMatch(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });
});
