/** What a model of a field may predict: its labels, or the field itself when it is cut for that. */
import { futureTarget } from '#/core/grid/gridSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { canBeTarget, suggestTarget } from '#/core/stats/suggestTarget';

export interface GridTarget {
  value: string;
  label: string;
}

export function gridTargets({ schema, stats }: DatasetVersion): {
  targets: GridTarget[];
  suggested?: string;
} {
  const horizon = schema.grid?.windowing.horizon ?? 0;
  const labels = schema.fields.filter((field, i) => canBeTarget(field, stats[i]));
  const targets = labels.map(({ name }): GridTarget => ({ value: name, label: name }));
  if (horizon > 0)
    targets.push({
      value: futureTarget,
      label: horizon === 1 ? 'the field, one step later' : `the field, ${horizon} steps later`,
    });
  const suggested = horizon > 0 ? futureTarget : suggestTarget({ schema: { fields: labels }, stats: [] });
  return { targets, suggested };
}
