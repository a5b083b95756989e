/** What groups are worth on a part of the rows, and what is kept of each row for the page that shows them. */
import { distancesBetween, groupIndices, meanOf, silhouettes } from '#/core/clusters/groupScores';
import { type Rows, takenRows } from '#/core/clusters/rows';
import { onTwoAxes, twoAxes } from '#/core/clusters/twoAxes';
import { permutation } from '#/core/random/random';
import { metricName } from '#/core/tasks/judgeName';
import { largestPerRow } from '#/core/train/probabilities';
import type { Split } from '../../kinds/preparedData';
import type { SplitName } from '../../train/judge/splitMeter';
import type { RowSpec } from './rowSpec';
import type { Figures, Method } from './trials';

/** Silhouettes are found among so many rows of a part: each asks all others. */
const mostCompared = 2000;
/** With fewer to judge by, what is chosen is chosen on the training rows. */
const leastToChoose = 50;

interface Compared {
  places: Uint32Array;
  data: Rows;
  distances: Float32Array;
}

/** `groups`: of an output value past these it is of no group. */
export function groupJudge(
  { width, config, seenTrain, val }: RowSpec,
  groups: (outputs: number) => number,
): Pick<Method, 'figures' | 'kept' | 'better'> {
  const compared = new Map<string, Compared>();
  const comparedOf = (name: SplitName, { rows, features }: Split): Compared => {
    const known = compared.get(name);
    if (known) return known;
    const places =
      rows > mostCompared
        ? permutation(config.seed, 'silhouettes', 0, rows).slice(0, mostCompared).sort()
        : Uint32Array.from({ length: rows }, (_, row) => row);
    const data = takenRows({ rows, width, features }, places);
    const found = { places, data, distances: distancesBetween(data) };
    compared.set(name, found);
    return found;
  };
  const labelsOf = (outputs: Float32Array, rows: number): Int32Array => {
    const each = outputs.length / Math.max(1, rows);
    const most = groups(each);
    return largestPerRow(outputs, each).map((label) => (label < most ? label : -1));
  };
  const valuesOf = (name: SplitName, part: Split, outputs: Float32Array) => {
    const { places, data, distances } = comparedOf(name, part);
    const labels = labelsOf(outputs, part.rows);
    const own = Int32Array.from(places, (at) => labels[at] as number);
    return { places, data, own, values: silhouettes(distances, own) };
  };
  const chooser = metricName(val.rows >= leastToChoose ? 'val' : 'train', 'silhouette');
  return {
    figures(name, part, outputs): Figures {
      const { data, own, values } = valuesOf(name, part, outputs);
      const indices = groupIndices(data, own);
      return {
        [metricName(name, 'silhouette')]: meanOf(values),
        [metricName(name, 'daviesBouldin')]: indices.daviesBouldin,
        [metricName(name, 'calinskiHarabasz')]: indices.calinskiHarabasz,
      };
    },
    kept(name, part, wanted, outputs) {
      const { places, values } = valuesOf(name, part, outputs);
      const silhouetteOf = new Map(Array.from(places, (at, i) => [at, values[i] as number]));
      const called = largestPerRow(outputs, outputs.length / Math.max(1, part.rows));
      const plane = twoAxes({ rows: seenTrain.rows, width, features: seenTrain.features });
      const shown = takenRows({ rows: part.rows, width, features: part.features }, wanted);
      const at = onTwoAxes(plane, shown);
      const rows = Array.from(wanted, (row, i) => [
        called[row] as number,
        silhouetteOf.get(row) ?? Number.NaN,
        at[2 * i] as number,
        at[2 * i + 1] as number,
      ]);
      return { width: 4, values: Float64Array.from(rows.flat()) };
    },
    better: (now, before) => (now[chooser] ?? -2) > (before[chooser] ?? -2),
  };
}
