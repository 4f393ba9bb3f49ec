import { FLASH_MAPS, flashMap, SLOTS, type Slot, slotRange } from '../esp8266/flash-map.ts';
import type { FlashSettings } from '../esp8266/settings.ts';
import { type Finding, finding, placed } from '../findings.ts';
import { outcomeOf } from '../problem.ts';
import type { FileRole, InputFile } from '../workspace/workspace.ts';
import { readRecipe } from './read.ts';
import type { Recipe, RecipePart } from './recipe.ts';

/** Files with what the recipes among them say about the others. */
export interface Followed {
  readonly inputs: readonly InputFile[];
  readonly settings: Partial<FlashSettings>;
  readonly findings: readonly Finding[];
  /** What does not come true when everything is dealt out. @param made names of files with the slots they went to. */
  contradictions(made: readonly { readonly from: string; readonly role: string }[]): readonly Finding[];
}

interface NamedRecipe {
  readonly file: string;
  readonly recipe: Recipe;
}

/**
 * Gives files the roles that a dropped `flash_args` or `manifest.json` has for them. A role that somebody chose stays,
 * and so does what a file proves about itself: the recipe decides only what is open.
 */
export function followRecipes(inputs: readonly InputFile[]): Followed {
  const recipes = inputs.flatMap(named);
  const roles = new Map<string, FileRole>();
  const findings: Finding[] = [];
  let settings: Partial<FlashSettings> = {};
  for (const { file, recipe } of recipes) {
    const say = (found: Finding) => void findings.push(placed(found, { file }));
    settings = { ...settingsOf(recipe, say), ...settings };
    for (const part of recipe.parts) {
      const role = roleOf(part, recipe);
      if (!role) say(finding('recipe-part-left', { name: part.name, offset: part.offset }));
      else if (!inputs.some(({ name }) => name === part.name))
        say(finding('recipe-part-missing', { name: part.name, offset: part.offset }));
      else if (!roles.has(part.name)) roles.set(part.name, role);
    }
  }
  return {
    inputs: inputs.map(input => {
      if (input.origin) return input;
      const role = input.role ?? roles.get(input.name);
      return role ? { ...input, role } : input;
    }),
    settings,
    findings,
    contradictions: made => recipes.flatMap(recipe => broken(recipe, made)),
  };
}

function named(input: InputFile): readonly NamedRecipe[] {
  if (input.origin) return [];
  // What is wrong with the file is said where it is opened, on its own card.
  const outcome = outcomeOf(() => readRecipe(input.reader, []));
  return outcome.ok && outcome.value ? [{ file: input.name, recipe: outcome.value }] : [];
}

/** Where slots can begin, on any map. */
const SLOT_AT: ReadonlyMap<number, Slot> = new Map(
  FLASH_MAPS.flatMap(map =>
    SLOTS.flatMap(slot => {
      const range = slotRange(map, slot);
      return range ? [[Number(range.start), slot] as const] : [];
    }),
  ),
);

/** By its place. What lies at 0 is a boot loader only in front of a slot; else it is the head of a whole program. */
function roleOf(part: RecipePart, { parts }: Recipe): FileRole | undefined {
  if (part.offset !== 0) return SLOT_AT.get(part.offset);
  return parts.some(({ offset }) => SLOT_AT.has(offset)) ? 'boot-loader' : undefined;
}

/**
 * The settings, with the map that user2 is in: flash_args says `2MB` for both maps of that size, and only the place of
 * user2 tells them apart.
 */
function settingsOf({ settings, parts }: Recipe, say: (found: Finding) => void): Partial<FlashSettings> {
  const { map: said, ...rest } = settings;
  const second = parts.find(({ offset }) => SLOT_AT.get(offset) === 'user2');
  if (!said || !second) return settings;
  const fits = (map: (typeof FLASH_MAPS)[number]): boolean =>
    slotRange(map, 'user2')?.start === second.offset;
  if (fits(flashMap(said))) return settings;
  const map = FLASH_MAPS.find(other => other.size === flashMap(said).size && fits(other))?.name;
  say(finding('recipe-size', { said, offset: second.offset, ...(map && { map }) }));
  return map ? { ...rest, map } : rest;
}

function broken({ file, recipe }: NamedRecipe, made: Parameters<Followed['contradictions']>[0]): Finding[] {
  return recipe.parts.flatMap(part => {
    const said = SLOT_AT.get(part.offset);
    const went = made.filter(({ from }) => from === part.name).map(({ role }) => role);
    const [other] = SLOTS.filter(slot => went.includes(slot));
    if (!said || !other || went.includes(said)) return [];
    return [placed(finding('recipe-slot-differs', { name: part.name, said, is: other }), { file })];
  });
}
