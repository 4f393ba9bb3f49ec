/** Why a program is for a slot, and what happens to the flash, in words. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import type { ChosenSettings, Workspace } from '../../src/core/workspace/workspace.ts';
import { evidenceWords, verdictWords } from '../../src/words/evidence.ts';
import { choiceWords, eraseWords, mergeBlockWords, planSentence } from '../../src/words/plan.ts';
import { settingsText } from '../../src/words/settings.ts';
import { bootLoaderFile } from '../support/boot-loader-builder.ts';

const vector = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/vectors/${name}`, import.meta.url)));

const workspaceOf = (files: Readonly<Record<string, Uint8Array>>, chosen: ChosenSettings = {}): Workspace =>
  evaluate(
    Object.entries(files).map(([name, bytes]) => ({ id: name, name, reader: bytesReader(bytes) })),
    chosen,
  );

const judged = (workspace: Workspace) => {
  const [file] = workspace.files;
  if (file?.kind !== 'elf' && file?.kind !== 'image') throw new Error('nothing judged');
  return file.judgement;
};

const app1 = 'hello_build1_1024_app1.elf';
const app2 = 'hello_build1_1024_app2.elf';

describe('slot', () => {
  it('says each reason, what it speaks for, and how much it counts', () => {
    const { evidence } = judged(workspaceOf({ 'user2.elf': vector(app2) }));
    expect(evidence.map(evidenceWords)).toEqual([
      { reason: 'Linked for 0x40281010', says: 'user2 of maps with 512+512 KB', strength: 'proof' },
      { reason: 'Flash map 1MB (assumed): 512+512 KB', says: 'user2', strength: 'strong sign' },
      { reason: 'Image of 772 bytes; room in user2 488 KB', says: 'user2', strength: 'strong sign' },
      { reason: 'Named user2.elf', says: 'user2', strength: 'hint' },
      { reason: 'Starts at 0x4010000C, in IRAM', says: 'user1 or user2', strength: 'hint' },
    ]);
  });

  it('says where the program goes', () => {
    const workspace = workspaceOf({ 'b.elf': vector(app2) });
    expect(verdictWords(judged(workspace), '1MB')).toEqual({
      title: 'user2',
      text: 'Goes to user2 at flash offset 0x81000 of the flash map 1MB (512+512 KB).',
    });
  });

  it('says that both slots fit', () => {
    const workspace = workspaceOf({ 'b.elf': vector('either_2048.elf') }, { map: '4MB-c1' });
    expect(verdictWords(judged(workspace), '4MB-c1')).toEqual({
      title: 'user1 or user2',
      text: 'Fits user1 at flash offset 0x01000 or user2 at flash offset 0x101000 of the flash map 4MB-c1 (1024+1024 KB) alike.',
    });
  });

  it('says that a program runs without slots', () => {
    const workspace = workspaceOf({ 'b.elf': vector('plain_nonota.elf') });
    expect(verdictWords(judged(workspace), '1MB').title).toBe('Runs without slots');
    expect(judged(workspace).evidence.map(e => evidenceWords(e).says)).toContain('runs without slots');
  });

  it('gives the words of the refusal where no slot fits', () => {
    const workspace = workspaceOf({ 'b.elf': vector(app2) }, { map: '2MB-c1' });
    expect(verdictWords(judged(workspace), '2MB-c1').title).toBe('Program and flash map do not go together');
  });
});

describe('plan', () => {
  const files = { 'app1.elf': vector(app1), 'app2.elf': vector(app2), 'boot.bin': bootLoaderFile('1.7') };

  it('says in one sentence what is written, erased, lost and kept', () => {
    const { plan } = workspaceOf(files);
    expect(planSentence(plan)).toBe(
      'Writes boot loader, user1 and user2; erases the parameters so that user1 starts: a boot loader without ' +
        'parameters starts user1; Wi-Fi settings stored on the board are lost; keeps RF calibration and init data.',
    );
  });

  it('does not promise a slot when the stored choice is kept', () => {
    const { plan } = workspaceOf(files, { wish: 'keep' });
    expect(planSentence(plan)).not.toContain('erases');
    expect(planSentence(plan)).toContain('parameters');
  });

  it('says why user2 needs new boot bytes', () => {
    const { plan } = workspaceOf(files, { wish: 'user2' });
    expect(planSentence(plan)).toContain(eraseWords('start-user2').why);
  });

  it('speaks of the program where there are no slots', () => {
    const { plan } = workspaceOf({ 'p.elf': vector('plain_nonota.elf') });
    expect(planSentence(plan)).toBe('Writes the program; keeps RF calibration, init data and parameters.');
  });

  it('says that there is nothing to write', () => {
    expect(planSentence(workspaceOf({}).plan)).toBe(mergeBlockWords('nothing-to-write'));
  });
});

it('names settings as people do', () => {
  expect(settingsText({ map: '2MB-c1', mode: 'dio', frequency: '26m' })).toBe(
    '2MB-c1 (1024+1024 KB), DIO, 26.7 MHz',
  );
});

it('says which slot a whole flash starts, and why', () => {
  expect(choiceWords({ kind: 'slot', slot: 'user2', because: 'other-failed' })).toBe(
    'user2 starts: the other one failed at its first try.',
  );
  expect(choiceWords({ kind: 'error', byte0: 0xfe })).toContain('Nothing starts');
});
