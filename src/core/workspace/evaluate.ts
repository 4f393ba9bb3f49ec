import { bytesReader } from '../bytes/range-reader.ts';
import { type FlashMap, flashMap, SLOTS, type Slot, slotRange } from '../esp8266/flash-map.ts';
import type { FlashSettings } from '../esp8266/settings.ts';
import { bySeverity, type Finding, hasErrors, placed } from '../findings.ts';
import { buildPlainImage, buildSlotImage } from '../image/build.ts';
import { describeElf, describeImage } from '../image/describe.ts';
import type { BuiltImage } from '../image/firmware-image.ts';
import { judgeSlot, type SlotJudgement } from '../image/slot-evidence.ts';
import { followRecipes } from '../interchange/follow.ts';
import type { BootWish, FlashWrite, WriteRole } from '../plan/flash-plan.ts';
import { mergeBlock } from '../plan/merge.ts';
import { planFlash } from '../plan/plan.ts';
import { measure } from '../size/sizes.ts';
import { type Assignment, assignSlots, type Candidate } from './assign.ts';
import { preparedBootLoader } from './boot-loader.ts';
import { openFile, type RawFile } from './open.ts';
import { fitImage, judgeImage } from './ready-image.ts';
import { resolveSettings } from './settings.ts';
import type { ChosenSettings, InputFile, OpenedFile, Output, Workspace } from './workspace.ts';

/**
 * The whole of steps 1 and 2: opens the files, tells their slots, builds the images and plans the flash.
 * Pure: the same files and settings give the same result, in a worker, in Node and in tests.
 * @throws Problem `file-unreadable` when a file that was opened vanishes while it is converted.
 */
export function evaluate(given: readonly InputFile[], asked: ChosenSettings = {}): Workspace {
  const recipes = followRecipes(given);
  const chosen = { ...recipes.settings, ...asked };
  const raw = recipes.inputs.map(openFile);
  // What was read off a board is only looked at.
  const parts = raw.filter(({ origin }) => !origin);
  const { settings, assumed, findings: settingsFindings } = resolveSettings(chosen, parts);
  const map = flashMap(settings.map);
  const all = raw.map(file => judge(file, map, assumed.map));
  const judged = all.filter(({ file }) => !file.origin);
  const assignment = assignSlots(judged.map(candidateOf));
  const made = makeOutputs(judged, assignment, settings);
  const ota = made.outputs.some(o => o.role !== 'plain') || judged.some(isForSlots);
  const plain = made.outputs.find(o => o.role === 'plain')?.from;
  const loader = preparedBootLoader(parts, settings, { ota, ...(plain !== undefined && { plain }) });
  const wish = chosen.wish ?? defaultWish(made.outputs);
  const plan = planFlash({
    settings,
    images: made.outputs.flatMap(writesOf),
    ...(loader.output && { bootLoader: bootLoaderWrite(loader.output) }),
    wish,
  });
  const files = all.map(opened);
  const block = mergeBlock(plan);
  const own = files.flatMap(f => f.findings);
  const findings = [
    ...own,
    ...settingsFindings,
    ...recipes.findings,
    ...recipes.contradictions(made.outputs),
    ...assignment.findings,
    ...made.findings,
    ...loader.findings,
    ...plan.findings,
  ];
  return {
    files,
    settings,
    assumed,
    wish,
    outputs: [...(loader.output ? [loader.output] : []), ...made.outputs],
    plan,
    ...(block && { mergeBlock: block }),
    findings: bySeverity(findings),
  };
}

interface Judged {
  readonly file: RawFile;
  readonly judgement?: SlotJudgement;
  readonly map: FlashMap;
}

function judge(file: RawFile, map: FlashMap, assumed: boolean): Judged {
  if (file.kind === 'elf')
    return { file, map, judgement: judgeSlot(file.elf, file.memory, { map, assumed }) };
  if (file.kind === 'image') return { file, map, judgement: judgeImage(file, map) };
  return { file, map };
}

const isForSlots = ({ judgement }: Judged): boolean => judgement?.verdict.kind === 'slots';

