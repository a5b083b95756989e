/** Which runs are one curve: each by itself, or those of one value together. */
import type { Run } from '#/core/protocol/model';
import { groupRuns } from '#/core/runs/groupRuns';
import { parseFieldName } from '#/core/runs/query/runFields';

export interface CurveGroup {
  id: string;
  label: string;
  runs: readonly Run[];
}

/** More curves than this tell nothing apart. */
export const mostCurves = 12;

/** Params need none. */
const noNames = { datasets: new Map<string, string>(), experiments: new Map<string, string>() };

export function curveGroups(runs: readonly Run[], by?: string): CurveGroup[] {
  const field = by === undefined ? undefined : parseFieldName(by);
  if (!field) return runs.map((run) => ({ id: run.id, label: run.name, runs: [run] }));
  return groupRuns(runs, field, noNames).map(({ value = 'none', runs: members }) => ({
    id: value,
    label: `${value} (${members.length})`,
    runs: members,
  }));
}

/** What the runs differ in and some share: by that they can be put together. Fewest groups first. */
export function groupChoices(params: readonly { name: string; values: readonly unknown[] }[]): string[] {
  return params
    .map(({ name, values }) => ({ name, count: new Set(values).size, of: values.length }))
    .filter(({ count, of }) => count > 1 && count < of && count <= mostCurves)
    .sort((a, b) => a.count - b.count)
    .map(({ name }) => `params.${name}`);
}
