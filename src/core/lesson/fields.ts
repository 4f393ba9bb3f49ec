import type { Finding } from '../findings.ts';
import { finding } from '../findings.ts';
import { refuse } from '../problem.ts';
import type { LessonFindingFacts } from './finding-facts.ts';

type Facts = LessonFindingFacts['lesson-field'];

const LONGEST = 40;

/** A value from JSON as it stands in the file, cut where it is long; empty when there is none. */
export function shownValue(value: unknown): string {
  if (value === undefined) return '';
  const text = JSON.stringify(value) ?? '';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A value of a file, together with where it stands. Every question refuses what does not fit. */
export class Field {
  readonly value: unknown;
  readonly path: string;
  readonly #notes: Finding[];

  constructor(value: unknown, path: string, notes: Finding[]) {
    this.value = value;
    this.path = path;
    this.#notes = notes;
  }

  refuse(wish: Facts['wish'], more: Pick<Facts, 'limits' | 'known'> = {}): never {
    refuse('lesson-field', { field: this.path, found: shownValue(this.value), wish, ...more });
  }

  /** The members of an object, each by its name; undefined members are missing fields. */
  get entries(): readonly (readonly [string, Field])[] {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.refuse('object');
    return Object.entries(value).map(([name, member]) => [name, this.#inside(name, member)]);
  }

  /** A member of an object. */
  at(name: string): Field {
    return this.maybe(name) ?? this.#inside(name, undefined);
  }

  /** A member that need not be there. */
  maybe(name: string): Field | undefined {
    return this.entries.find(([each]) => each === name)?.[1];
  }

  /** Says of members that nobody asked for that they are left out. */
  only(...names: readonly string[]): void {
    for (const [name, field] of this.entries) {
      if (!names.includes(name)) this.#notes.push(finding('lesson-field-left', { field: field.path }));
    }
  }

  list(min: number, max: number): readonly Field[] {
    const { value } = this;
    if (!Array.isArray(value) || value.length < min || value.length > max)
      this.refuse('list', { limits: [min, max] });
    return value.map((item: unknown, i) => new Field(item, `${this.path}[${i}]`, this.#notes));
  }

  text(max: number): string {
    const { value } = this;
    if (typeof value !== 'string' || value.trim() === '' || value.length > max)
      this.refuse('text', { limits: [1, max] });
    return value;
  }

  whole(min: number, max: number): number {
    const { value } = this;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      this.refuse('number', { limits: [min, max] });
    return value;
  }

  flag(): boolean {
    const { value } = this;
    return typeof value === 'boolean' ? value : this.refuse('flag');
  }

  /** One of a few words. */
  oneOf<Word extends string>(words: readonly Word[]): Word {
    return words.find(word => word === this.value) ?? this.refuse('known', { known: words });
  }

  #inside(name: string, value: unknown): Field {
    return new Field(value, this.path === '' ? name : `${this.path}.${name}`, this.#notes);
  }
}
