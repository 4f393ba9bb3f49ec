import { SLOTS, type Slot } from '../esp8266/flash-map.ts';
import type { Field } from './fields.ts';
import type { Choice, Expectation, ExpectationKind } from './lesson.ts';
import { MAX_BUILD, MAX_CHOICES, MAX_NAME, MAX_TEXT } from './limits.ts';
import { texts } from './texts.ts';

type Reader<Kind extends ExpectationKind> = (field: Field) => Extract<Expectation, { kind: Kind }>;

const FIELDS: { readonly [Kind in ExpectationKind]: Reader<Kind> } = {
  files: field => {
    field.only('kind', 'slots', 'build');
    return { kind: 'files', slots: slots(field), ...build(field) };
  },
  inspected: field => {
    field.only('kind', 'file');
    const file = field.maybe('file')?.text(MAX_NAME);
    return { kind: 'inspected', ...(file !== undefined && { file }) };
  },
  board: field => {
    field.only('kind');
    return { kind: 'board' };
  },
  written: field => {
    field.only('kind', 'slots');
    return { kind: 'written', slots: slots(field) };
  },
  running: field => {
    field.only('kind', 'slot', 'build');
    return { kind: 'running', slot: slot(field.at('slot')), ...build(field) };
  },
  updated: field => {
    field.only('kind', 'slot', 'build');
    return { kind: 'updated', slot: slot(field.at('slot')), ...build(field) };
  },
  'power-cut': field => {
    field.only('kind', 'slot');
    return { kind: 'power-cut', slot: slot(field.at('slot')) };
  },
  answer: field => {
    field.only('kind', 'choices');
    return { kind: 'answer', choices: choices(field.at('choices')) };
  },
};

const KINDS = Object.keys(FIELDS) as ExpectationKind[];

/** What a step expects: one of the kinds that can be checked. */
export const readExpectation = (field: Field): Expectation => FIELDS[field.at('kind').oneOf(KINDS)](field);

const slot = (field: Field): Slot => field.oneOf(SLOTS);

const slots = (field: Field): readonly Slot[] => [
  ...new Set(
    field
      .at('slots')
      .list(1, SLOTS.length)
      .map(each => slot(each)),
  ),
];

function build(field: Field): { readonly build?: number } {
  const number = field.maybe('build')?.whole(0, MAX_BUILD);
  return number === undefined ? {} : { build: number };
}

function choices(field: Field): readonly Choice[] {
  const all = field.list(2, MAX_CHOICES).map((choice): Choice => {
    choice.only('text', 'right', 'why');
    const why = choice.maybe('why');
    return {
      text: texts(choice.at('text'), MAX_TEXT),
      right: choice.maybe('right')?.flag() ?? false,
      ...(why && { why: texts(why, MAX_TEXT) }),
    };
  });
  return all.filter(({ right }) => right).length === 1 ? all : field.refuse('one-right');
}
