import { useMemo } from 'react';
import { kindOf } from '#/core/kinds/registry';
import type { DatasetKind } from '#/core/protocol/dataset';
import { usePictures } from '#/ui/components/usePictures';
import { useCommand } from '#/ui/useCommand';
import classes from './drift.module.css';

/** Some rows that show it, with all their cells; the column they are shown for stands out. */
export function DriftRows({
  versionId,
  kind,
  rows,
  own,
}: {
  versionId: string;
  kind: DatasetKind;
  rows: readonly number[];
  own: string;
}) {
  const { data } = useCommand('datasets.rowsAt', { versionId, rows: [...rows] });
  const isImage = kindOf({ kind }).picture !== undefined;
  const pictures = usePictures(
    versionId,
    useMemo(() => (isImage ? [...rows] : []), [isImage, rows]),
  );
  if (!data || data.rows.length === 0) return null;
  const order = data.columns
    .map((_, i) => i)
    .sort((a, b) => Number(data.columns[b] === own) - Number(data.columns[a] === own));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keyboard
    <div className={classes.rows} role="region" aria-label="Rows that show it" tabIndex={0}>
      <table>
        <caption className="quiet">Some rows that show it</caption>
        <thead>
          <tr>
            <th scope="col">row</th>
            {pictures.length > 0 && <th scope="col">picture</th>}
            {order.map((i) => (
              <th key={data.columns[i]} scope="col" data-own={data.columns[i] === own}>
                {data.columns[i]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((cells, at) => (
            <tr key={rows[at]}>
              <td>{rows[at]}</td>
              {pictures.length > 0 && (
                <td>
                  <img src={pictures[at]} alt={`Sample ${rows[at]}`} className={classes.small} />
                </td>
              )}
              {order.map((i) => (
                <td key={data.columns[i]} data-own={data.columns[i] === own}>
                  {cells[i] ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
