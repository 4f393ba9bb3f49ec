/** The lessons of the page without a browser: opening, starting, checking, keeping, and going back. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Lessons } from '../../../src/app/lessons/lessons.ts';
import { Library } from '../../../src/app/lessons/library.ts';
import type { LessonSnapshot } from '../../../src/core/lesson/check.ts';
import type { ChosenSettings } from '../../../src/core/workspace/workspace.ts';
import type { AllProgress, LessonStore, StoredLesson } from '../../../src/platform/lesson-store.ts';

const PAGE = 'http://localhost:1/';
const NOTHING: LessonSnapshot = { files: [], inspected: [], boards: [], afterPowerOn: false };

const TEXT = JSON.stringify({
  twinslot: 1,
  title: { en: 'Mine' },
  about: { en: 'About.' },
  minutes: 5,
  firmware: {
    app: { name: 'app.elf', base64: 'AAEC' },
    far: { name: 'far.elf', url: 'https://example.com/far.elf' },
  },
  settings: { map: '4MB-c1' },
  steps: [
    { text: { en: 'Give.' }, give: ['app'], expect: { kind: 'inspected', file: 'app.elf' } },
    { text: { en: 'Far.' }, give: ['far'] },
    { text: { en: 'Run.' }, expect: { kind: 'running', slot: 'user1' } },
  ],
});

/** What a browser would keep. */
class MemoryStore implements LessonStore {
  #lessons: readonly StoredLesson[] = [];
  #progress: AllProgress = {};
  #settings: ChosenSettings | undefined;

  async lessons(): Promise<readonly StoredLesson[]> {
    return this.#lessons;
  }

  async progress(): Promise<AllProgress> {
    return this.#progress;
  }

  async settings(): Promise<ChosenSettings | undefined> {
    return this.#settings;
  }

  async changeLessons(change: (kept: readonly StoredLesson[]) => readonly StoredLesson[]): Promise<void> {
    this.#lessons = structuredClone(change(this.#lessons));
  }

  async changeProgress(change: (kept: AllProgress) => AllProgress): Promise<void> {
    this.#progress = structuredClone(change(this.#progress));
  }

  async putSettings(settings: ChosenSettings | undefined): Promise<void> {
    this.#settings = structuredClone(settings);
  }
}

class World {
  seen = NOTHING;
  time = 0;
  chosenNow: ChosenSettings = { map: '1MB', wish: 'user2' };
  files: string[] = ['mine.elf'];
  places: (string | undefined)[] = [];
  change: () => void = () => {};
  readonly lessons: Lessons;

  constructor(readonly store: LessonStore = new MemoryStore()) {
    this.lessons = new Lessons({
      library: new Library(store, PAGE),
      page: PAGE,
      now: () => this.time,
      snapshot: () => this.seen,
      onChange: listener => {
        this.change = listener;
      },
      chosen: () => this.chosenNow,
      choose: settings => {
        this.chosenNow = settings;
      },
      clearFiles: async () => {
        this.files = [];
      },
      addFiles: async files => {
        this.files.push(...files.map(({ name }) => name));
      },
      goTo: id => this.places.push(id),
    });
  }

  async open(text = TEXT): Promise<string> {
    await this.lessons.open(new File([text], 'mine.twinslot'));
    return this.lessons.view.lessons?.at(-1)?.id ?? '';
  }

  get active() {
    const { active } = this.lessons.view;
    if (!active) throw new Error('nobody is in a lesson');
    return active;
  }
}

beforeEach(() => {
  vi.stubGlobal('location', { origin: new URL(PAGE).origin });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
});

/** Ours are not there without a server; a page that has lost its network says the same. */
const ALONE = { failed: true };

describe('a file', () => {
  it('that is opened is listed, kept, and gone to', async () => {
    const world = new World();
    const id = await world.open();
    expect(world.lessons.view).toMatchObject({ ...ALONE, findings: [] });
    expect(world.places).toEqual([id]);
    const again = new World(world.store);
    await again.lessons.load();
    expect(again.lessons.view.lessons?.map(entry => entry.id)).toEqual([id]);
    // The same file is the same lesson.
    await again.open();
    expect(again.lessons.view.lessons).toHaveLength(1);
    again.lessons.remove(id);
    expect(again.lessons.view.lessons).toEqual([]);
  });

  it('that is none says why, and goes to the list', async () => {
    const world = new World();
    await world.open('{"twinslot": 7}');
    expect(world.lessons.view.findings).toMatchObject([{ code: 'lesson-version' }]);
    expect(world.places).toEqual(['']);
    expect(world.lessons.view.lessons).toEqual([]);
  });
});

