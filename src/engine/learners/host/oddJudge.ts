/** From which score on rows are odd, how many of a part are, and what is kept of each for the page that shows them. */
import { takenRows } from '#/core/clusters/rows';
import { onTwoAxes, twoAxes } from '#/core/clusters/twoAxes';
import { metricName } from '#/core/tasks/judgeName';
import type { RowSpec } from './rowSpec';
import type { Method } from './trials';

/** The score that at most so large a share of the rows has; above all of them where that is none. Equal rows are all odd, or none of them is. */
export function oddFrom(scores: Float64Array, share: number): number {
  const sorted = Float64Array.from(scores).sort();
  const odd = Math.floor(share * sorted.length);
  const below = sorted.at(-odd - 1) ?? 0;
  const above = sorted.find((score) => score > below);
  return above === undefined ? below * (1 + 1e-6) : (below + above) / 2;
}

/** A trial says as `oddFrom` from which score on. */
export function oddJudge({
  width,
  seenTrain,
}: RowSpec): Pick<Method, 'figures' | 'kept' | 'better' | 'task'> {
  return {
    figures: (name, _part, outputs, { facts: { oddFrom: from = 0 } }) => ({
      [metricName(name, 'oddShare')]: outputs.filter((raw) => 2 ** raw >= from).length / outputs.length,
    }),
    kept(_name, part, places, outputs) {
      const plane = twoAxes({ rows: seenTrain.rows, width, features: seenTrain.features });
      const at = onTwoAxes(plane, takenRows({ rows: part.rows, width, features: part.features }, places));
      const rows = Array.from(places, (row, i) => [
        2 ** (outputs[row] as number),
        at[2 * i] as number,
        at[2 * i + 1] as number,
      ]);
      return { width: 3, values: Float64Array.from(rows.flat()) };
    },
    better: () => false,
    task: (task, { facts }) => ({ ...task, oddFrom: facts.oddFrom }),
  };
}
