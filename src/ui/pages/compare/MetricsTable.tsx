import type { ReactNode } from 'react';
import { higherIsBetter, metricText, metricTitle } from '#/ui/charts/metricNames';
import classes from './compare.module.css';
import { bestIndex, type DiffRow } from './diffRuns';

/** Values side by side; the best of each row is marked, with the direction that is better. */
export function MetricsTable({ head, rows }: { head: ReactNode; rows: readonly DiffRow<number>[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Results">
      <table className={classes.table}>
        {head}
        <tbody>
          {rows.map((row) => {
            const best = bestIndex(row.name, row.values);
            const mark = `${classes.best} ${higherIsBetter(row.name) ? '' : classes.lowBest}`;
            return (
              <tr key={row.name}>
                <th scope="row">{metricTitle(row.name)}</th>
                {row.values.map((value, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: one cell per compared thing, in order
                  <td
                    key={index}
                    className={index === best ? mark : undefined}
                    title={index === best ? 'Best' : undefined}
                  >
                    {metricText(row.name, value)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
