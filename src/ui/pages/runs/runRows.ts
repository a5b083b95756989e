/** What the table lists: runs, or groups of runs with the runs below them. */
import type { Run } from '#/core/protocol/model';
import { groupRuns, meanAndSpread, type RunGroup } from '#/core/runs/groupRuns';
import { fieldOf, type RunNames } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';

export interface RunRow {
  key: string;
  run?: Run;
  group?: RunGroup;
  parentKey?: string;
}

/** Parts stay below their whole; a group holds the wholes. */
export function runRows(runs: readonly Run[], group: QueryField | undefined, names: RunNames): RunRow[] {
  if (!group) return runs.map((run) => ({ key: run.id, run, parentKey: run.parentId }));
  const ids = new Set(runs.map(({ id }) => id));
  const isPart = ({ parentId }: Run) => parentId !== undefined && ids.has(parentId);
  const groups = groupRuns(
    runs.filter((run) => !isPart(run)),
    group,
    names,
  );
  return groups
    .flatMap((one): RunRow[] => {
      const key = `group ${one.value ?? ''}`;
      return [{ key, group: one }, ...one.runs.map((run) => ({ key: run.id, run, parentKey: key }))];
    })
    .concat(runs.filter(isPart).map((run) => ({ key: run.id, run, parentKey: run.parentId })));
}

/** Of a group: the mean of its runs. */
export function sortValueOf(row: RunRow, field: QueryField, names: RunNames): string | number | undefined {
  if (row.group) return spreadOf(row.group, field, names)?.mean;
  const value = row.run && fieldOf(row.run, field, names);
  return typeof value === 'boolean' ? String(value) : value;
}

export function spreadOf({ runs }: RunGroup, field: QueryField, names: RunNames) {
  if (field.of !== 'metrics' && field.name !== 'seconds') return undefined;
  return meanAndSpread(
    runs.flatMap((run) => {
      const value = fieldOf(run, field, names);
      return typeof value === 'number' ? [value] : [];
    }),
  );
}
