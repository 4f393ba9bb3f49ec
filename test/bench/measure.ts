/** What a part of the benchmark says; `goal` is the most (or least) that the figure may be. */
export interface Row {
  readonly part: string;
  readonly case: string;
  readonly figure: number;
  readonly unit: string;
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

/** A part: measures and yields rows as it goes. */
export interface Part {
  readonly name: string;
  readonly what: string;
  run(): AsyncGenerator<Row>;
}

export const reached = ({ figure, goal }: Row): boolean | undefined => {
  if (!goal) return undefined;
  return 'atMost' in goal ? figure <= goal.atMost : figure >= goal.atLeast;
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Milliseconds of `work`, the median of `runs` after as many to warm up. */
export function medianTime(work: () => unknown, runs = 200): number {
  for (let i = 0; i < runs; i++) work();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return median(times);
}