function candidateOf({ file, judgement }: Judged): Candidate {
  const broken = file.kind === 'image' && hasErrors(file.findings);
  return {
    name: file.source.name,
    verdict: judgement && !broken ? judgement.verdict : { kind: 'slots', slots: [] },
    canBeBoth: file.kind === 'elf',
    ...(file.role && { role: file.role }),
  };
}

interface Made {
  readonly outputs: readonly Output[];
  readonly findings: readonly Finding[];
}

function makeOutputs(judged: readonly Judged[], assignment: Assignment, settings: FlashSettings): Made {
  const outputs: Output[] = [];
  const findings: Finding[] = [];
  const keep = (role: Output['role'], file: RawFile, built: BuiltImage): void => {
    const bytes = built.files[0]?.bytes ?? new Uint8Array(0);
    outputs.push({
      role,
      from: file.source.name,
      built,
      headers: describeImage(bytesReader(bytes), built.image),
    });
  };
  const plain = assignment.plain === undefined ? undefined : judged[assignment.plain]?.file;
  if (plain?.kind === 'elf') keep('plain', plain, buildPlainImage(plain, settings));
  for (const slot of SLOTS) {
    const index = assignment.slots[slot];
    const file = index === undefined ? undefined : judged[index]?.file;
    const range = slotRange(flashMap(settings.map), slot);
    if (file?.kind === 'elf' && range) keep(slot, file, buildSlotImage(file, slot, range, settings));
    if (file?.kind === 'image') {
      const fitted = fitImage(file, slot, settings);
      if (fitted) keep(slot, file, fitted.built);
      findings.push(...(fitted?.findings ?? []).map(f => placed(f, { file: file.source.name })));
    }
  }
  return { outputs, findings };
}

/** user1 where there is one: it is what a board without stored choice starts. */
function defaultWish(outputs: readonly Output[]): BootWish {
  const has = (slot: Slot): boolean => outputs.some(o => o.role === slot);
  return has('user2') && !has('user1') ? 'user2' : 'user1';
}

function writesOf(output: Output): FlashWrite[] {
  return output.built.files.map((file, i) => {
    const role: WriteRole = output.role === 'plain' ? (i === 0 ? 'plain-head' : 'plain-irom') : output.role;
    return { role, offset: file.offset, bytes: file.bytes, name: file.name, from: output.from };
  });
}

function bootLoaderWrite(output: Output) {
  const [write] = writesOf(output);
  if (!write) throw new RangeError('a boot loader without bytes');
  const facts = output.built.image.bootLoader;
  return { write, ...(facts && { facts }) };
}

/** The file as the page shows it, with all that is to be said about it and nothing but plain data. */
function opened({ file, judgement, map }: Judged): OpenedFile {
  const { source } = file;
  const place = (found: readonly Finding[]): Finding[] => found.map(f => placed(f, { file: source.name }));
  const base = { source, findings: place(file.findings), ...(file.origin && { origin: file.origin }) };
  const withVerdict = (j: SlotJudgement): typeof base => {
    const because = j.verdict.kind === 'neither' ? [j.verdict.because] : [];
    const known = new Set(file.findings.map(f => f.code));
    const added = [...because, ...j.findings].filter(f => !known.has(f.code));
    return { ...base, findings: [...base.findings, ...place(added)] };
  };
  switch (file.kind) {
    case 'elf': {
      if (!judgement) return { ...base, kind: 'refused' };
      const gauges = measure(file.memory, map);
      return {
        ...withVerdict(judgement),
        kind: 'elf',
        elf: file.elf,
        memory: file.memory,
        judgement,
        gauges,
        headers: describeElf(file.reader),
      };
    }
    case 'image': {
      if (!judgement) return { ...base, kind: 'refused' };
      return {
        ...withVerdict(judgement),
        kind: 'image',
        image: file.image,
        judgement,
        headers: describeImage(file.reader, file.image),
      };
    }
    case 'boot-loader':
      return {
        ...base,
        kind: 'boot-loader',
        image: file.image,
        headers: describeImage(file.reader, file.image),
      };
    case 'dump':
      return { ...base, kind: 'dump', dump: file.dump };
    case 'recipe':
      return { ...base, kind: 'recipe', recipe: file.recipe };
    case 'bytes':
      return { ...base, kind: 'bytes' };
    default:
      return { ...base, kind: 'refused' };
  }
}
