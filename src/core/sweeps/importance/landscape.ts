/** What a forest over the trials expects of the first objective at pairs of values of two parameters, whatever the others are. */
import type { SweepPlan } from '../../protocol/sweep';
import { parseSpace, toUnit } from '../space';
import type { Trial } from '../trials';
import { type Forest, growForest } from './fanova';

const fewest = 8;

/** Rows of the second parameter, low to high, of cells of the first; undefined: too few trials. */
export function landscapeOf(
  plan: Pick<SweepPlan, 'space' | 'seed'>,
  trials: readonly Trial[],
  [first, second]: readonly [string, string],
  cells: number,
): number[][] | undefined {
  const told = trials.filter(
    ({ values, state }) => (state === 'complete' || state === 'pruned') && Number.isFinite(values?.[0]),
  );
  if (told.length < fewest) return undefined;
  const { params } = parseSpace(plan.space);
  const points = told.map((trial) => params.map(({ name, spec }) => toUnit(spec, trial.params[name]) ?? 0.5));
  const forest = growForest(
    points,
    told.map(({ values }) => values?.[0] as number),
    plan.seed,
  );
  const at = (wanted: string) => params.findIndex(({ name }) => name === wanted);
  return marginalOverPair(forest, [at(first), at(second)], cells);
}

/** The mean of the trees over all other dimensions, at the middles of cells x cells squares. */
export function marginalOverPair(
  forest: Forest,
  [a, b]: readonly [number, number],
  cells: number,
): number[][] {
  const rows = Array.from({ length: cells }, () => new Array<number>(cells).fill(0));
  const within = (low: number, high: number): [number, number] => [
    Math.ceil(low * cells - 0.5),
    high >= 1 ? cells : Math.ceil(high * cells - 0.5),
  ];
  for (const leaves of forest)
    for (const { low, high, value } of leaves) {
      const others = low.reduce(
        (volume, from, at) => (at === a || at === b ? volume : volume * ((high[at] as number) - from)),
        value / forest.length,
      );
      const [x0, x1] = within(low[a] as number, high[a] as number);
      const [y0, y1] = within(low[b] as number, high[b] as number);
      for (let y = y0; y < y1; y++)
        for (let x = x0; x < x1; x++) (rows[y] as number[])[x] = (rows[y]?.[x] ?? 0) + others;
    }
  return rows;
}
