/** The rows of the highest scores, with the cells that are unusual in them. */
import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { oddCellsOf, oddCellWords } from '#/core/outliers/oddCells';
import type { Run } from '#/core/protocol/model';
import type { OddPredictions } from '#/core/tasks/anomaly';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { errorInfoOf } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import classes from './evaluation.module.css';
import styles from './groups.module.css';
import { useToldColumns } from './useToldColumns';

const mostShown = 12;

export function OddestRows({
  run,
  judged: { rows, score },
  places,
  threshold,
}: {
  run: Run;
  judged: OddPredictions;
  /** The oddest first. */
  places: readonly number[];
  threshold: number;
}) {
  const { told, error } = useToldColumns(run, rows);
  const shown = useMemo(() => {
    if (!told) return undefined;
    const cellsOf = oddCellsOf(told.columns);
    const read = new Map(told.places.map((place, at) => [place, at]));
    return places
      .filter((place) => read.has(place))
      .slice(0, mostShown)
      .map((place) => ({ place, cells: cellsOf(read.get(place) as number) }));
  }, [told, places]);
  return (
    <Panel title="The oddest rows">
      {error !== undefined && (
        <p className={classes.warning}>The rows cannot be read: {errorInfoOf(error).message}</p>
      )}
      {!shown && error === undefined && <Skeleton h={160} />}
      {shown && (
        <table className={styles.why}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Score</th>
              <th scope="col">What is unusual in it</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ place, cells }) => (
              <tr key={place}>
                <td>{formatCount((rows[place] as number) + 1)}</td>
                <td>
                  {(score[place] as number) >= threshold ? (
                    <strong>{formatNumber(score[place])}</strong>
                  ) : (
                    formatNumber(score[place])
                  )}
                </td>
                <td>
                  {cells.length > 0 ? (
                    cells.map((cell) => oddCellWords(cell, formatNumber)).join('; ')
                  ) : (
                    <span className="quiet">
                      {(score[place] as number) >= threshold
                        ? 'no value by itself, but how they go together'
                        : 'nothing: it is usual'}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.below}>
        Unusual are values that are rare among these rows, whatever the model goes by; scores from the
        threshold on are bold.
      </p>
    </Panel>
  );
}
