/** Rows of a comparison: one per name, one value per run, and whether they differ. Pure. */
import { higherIsBetter, judges } from '#/ui/charts/metricNames';

export interface DiffRow<T> {
  name: string;
  values: (T | undefined)[];
  differs: boolean;
}

export function diffRows<T>(records: readonly Readonly<Record<string, T>>[]): DiffRow<T>[] {
  const maps = records.map((record) => new Map(Object.entries(record)));
  const names = [...new Set(maps.flatMap((map) => [...map.keys()]))];
  return names.map((name) => {
    const values = maps.map((map) => map.get(name));
    return { name, values, differs: values.some((value) => value !== values[0]) };
  });
}

/** Index of the best value, or -1 when there is nothing to choose. */
export function bestIndex(name: string, values: readonly (number | undefined)[]): number {
  if (!judges(name)) return -1;
  const sign = higherIsBetter(name) ? 1 : -1;
  let best = -1;
  let ties = 0;
  values.forEach((value, index) => {
    if (value === undefined || !Number.isFinite(value)) return;
    const leader = values[best];
    if (leader === undefined || sign * value > sign * leader) {
      best = index;
      ties = 0;
    } else if (value === leader) ties++;
  });
  const compared = values.filter((value) => value !== undefined).length;
  return compared < 2 || ties > 0 ? -1 : best;
}
