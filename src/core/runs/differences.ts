/** What a run was asked for otherwise than another: its params that differ, the telling ones only. */
import type { Literal } from './query/queryTree';

export interface Difference {
  name: string;
  /** Absent: the baseline has no such param. */
  before?: Literal;
  /** Absent: the run has none. */
  after?: Literal;
}

/** Said elsewhere in a row, or following from others. */
const untold = new Set(['datasetHash', 'featureCount', 'fold', 'repeat', 'folds', 'repeats']);

export function differences(
  baseline: Readonly<Record<string, Literal>>,
  params: Readonly<Record<string, Literal>>,
): Difference[] {
  const [before, after] = [new Map(Object.entries(baseline)), new Map(Object.entries(params))];
  const family = after.get('family');
  // Of another family every setting of its own differs: the family says it.
  const own = (name: string) => before.get('family') !== family && name.startsWith(`${family}.`);
  const foreign = (name: string) =>
    before.get('family') !== family && name.startsWith(`${before.get('family')}.`);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter(
      (name) => !untold.has(name) && !own(name) && !foreign(name) && before.get(name) !== after.get(name),
    )
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }));
}
