import { useEffect, useState } from 'react';
import { run as runCommand } from '#/app/run';

/** The values of one field in the validation rows. */
export function useCells(versionId: string, rows: Uint32Array, field: string | undefined) {
  const [state, setState] = useState<{ field: string; cells?: (string | null)[]; error?: unknown }>();
  useEffect(() => {
    if (field === undefined) return;
    let live = true;
    runCommand('datasets.rowsAt', { versionId, rows: [...rows], columns: [field] }).then(
      (answer) => live && setState({ field, cells: answer.rows.map(([cell]) => cell ?? null) }),
      (error: unknown) => live && setState({ field, error }),
    );
    return () => {
      live = false;
    };
  }, [versionId, rows, field]);
  return state?.field === field ? { cells: state?.cells, error: state?.error } : {};
}
