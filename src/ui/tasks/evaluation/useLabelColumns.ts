import { useMemo } from 'react';
import type { Run } from '#/core/protocol/model';
import { useCommand } from '#/ui/useCommand';

/** With more different values a column is no label. */
const mostValues = 50;

/** Columns of a run's dataset that may say what a row is, those that are no feature first. */
export function useLabelColumns(run: Run): string[] {
  const { data } = useCommand('datasets.describe', { id: run.datasetId, versionId: run.datasetVersionId });
  return useMemo(
    () =>
      (data?.schema.columns ?? [])
        .filter(({ type }, i) => {
          const stats = data?.stats[i];
          const distinct = stats?.distinct ?? 0;
          return type !== 'datetime' && distinct > 1 && distinct <= mostValues && !stats?.distinctCapped;
        })
        .toSorted((a, b) => Number(a.role === 'feature') - Number(b.role === 'feature'))
        .map(({ name }) => name),
    [data],
  );
}
