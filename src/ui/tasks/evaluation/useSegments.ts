/** The judged rows in segments of one column, which is chosen. */
import { useMemo, useState } from 'react';
import type { Column } from '#/core/protocol/dataset';
import type { Run } from '#/core/protocol/model';
import type { Segment } from '#/core/stats/segments';
import { segmentsOfField } from '#/core/stats/segmentsOfField';
import { columnFormat } from '#/ui/charts/columnFormat';
import { useCommand } from '#/ui/useCommand';
import { useCells } from './useCells';

export interface Segmented {
  fields: readonly Column[];
  field: Column | undefined;
  choose: (name: string | undefined) => void;
  /** Undefined while the values are read. */
  segments: Segment[] | undefined;
  failure: unknown;
}

/** `likely` of all columns, the one that is shown first. */
export function useSegments(
  run: Run,
  rows: Uint32Array,
  likely: (fields: readonly Column[]) => Column | undefined,
): Segmented {
  const described = useCommand('datasets.describe', { id: run.datasetId, versionId: run.datasetVersionId });
  const fields = useMemo(
    () => described.data?.schema.columns.filter(({ name }) => name !== run.task.target) ?? [],
    [described.data, run.task.target],
  );
  const [chosen, choose] = useState<string>();
  const field = fields.find(({ name }) => name === chosen) ?? likely(fields) ?? fields[0];
  const { cells, error } = useCells(run.datasetVersionId, rows, field?.name);
  const segments = useMemo(
    () => (cells && field ? segmentsOfField(cells, field, (range) => columnFormat(field, range)) : undefined),
    [cells, field],
  );
  return { fields, field, choose, segments, failure: described.error ?? error };
}
