/** The cells of the columns that a run learnt from, of some of the judged rows: for what is said of them in words. */
import { useEffect, useMemo, useState } from 'react';
import { run as runCommand } from '#/app/run';
import type { ToldColumn } from '#/core/clusters/profile';
import type { Run } from '#/core/protocol/model';
import { isNumberType, toNumber } from '#/core/table/cellValue';
import { useCommand } from '#/ui/useCommand';

const mostCells = 200_000;
const mostColumns = 60;

export interface ToldRows {
  columns: ToldColumn[];
  /** Places in the predictions, of each row that was read. */
  places: readonly number[];
}

export function useToldColumns(run: Run, rows: Uint32Array): { told?: ToldRows; error?: unknown } {
  const described = useCommand('datasets.describe', { id: run.datasetId, versionId: run.datasetVersionId });
  const fields = useMemo(
    () =>
      described.data?.schema.columns
        .filter(({ type, role }) => type !== 'id' && type !== 'text' && role !== 'ignored')
        .slice(0, mostColumns),
    [described.data],
  );
  const [state, setState] = useState<{ of: Uint32Array; told?: ToldRows; error?: unknown }>();
  useEffect(() => {
    if (!fields || fields.length === 0) return;
    let live = true;
    const stride = Math.ceil((rows.length * fields.length) / mostCells);
    const places = Array.from({ length: Math.ceil(rows.length / stride) }, (_, i) => i * stride);
    runCommand('datasets.rowsAt', {
      versionId: run.datasetVersionId,
      rows: places.map((place) => rows[place] as number),
      columns: fields.map(({ name }) => name),
    }).then(
      (answer) => {
        if (!live) return;
        const columns = fields.map(({ name, type }, at): ToldColumn => {
          const cells = answer.rows.map((row) => row[at] ?? null);
          if (!isNumberType(type) || type === 'boolean' || type === 'datetime') return { name, cells };
          const numbers = cells.map((cell) => (cell === null ? Number.NaN : toNumber(cell, type)));
          return { name, numbers };
        });
        setState({ of: rows, told: { columns, places } });
      },
      (error: unknown) => live && setState({ of: rows, error }),
    );
    return () => {
      live = false;
    };
  }, [run.datasetVersionId, rows, fields]);
  if (state?.of === rows) return state;
  return { error: described.error };
}
