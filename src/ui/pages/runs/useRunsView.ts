/** What the table of runs shows is in its address, so that a link is a saved view: filter, columns, groups, baseline, order. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { QueryField } from '#/core/runs/query/queryTree';
import { fieldName, parseFieldName } from '#/core/runs/query/runFields';
import type { SortState } from '#/ui/components/sortRows';
import { keptColumns, keepColumns } from './keptColumns';

export interface RunsView {
  query: string;
  dataset?: string;
  model?: string;
  experiment?: string;
  columns: QueryField[];
  group?: QueryField;
  /** The run that others are compared with. */
  base?: string;
  sort?: SortState;
  /** Charts stand above the table. */
  charts?: boolean;
}

const usual = [
  'status',
  'dataset',
  'params.family',
  'metrics.valAccuracy',
  'metrics.valR2',
  'metrics.valLoss',
  'seconds',
  'started',
];

const read = (names: readonly string[]): QueryField[] => names.flatMap((name) => parseFieldName(name) ?? []);

export function useRunsView(): { view: RunsView; change: (change: Partial<RunsView>) => void } {
  const search = useSearch({ from: '/runs' });
  const navigate = useNavigate();
  const view = useMemo((): RunsView => {
    const { dataset, model, experiment, base } = search;
    const asked = search.columns ? read(search.columns.split(',').map(decodeURIComponent)) : [];
    const sort = search.sort;
    return {
      query: search.q ?? '',
      columns: asked.length > 0 ? asked : read(keptColumns() ?? usual),
      group: search.group ? parseFieldName(search.group) : undefined,
      dataset,
      model,
      experiment,
      base,
      charts: search.charts !== undefined,
      sort: sort ? { columnId: sort.replace(/^-/, ''), descending: sort.startsWith('-') } : undefined,
    };
  }, [search]);
  const change = useCallback(
    (changed: Partial<RunsView>) => {
      const next = { ...view, ...changed };
      const columns = next.columns.map(fieldName);
      if (changed.columns) keepColumns(columns);
      // Columns are in the address once they were chosen or came with it: such a link shows the same to everybody.
      const told = changed.columns ?? search.columns;
      void navigate({
        to: '/runs',
        replace: true,
        search: {
          q: next.query || undefined,
          dataset: next.dataset,
          model: next.model,
          experiment: next.experiment,
          columns: told ? columns.map(encodeURIComponent).join(',') : undefined,
          group: next.group && fieldName(next.group),
          base: next.base,
          charts: next.charts ? '1' : undefined,
          sort: next.sort && `${next.sort.descending ? '-' : ''}${next.sort.columnId}`,
        },
      });
    },
    [view, search.columns, navigate],
  );
  return { view, change };
}