describe('a lesson', () => {
  it('has its own settings, and leaves those of the person', async () => {
    const world = new World();
    await world.lessons.start(await world.open());
    expect(world.chosenNow).toEqual({ map: '4MB-c1' });
    expect(world.places.at(-1)).toBeUndefined();
    world.lessons.leave();
    expect(world.chosenNow).toEqual({ map: '1MB', wish: 'user2' });
    expect(world.lessons.view.active).toBeUndefined();
  });

  it('that ended with its tab gives the settings back on the next visit, once', async () => {
    const world = new World();
    await world.lessons.start(await world.open());
    const next = new World(world.store);
    next.chosenNow = { map: '4MB-c1' };
    await next.lessons.restore();
    expect(next.chosenNow).toEqual({ map: '1MB', wish: 'user2' });
    next.chosenNow = { map: '2MB' };
    await next.lessons.restore();
    expect(next.chosenNow).toEqual({ map: '2MB' });
  });

  it('puts its files in place of those on the page, and later ones beside them', async () => {
    const world = new World();
    await world.lessons.start(await world.open());
    expect(world.files).toEqual(['mine.elf']);
    await world.lessons.give();
    expect(world.files).toEqual(['app.elf']);
    await world.lessons.give();
    expect(world.files).toEqual(['app.elf', 'app.elf']);
  });

  it('loads nothing from elsewhere, and says from where it would have to', async () => {
    const world = new World();
    await world.lessons.start(await world.open());
    world.lessons.go(1);
    await world.lessons.give();
    expect(world.files).toEqual(['mine.elf']);
    expect(world.active.problem).toMatchObject({
      code: 'lesson-elsewhere',
      facts: { name: 'far.elf', host: 'example.com' },
    });
  });

  it('sees a step when the page has changed, and what was seen once stays', async () => {
    const world = new World();
    await world.lessons.start(await world.open());
    world.change();
    expect(world.active.evidence).toEqual({});
    world.seen = { ...NOTHING, inspected: ['app.elf'] };
    world.change();
    expect(world.active.evidence).toEqual({ 0: { kind: 'inspected', name: 'app.elf' } });
    world.seen = NOTHING;
    world.change();
    world.lessons.go(1);
    world.lessons.go(0);
    expect(world.active.evidence[0]).toBeDefined();
  });

  it('counts the time in it, until its result', async () => {
    const world = new World();
    await world.lessons.start(await world.open());
    world.time = 5000;
    world.lessons.go(1);
    world.time = 7000;
    world.lessons.go(3);
    expect(world.active).toMatchObject({ step: 3, spent: 7000 });
    world.time = 99_000;
    world.lessons.leave();
    expect(world.lessons.view.lessons?.[0]?.progress).toMatchObject({ finished: true, spent: 7000 });
  });

  it('goes on where it was left, also on another visit, or starts over', async () => {
    const world = new World();
    const id = await world.open();
    await world.lessons.start(id);
    world.seen = { ...NOTHING, inspected: ['app.elf'] };
    world.change();
    world.lessons.go(2);
    const next = new World(world.store);
    await next.lessons.start(id);
    expect(next.active).toMatchObject({ step: 2, evidence: { 0: { kind: 'inspected' } } });
    await next.lessons.start(id, true);
    expect(next.active).toMatchObject({ step: 0, evidence: {} });
  });

  it('that nobody has says so', async () => {
    const world = new World();
    await world.lessons.start('gone');
    expect(world.lessons.view.findings).toMatchObject([{ code: 'lesson-unknown', facts: { id: 'gone' } }]);
  });

  it('opened and taken in two tabs are kept both', async () => {
    const one = new World();
    const two = new World(one.store);
    await Promise.all([one.lessons.load(), two.lessons.load()]);
    const [first, second] = [await one.open(), await two.open(`${TEXT} `)];
    await one.lessons.start(first);
    await two.lessons.start(second);
    one.lessons.go(1);
    two.lessons.go(1);
    one.lessons.leave();
    two.lessons.leave();
    await expect
      .poll(async () => Object.keys(await one.store.progress()).sort())
      .toEqual([first, second].sort());
    const kept = (await one.store.lessons()).map(({ id }) => id);
    expect(kept.sort()).toEqual([first, second].sort());
  });

  it('works where the browser keeps nothing', async () => {
    const denied = () => Promise.reject(new Error('denied'));
    const world = new World({
      ...{ lessons: denied, changeLessons: denied, progress: denied, changeProgress: denied },
      ...{ settings: denied, putSettings: denied },
    });
    await world.lessons.start(await world.open());
    world.lessons.go(1);
    world.lessons.leave();
    expect(world.lessons.view.kept).toBe(false);
    expect(world.lessons.view.lessons?.[0]?.progress).toMatchObject({ step: 1 });
  });
});
