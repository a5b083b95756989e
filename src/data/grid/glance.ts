/**
 * What some values of a file tell before all of them are read: numbers that stand for "missing", digits that will be
 * lost; and its times, which are known whole. Damage is left to the import, which says where it is.
 */
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { AxisMapping } from '#/core/grid/gridSchema';
import { findVariable } from '#/core/grid/mapGrid';
import { Extremes } from '#/core/grid/sentinels';
import { timeIssues } from '#/core/grid/timeIssues';
import type { DataIssue } from '#/core/protocol/dataset';
import { doubtfulIssue, takenIssue } from './missingIssues';

const mostVariables = 8;
/** Of one variable; what is larger is looked at in its middle. */
const mostValues = 256 * 1024;

export interface Glance {
  missing: Record<string, number[]>;
  issues: DataIssue[];
}

export async function glance(arrays: ArrayFile, mapping: AxisMapping): Promise<Glance> {
  const missing: Record<string, number[]> = {};
  const issues = timesOf(arrays, mapping);
  for (const name of mapping.variables.slice(0, mostVariables)) {
    const values = await someValues(arrays, name);
    if (!values) continue;
    const extremes = new Extremes();
    extremes.add(values, 0, 1);
    const { taken, doubtful } = extremes.sentinels();
    if (taken.length > 0) missing[name] = taken.map(({ value }) => value);
    issues.push(
      ...taken.map((one) => takenIssue(name, one)),
      ...doubtful.map((one) => doubtfulIssue(name, one)),
    );
  }
  return { missing, issues };
}

function timesOf({ coordinates }: ArrayFile, { axes }: AxisMapping): DataIssue[] {
  const roles = new Map(Object.entries(axes));
  const times = coordinates.find(({ dimension }) => roles.get(dimension) === 'time');
  return times ? timeIssues({ ...times, name: times.dimension }) : [];
}

/** undefined where even the smallest part that is read at once is too much, or cannot be read. */
async function someValues(arrays: ArrayFile, name: string): Promise<Float32Array | undefined> {
  const sizes = findVariable(arrays.variables, name)?.dimensions.map(({ size }) => size) ?? [];
  const count = [...sizes];
  for (let axis = 0; axis < count.length && productOf(count) > mostValues; axis++) {
    const others = productOf(count) / (count[axis] as number);
    count[axis] = Math.max(1, Math.floor(mostValues / others));
  }
  if (count.includes(0)) return undefined;
  const start = sizes.map((size, axis) => Math.floor((size - (count[axis] as number)) / 2));
  try {
    return await arrays.read(name, start, count);
  } catch {
    return undefined;
  }
}

const productOf = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);
