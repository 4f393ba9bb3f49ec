/**
 * Squarified treemap: rectangles whose areas are proportional to their weights, as close to squares as a row-wise
 * layout gets. Source: Bruls, Huizing, van Wijk, "Squarified treemaps" (2000).
 */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * One rectangle for each weight, in the order given; together they fill `area`.
 * @param weights the largest first gives the best shapes; zero gives an empty rectangle.
 */
export function squarify(weights: readonly number[], area: Rect): Rect[] {
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (total <= 0) return weights.map(() => ({ ...area, width: 0, height: 0 }));
  const scale = (area.width * area.height) / total;
  const sizes = weights.map(w => w * scale);
  const rects: Rect[] = [];
  let rest = area;
  for (let from = 0; from < sizes.length; ) {
    const side = Math.min(rest.width, rest.height);
    const to = endOfRow(sizes, from, side);
    const row = layRow(sizes.slice(from, to), rest);
    rects.push(...row.rects);
    rest = row.rest;
    from = to;
  }
  return rects;
}

/** A row takes more rectangles as long as its worst shape does not become worse. */
function endOfRow(sizes: readonly number[], from: number, side: number): number {
  let [sum, smallest, largest] = [0, Number.POSITIVE_INFINITY, 0];
  let worst = Number.POSITIVE_INFINITY;
  for (let i = from; i < sizes.length; i++) {
    const size = sizes[i] ?? 0;
    sum += size;
    smallest = Math.min(smallest, size);
    largest = Math.max(largest, size);
    const ratio = Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
    if (ratio > worst) return i;
    worst = ratio;
  }
  return sizes.length;
}

/** A row along the shorter side, and what is left of the area. */
function layRow(sizes: readonly number[], area: Rect): { readonly rects: Rect[]; readonly rest: Rect } {
  const sum = sizes.reduce((a, b) => a + b, 0);
  const upright = area.width >= area.height;
  const along = upright ? area.height : area.width;
  const depth = along > 0 ? sum / along : 0;
  let at = 0;
  const rects = sizes.map((size): Rect => {
    const length = sum > 0 ? (size / sum) * along : 0;
    const rect = upright
      ? { x: area.x, y: area.y + at, width: depth, height: length }
      : { x: area.x + at, y: area.y, width: length, height: depth };
    at += length;
    return rect;
  });
  const rest = upright
    ? { ...area, x: area.x + depth, width: Math.max(0, area.width - depth) }
    : { ...area, y: area.y + depth, height: Math.max(0, area.height - depth) };
  return { rects, rest };
}
