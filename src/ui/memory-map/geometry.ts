/**
 * Where the regions of a flash are drawn along one axis. Sectors of 4 KB beside slots of a megabyte would be
 * invisible to scale, and fourteen unused megabytes would squeeze everything else: small regions get a minimum,
 * unused ones are shorter than the largest used one, and wherever the scale changes there is a break mark.
 */

/** Length of an unused stretch at most, as a part of the largest used one. */
export const ELASTIC_PART = 0.6;

export interface Stretch {
  readonly start: number;
  /** First byte behind it. */
  readonly end: number;
  /** May be drawn shorter than to scale: nothing is in it. */
  readonly elastic: boolean;
  /** Pixels that it needs at least; a whole number. */
  readonly minimum: number;
}

export interface Placed {
  /** Pixels from the start of the axis, whole. */
  readonly at: number;
  readonly length: number;
  readonly scale: 'true' | 'enlarged' | 'compressed';
}

/** Pixels for every stretch; together they fill `length` exactly. */
export function layOut(stretches: readonly Stretch[], length: number): Placed[] {
  const weights = weightsOf(stretches);
  const lengths = share(
    weights,
    stretches.map(s => s.minimum),
    length,
  );
  const placed: Placed[] = [];
  let end = 0;
  for (const [i, stretch] of stretches.entries()) {
    const at = Math.round(end);
    end += lengths[i]?.pixels ?? 0;
    const compressed = (weights[i] ?? 0) < stretch.end - stretch.start;
    const scale = lengths[i]?.atMinimum ? 'enlarged' : compressed ? 'compressed' : 'true';
    placed.push({ at, length: Math.round(end) - at, scale });
  }
  return placed;
}

function weightsOf(stretches: readonly Stretch[]): number[] {
  const sizes = stretches.map(s => s.end - s.start);
  const used = sizes.filter((_, i) => !stretches[i]?.elastic);
  const limit = ELASTIC_PART * Math.max(0, ...used);
  return sizes.map((size, i) => (stretches[i]?.elastic && limit > 0 ? Math.min(size, limit) : size));
}

interface Share {
  readonly pixels: number;
  readonly atMinimum: boolean;
}

/** Shares by weight; whoever would get less than its minimum gets that, and the others share the rest anew. */
function share(weights: readonly number[], minima: readonly number[], length: number): Share[] {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const needed = sum(minima);
  if (needed >= length) return minima.map(m => ({ pixels: (m * length) / (needed || 1), atMinimum: true }));
  const small = new Set<number>();
  for (;;) {
    const rest = length - sum(minima.filter((_, i) => small.has(i)));
    const weight = sum(weights.filter((_, i) => !small.has(i)));
    const tooSmall = weights.findIndex((w, i) => !small.has(i) && (w * rest) / weight < (minima[i] ?? 0));
    if (tooSmall < 0 || small.size === weights.length - 1) {
      return weights.map((w, i) =>
        small.has(i)
          ? { pixels: minima[i] ?? 0, atMinimum: true }
          : { pixels: (w * rest) / weight, atMinimum: false },
      );
    }
    small.add(tooSmall);
  }
}

/** Where a byte is on the axis, also between the borders of a stretch. */
export function positionOf(stretches: readonly Stretch[], placed: readonly Placed[], offset: number): number {
  const index = stretches.findIndex(s => offset < s.end);
  const [stretch, place] = [stretches[index], placed[index]];
  if (!stretch || !place) {
    const last = placed.at(-1);
    return last ? last.at + last.length : 0;
  }
  return place.at + (place.length * (offset - stretch.start)) / (stretch.end - stretch.start);
}

/** Borders at which bytes per pixel change: here the axis gets a break mark. */
export function breaksOf(placed: readonly Placed[]): number[] {
  return placed.flatMap((place, i) => {
    const before = placed[i - 1];
    return before && before.scale !== place.scale ? [place.at] : [];
  });
}
