import type { Rect } from './treemap-layout.ts';

type Axis = 'x' | 'y';

const DIRECTIONS: Readonly<Record<string, readonly [axis: Axis, sign: 1 | -1]>> = {
  ArrowLeft: ['x', -1],
  ArrowRight: ['x', 1],
  ArrowUp: ['y', -1],
  ArrowDown: ['y', 1],
};

/**
 * The rectangle that a key leads to: the nearest one whose centre lies that way, Home and End the first and the last.
 * @returns undefined for keys that move nothing.
 */
export function neighbour(rects: readonly Rect[], from: number, key: string): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return Math.max(0, rects.length - 1);
  const direction = DIRECTIONS[key];
  const origin = rects[from];
  if (!direction || !origin) return undefined;
  const [axis, sign] = direction;
  const here = centre(origin);
  let best = from;
  let distance = Number.POSITIVE_INFINITY;
  for (const [i, rect] of rects.entries()) {
    const there = centre(rect);
    const ahead = sign * (there[axis] - here[axis]);
    const aside = Math.abs(there[axis === 'x' ? 'y' : 'x'] - here[axis === 'x' ? 'y' : 'x']);
    // Something a little further ahead but in line is what people expect.
    const cost = ahead + 2 * aside;
    if (i !== from && ahead > 0.5 && cost < distance) [best, distance] = [i, cost];
  }
  return best;
}

const centre = ({ x, y, width, height }: Rect) => ({ x: x + width / 2, y: y + height / 2 });
