/** What every plot of contributions is given, and what they share. */
import type { Contributions } from '#/core/explain/attribution';
import type { ModelVersion } from '#/core/protocol/model';
import type { ReachingColumn } from './byReach';

export interface ContributionsPlotProps {
  found: Contributions;
  /** Furthest first. */
  columns: readonly ReachingColumn[];
  version: ModelVersion;
  fileName: string;
  /** Of many rows: the one that is looked at. */
  picked?: number;
  onPick?: (row: number) => void;
}

/** Thinned evenly: so many at most are drawn. */
export function drawnRows(rows: number, most: number): number[] {
  const stride = Math.ceil(rows / most);
  return Array.from({ length: Math.ceil(rows / stride) }, (_, i) => i * stride);
}

export const byAnswer = (found: Contributions, most: number): number[] =>
  drawnRows(found.shape[0], most).toSorted(
    (a, b) => (found.answers[a] as number) - (found.answers[b] as number),
  );

/** As the dataset counts its samples, where it is known. */
export const rowName = ({ numbers }: Pick<Contributions, 'numbers'>, row: number): string =>
  numbers ? `Sample ${numbers[row]}` : `Row ${row + 1}`;

/** One of the rows, as an explanation of its own. */
export function ofRow(found: Contributions, row: number): Contributions {
  const width = found.shape[1];
  const { numbers, given, ...rest } = found;
  return {
    ...rest,
    values: found.values.slice(row * width * 2, (row + 1) * width * 2),
    shape: [1, width, 2],
    given: given.slice(row * width, (row + 1) * width),
    answers: [found.answers[row] as number],
    rows: found.background,
    ...(numbers && { numbers: [numbers[row] as number] }),
  };
}

export const contributionAt = ({ values, shape: [, width] }: Contributions, row: number, column: number) =>
  values[(row * width + column) * 2] as number;

export const placeAt = ({ values, shape: [, width] }: Contributions, row: number, column: number) =>
  values[(row * width + column) * 2 + 1] as number;
