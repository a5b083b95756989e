import { useCommand } from '#/ui/useCommand';
import classes from './drift.module.css';

/** Some rows that show it, with all their cells; the column they are shown for stands out. */
export function DriftRows({
  versionId,
  rows,
  own,
}: {
  versionId: string;
  rows: readonly number[];
  own: string;
}) {
  const { data } = useCommand('datasets.rowsAt', { versionId, rows: [...rows] });
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
