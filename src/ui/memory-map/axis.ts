/** Labels at borders of regions, in as many rows as there are, never over each other. */
export interface Tick {
  readonly at: number;
  readonly text: string;
  /** Whose label must not be lost: smaller is more important. */
  readonly rank: number;
}

export interface AxisLabel {
  readonly text: string;
  /** Pixels of its border on the axis. */
  readonly tick: number;
  /** Pixels of the label's own start. */
  readonly at: number;
  readonly length: number;
  readonly row: number;
}

export interface AxisRoom {
  readonly length: number;
  readonly rows: number;
  /** Pixels of one character (the labels are monospaced) and between two labels. */
  readonly character: number;
  readonly gap: number;
}

/** Places the important labels first; one that fits in no row is left out (the table below the map has it). */
export function placeLabels(ticks: readonly Tick[], room: AxisRoom): AxisLabel[] {
  const placed: AxisLabel[] = [];
  for (const tick of [...ticks].sort((a, b) => a.rank - b.rank || a.at - b.at)) {
    const length = tick.text.length * room.character;
    const centred = tick.at - length / 2;
    const at = Math.max(0, Math.min(centred, room.length - length));
    const row = firstFreeRow(placed, at, length, room);
    if (row !== undefined) placed.push({ text: tick.text, tick: tick.at, at, length, row });
  }
  return placed.sort((a, b) => a.tick - b.tick);
}

function firstFreeRow(
  placed: readonly AxisLabel[],
  at: number,
  length: number,
  { rows, gap }: AxisRoom,
): number | undefined {
  for (let row = 0; row < rows; row++) {
    const collides = placed.some(
      p => p.row === row && at < p.at + p.length + gap && p.at < at + length + gap,
    );
    if (!collides) return row;
  }
  return undefined;
}
