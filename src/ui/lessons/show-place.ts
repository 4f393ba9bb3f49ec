import { deepAll } from '../../app/lessons/page-parts.ts';
import type { Expectation, LessonPlace, LessonStep } from '../../core/lesson/lesson.ts';

const SELECTORS: Readonly<Record<LessonPlace, string>> = {
  firmware: '#firmware',
  inspector: 'ts-inspect-details summary',
  map: '#memory-map',
  board: '#board',
  bench: 'ts-board-step details.bench > summary',
  flash: '#flash',
  running: '#running',
  update: 'ts-running-step section.update',
  log: 'ts-monitor',
};

/** Where an expectation is met. */
const BY_EXPECTATION: Readonly<Partial<Record<Expectation['kind'], LessonPlace>>> = {
  files: 'firmware',
  inspected: 'inspector',
  board: 'board',
  written: 'flash',
  running: 'running',
  updated: 'update',
  'power-cut': 'bench',
};

/** The place that a step points at; undefined where there is nothing to see. */
export const placeOf = ({ show, expect }: LessonStep): LessonPlace | undefined =>
  show ?? (expect && BY_EXPECTATION[expect.kind]);

const MARK_MS = 2000;

/** Brings a place into view, puts the focus there and marks it for a moment. @returns whether it is there. */
export function showPlace(place: LessonPlace, expect: Expectation | undefined): boolean {
  const element = find(place, expect);
  if (!element) return false;
  if (place === 'bench') (element.parentElement as HTMLDetailsElement).open = true;
  element.scrollIntoView({ block: place === 'inspector' || place === 'bench' ? 'center' : 'start' });
  if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) element.setAttribute('tabindex', '-1');
  element.focus({ preventScroll: true });
  mark(element);
  return true;
}

function find(place: LessonPlace, expect: Expectation | undefined): HTMLElement | undefined {
  const found = deepAll<HTMLElement>(SELECTORS[place]).filter(element => element.checkVisibility());
  const file = expect?.kind === 'inspected' ? expect.file : undefined;
  if (place !== 'inspector' || file === undefined) return found[0];
  return found.find(
    element => ((element.getRootNode() as ShadowRoot).host as { of?: string } & Element).of === file,
  );
}

/** An outline that goes away: nothing moves, so it is for everybody. */
function mark(element: HTMLElement): void {
  const colour = getComputedStyle(element).getPropertyValue('--focus') || 'currentColor';
  const outline = (width: string) => ({ outline: `${width} solid ${colour}`, outlineOffset: '6px' });
  element.animate([outline('4px'), outline('4px'), outline('0px')], { duration: MARK_MS });
}
