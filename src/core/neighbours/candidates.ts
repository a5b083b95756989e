/** Numbers of neighbours that are tried: close together where one more changes much. */
const steps = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500];

export const mostNeighbours = steps.at(-1) as number;

/** `wanted` alone where it is not 0, else all up to `most`; never more than there are rows. */
export function candidates(
  { neighbours: wanted, mostNeighbours: most }: { neighbours: number; mostNeighbours: number },
  rows: number,
): number[] {
  if (wanted > 0) return [Math.min(wanted, rows)];
  return steps.filter((count) => count <= Math.min(most, rows));
}
