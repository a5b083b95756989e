/**
 * Accumulated local effects of one column (Apley and Zhu 2020): rows of a stretch of its values are asked at both ends of
 * the stretch, the mean differences are added up, and the mean over all rows is taken off. Each question is near to a row
 * there is, so that columns that go together do not lead to rows that cannot be.
 */
import { quantileOfSorted } from '../../stats/quantile';
import type { Values } from '../../transforms/transformDef';
import { rowCount, takeRows } from '../../transforms/valueRows';
import type { Questions } from './answersTo';
import { bySimilarity } from './bySimilarity';

export interface LocalSteps {
  /** Places that the effect is told at, as values of the column. */
  places: Values;
  /** One for each question: the row, the place it is asked at first, and the place behind it. */
  rows: Int32Array;
  from: Int32Array;
  /** Rows that lie at each place (texts), or between it and the place before (numbers). */
  counts: Float64Array;
}

/** `columns`: all there are, to know which texts are like each other. */
export function localSteps(name: string, columns: ReadonlyMap<string, Values>, most: number): LocalSteps {
  const own = columns.get(name) as Values;
  return own.kind === 'string' ? ofTexts(own.data, name, columns, most) : ofNumbers(own, most);
}

function ofNumbers(own: Extract<Values, { kind: 'number' }>, most: number): LocalSteps {
  const sorted = own.data.filter((value) => !Number.isNaN(value)).sort();
  const edges = [
    ...new Set(
      Array.from({ length: Math.min(most, sorted.length) }, (_, i) =>
        quantileOfSorted(sorted, i / (Math.min(most, sorted.length) - 1 || 1)),
      ),
    ),
  ];
  const rows: number[] = [];
  const from: number[] = [];
  const counts = new Float64Array(edges.length);
  if (edges.length > 1)
    for (const [row, value] of own.data.entries()) {
      if (Number.isNaN(value)) continue;
      let end = 1;
      while (end < edges.length - 1 && value > (edges[end] as number)) end++;
      rows.push(row);
      from.push(end - 1);
      counts[end] = (counts[end] as number) + 1;
    }
  return {
    places: { kind: 'number', width: 1, data: Float64Array.from(edges) },
    rows: Int32Array.from(rows),
    from: Int32Array.from(from),
    counts,
  };
}

function ofTexts(
  data: readonly (string | null)[],
  name: string,
  columns: ReadonlyMap<string, Values>,
  most: number,
): LocalSteps {
  const order = bySimilarity(data, name, columns, most);
  const placeOf = new Map(order.map((text, place) => [text, place]));
  const rows: number[] = [];
  const from: number[] = [];
  const counts = new Float64Array(order.length);
  for (const [row, text] of data.entries()) {
    const place = text === null ? undefined : placeOf.get(text);
    if (place === undefined) continue;
    counts[place] = (counts[place] as number) + 1;
    for (const start of [place - 1, place])
      if (start >= 0 && start < order.length - 1) {
        rows.push(row);
        from.push(start);
      }
  }
  return {
    places: { kind: 'string', data: order },
    rows: Int32Array.from(rows),
    from: Int32Array.from(from),
    counts,
  };
}

/** All questions: at their first places, then at those behind. */
export function questionsOf(name: string, { places, rows, from }: LocalSteps): Questions {
  const twice = Int32Array.from({ length: 2 * rows.length }, (_, i) => rows[i % rows.length] as number);
  const at = twice.map((_, i) => (from[i % rows.length] as number) + Math.floor(i / rows.length));
  return { of: twice, put: new Map([[name, takeRows(places, at)]]) };
}

/** The effect at each place, around 0. `said`: the answers to the questions. */
export function accumulated({ places, from, counts }: LocalSteps, said: Float64Array): Float64Array {
  const count = rowCount(places);
  const [sums, asked] = [new Float64Array(count), new Float64Array(count)];
  const half = from.length;
  for (const [i, start] of from.entries()) {
    sums[start + 1] = (sums[start + 1] as number) + (said[half + i] as number) - (said[i] as number);
    asked[start + 1] = (asked[start + 1] as number) + 1;
  }
  const effect = new Float64Array(count);
  for (let place = 1; place < count; place++)
    effect[place] = (effect[place - 1] as number) + (sums[place] as number) / ((asked[place] as number) || 1);
  // Rows between two places are in the mean half way.
  let [middle, all] = [0, 0];
  const isText = places.kind === 'string';
  for (const [place, rows] of counts.entries()) {
    const here = effect[place] as number;
    middle += rows * (isText || place === 0 ? here : (here + (effect[place - 1] as number)) / 2);
    all += rows;
  }
  return effect.map((value) => value - middle / (all || 1));
}
