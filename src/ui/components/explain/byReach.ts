/** Columns by how far they move answers, in the mean over the rows, furthest first. */
import type { Contributions } from '#/core/explain/attribution';

export interface ReachingColumn {
  column: number;
  name: string;
  /** Mean of the absolute contributions. */
  reach: number;
}

export function byReach({ names, shape: [rows, width], values }: Contributions): ReachingColumn[] {
  return names
    .map((name, column) => {
      let reach = 0;
      for (let row = 0; row < rows; row++)
        reach += Math.abs(values[(row * width + column) * 2] as number) / rows;
      return { column, name, reach };
    })
    .toSorted((a, b) => b.reach - a.reach);
}

const letterWidth = 6.1;
/** So that it fits into so many pixels. */
export function clipped(text: string, width: number): string {
  const most = Math.max(4, Math.floor(width / letterWidth));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
